using System;
using System.IO;
using System.Threading;
using MimeKit.Encodings;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>
/// Bytes that can be read from the beginning as often as wanted, and are never held as a whole: those of a file, a part of
/// them, or what is encoded in them.
/// </summary>
internal abstract class ByteSource
{
    protected const int BufferSize = 64 * 1024;

    /// <summary>Reads from the beginning; the caller disposes of the stream.</summary>
    public abstract Stream Open();

    /// <summary>Some of the bytes.</summary>
    public virtual ByteSource Slice(long offset, long length) => new PartSource(this, offset, length);

    /// <summary>What a decoder makes of them.</summary>
    /// <param name="create">Makes a decoder; called for each reading.</param>
    public ByteSource Decode(Func<IMimeDecoder> create) => new DecodedSource(this, create);

    /// <summary>The bytes before the first of a value.</summary>
    public ByteSource Until(byte end) => new EndedSource(this, end);

    /// <summary>The first bytes, as many as there are up to <paramref name="count"/>.</summary>
    public byte[] Start(int count)
    {
        using var stream = Open();
        var buffer = new byte[count];
        var length = 0;
        int read;
        while (length < count && (read = stream.Read(buffer, length, count - length)) > 0)
        {
            length += read;
        }

        return buffer.AsSpan(0, length).ToArray();
    }

    private sealed class PartSource(ByteSource whole, long offset, long length) : ByteSource
    {
        public override Stream Open()
        {
            var stream = whole.Open();
            var scratch = new byte[BufferSize];
            int read;
            for (var left = offset; left > 0; left -= read)
            {
                read = stream.Read(scratch, 0, (int)Math.Min(scratch.Length, left));
                if (read == 0)
                {
                    break;
                }
            }

            return new PartStream(stream, length);
        }
    }

    private sealed class PartStream(Stream inner, long length) : InnerStream(inner)
    {
        private long _left = length;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = Inner.Read(buffer, offset, (int)Math.Min(count, _left));
            _left -= read;
            return read;
        }
    }

    private sealed class EndedSource(ByteSource whole, byte end) : ByteSource
    {
        public override Stream Open() => new EndedStream(whole.Open(), end);
    }

    private sealed class EndedStream(Stream inner, byte end) : InnerStream(inner)
    {
        private bool _isOver;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = _isOver ? 0 : Inner.Read(buffer, offset, count);
            var found = Array.IndexOf(buffer, end, offset, read);
            _isOver |= found >= 0;
            return found >= 0 ? found - offset : read;
        }
    }

    private sealed class DecodedSource(ByteSource encoded, Func<IMimeDecoder> create) : ByteSource
    {
        public override Stream Open() => new DecoderStream(encoded.Open(), create());
    }

    private sealed class DecoderStream(Stream inner, IMimeDecoder decoder) : InnerStream(inner)
    {
        private readonly byte[] _encoded = new byte[BufferSize];
        private byte[] _decoded = [];
        private int _at;
        private int _end;

        public override int Read(byte[] buffer, int offset, int count)
        {
            while (_at == _end)
            {
                var read = Inner.Read(_encoded, 0, _encoded.Length);
                if (read == 0)
                {
                    return 0;
                }

                var most = decoder.EstimateOutputLength(read);
                _decoded = _decoded.Length < most ? new byte[most] : _decoded;
                (_at, _end) = (0, decoder.Decode(_encoded, 0, read, _decoded));
            }

            var taken = Math.Min(count, _end - _at);
            Buffer.BlockCopy(_decoded, _at, buffer, offset, taken);
            _at += taken;
            return taken;
        }
    }
}

/// <summary>The bytes of a stream that can be set to a position, such as a file. One reading at a time goes on.</summary>
/// <param name="stream">The stream; the caller disposes of it.</param>
/// <param name="budget">What all readings together may take.</param>
/// <param name="cancellationToken">Ends every reading.</param>
internal sealed class SeekableSource(Stream stream, ReadingBudget budget, CancellationToken cancellationToken) : ByteSource
{
    private readonly long _length = stream.Length;

    public override Stream Open() => new View(this, 0, _length);

    public override ByteSource Slice(long offset, long length) => new PlacedSource(this, offset, length);

    private sealed class PlacedSource(SeekableSource whole, long offset, long length) : ByteSource
    {
        public override Stream Open() => new View(whole, offset, Math.Min(offset + length, whole._length));

        public override ByteSource Slice(long start, long count) =>
            new PlacedSource(whole, offset + start, Math.Min(count, length - start));
    }

    private sealed class View(SeekableSource source, long start, long end) : ForwardStream
    {
        private long _position = start;

        public override int Read(byte[] buffer, int offset, int count) =>
            source.Read(ref _position, end, buffer, offset, count);
    }

    private int Read(ref long position, long end, byte[] buffer, int offset, int count)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (position >= end)
        {
            return 0;
        }

        stream.Position = position;
        var read = stream.Read(buffer, offset, (int)Math.Min(count, end - position));
        position += read;
        budget.Take(read);
        return read;
    }
}

/// <summary>A stream that is read from its beginning to its end and can do nothing else.</summary>
internal abstract class ForwardStream : Stream
{
    public sealed override bool CanRead => true;

    public sealed override bool CanSeek => false;

    public sealed override bool CanWrite => false;

    public sealed override long Length => throw new NotSupportedException();

    public sealed override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public sealed override void Flush()
    {
    }

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public sealed override void SetLength(long value) => throw new NotSupportedException();

    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>One that reads another stream, and disposes of it.</summary>
internal abstract class InnerStream(Stream inner) : ForwardStream
{
    /// <summary>The other stream.</summary>
    protected Stream Inner => inner;

    protected sealed override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
