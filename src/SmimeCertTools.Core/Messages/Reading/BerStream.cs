using System;
using System.Collections.Generic;
using System.IO;
using SmimeCertTools.Core.Asn1;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>
/// Reads BER (X.690) from a stream, element by element, of definite and indefinite length, without holding more than the element
/// that is asked for. The nesting is bounded. Every fault of the encoding is a <see cref="DerException"/>.
/// </summary>
internal sealed class BerStream(Stream stream, ReadingBudget budget) : IDisposable
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly List<Level> _levels = [];
    private int _at;
    private int _end;
    private long _position;
    private MemoryStream? _tape;

    /// <summary>How many elements are entered.</summary>
    public int Depth => _levels.Count;

    private long Limit => _levels.Count == 0 ? long.MaxValue : _levels[_levels.Count - 1].Limit;

    /// <summary>The identifier octet of the next element; null at the end of the entered one.</summary>
    public byte? Peek()
    {
        var isIndefinite = _levels.Count > 0 && _levels[_levels.Count - 1].IsIndefinite;
        if (!isIndefinite && _position >= Limit)
        {
            return null;
        }

        if (_at == _end && !Fill())
        {
            return _levels.Count == 0 ? null : throw new DerException(DerFault.Truncated);
        }

        return _buffer[_at] == 0 && isIndefinite ? null : _buffer[_at];
    }

    /// <summary>Whether the next element has this tag.</summary>
    public bool NextIs(byte tag) => Peek() == tag;

    /// <summary>Enters the next element, which must have this tag.</summary>
    public void Enter(byte tag)
    {
        if (!NextIs(tag))
        {
            throw new DerException();
        }

        Enter(ReadHeader());
    }

    /// <summary>Enters an element whose header was read.</summary>
    public void Enter(BerHeader header)
    {
        if (_levels.Count == BerNormalizer.MaxDepth)
        {
            throw new DerException(DerFault.TooDeep);
        }

        _levels.Add(new Level(header.Length < 0 ? Limit : _position + header.Length, header.Length < 0));
    }

    /// <summary>Leaves the element that was entered last; what is left of it is skipped.</summary>
    public void Leave()
    {
        while (Peek() is not null)
        {
            Skip();
        }

        var level = _levels[_levels.Count - 1];
        _levels.RemoveAt(_levels.Count - 1);
        if (level.IsIndefinite && (Next() | Next()) != 0)
        {
            throw new DerException();
        }
    }

    /// <summary>Skips the next element.</summary>
    public void Skip()
    {
        var header = ReadHeader();
        if (header.Length < 0)
        {
            Enter(header);
            Leave();
            return;
        }

        for (var left = header.Length; left > 0;)
        {
            if (_at == _end && !Fill())
            {
                throw new DerException(DerFault.Truncated);
            }

            var count = (int)Math.Min(left, _end - _at);
            Consume(count);
            left -= count;
        }
    }

    /// <summary>Reads the next element whole, in definite form.</summary>
    /// <exception cref="MessageException">It is larger than what may be held.</exception>
    public DerValue ReadElement()
    {
        _tape = new MemoryStream();
        try
        {
            Skip();
            budget.Hold(_tape.Length);
            var value = BerNormalizer.Normalize(_tape.ToArray(), [], out _);
            return new DerReader(value).ReadFirst();
        }
        finally
        {
            _tape = null;
        }
    }

    /// <summary>Reads the header of the next element.</summary>
    public BerHeader ReadHeader()
    {
        var tag = Next();
        if ((tag & 0x1F) == 0x1F)
        {
            for (var i = 0; (Next() & 0x80) != 0; i++)
            {
                if (i == 4)
                {
                    throw new DerException();
                }
            }
        }

        long length = Next();
        if (length == 0x80)
        {
            return (tag & 0x20) != 0 ? new BerHeader(tag, -1) : throw new DerException();
        }

        if (length > 0x80)
        {
            var count = (int)length & 0x7F;
            length = 0;
            for (; count > 0; count--)
            {
                length = length >> 40 != 0 ? throw new DerException() : (length << 8) | Next();
            }
        }

        return length <= Limit - _position ? new BerHeader(tag, length) : throw new DerException();
    }

    /// <summary>Reads content octets of an element whose header was read.</summary>
    /// <returns>How many; not 0 unless none are asked for.</returns>
    public int ReadContent(byte[] buffer, int offset, long count)
    {
        if (count == 0)
        {
            return 0;
        }

        if (_at == _end && !Fill())
        {
            throw new DerException(DerFault.Truncated);
        }

        var taken = (int)Math.Min(count, _end - _at);
        Buffer.BlockCopy(_buffer, _at, buffer, offset, taken);
        Consume(taken);
        return taken;
    }

    /// <summary>Ends the reading.</summary>
    public void Dispose() => stream.Dispose();

    private byte Next()
    {
        if (_position >= Limit)
        {
            throw new DerException();
        }

        if (_at == _end && !Fill())
        {
            throw new DerException(DerFault.Truncated);
        }

        var octet = _buffer[_at];
        Consume(1);
        return octet;
    }

    private void Consume(int count)
    {
        if (_tape is not null)
        {
            if (_tape.Length + count > ReadingBudget.MaxElement)
            {
                throw budget.Exceeded("one of its recipients, certificates or signatures takes more than 1 MB");
            }

            _tape.Write(_buffer, _at, count);
        }

        _at += count;
        _position += count;
    }

    private bool Fill()
    {
        (_at, _end) = (0, stream.Read(_buffer, 0, _buffer.Length));
        return _end > 0;
    }

    private readonly record struct Level(long Limit, bool IsIndefinite);
}

/// <summary>Identifier and length of an element; the length is negative where it is not given (X.690 section 8.1.3.6).</summary>
internal readonly record struct BerHeader(byte Tag, long Length);

/// <summary>The content of an OCTET STRING, which may come in segments (X.690 section 8.7.3).</summary>
internal sealed class OctetStream : ForwardStream
{
    private readonly BerStream _ber;
    private readonly int _depth;
    private long _left;

    /// <param name="ber">Stands before the string; is disposed of with this stream.</param>
    public OctetStream(BerStream ber)
    {
        (_ber, _depth) = (ber, ber.Depth);
        Begin();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (count == 0)
        {
            return 0;
        }

        while (_left == 0)
        {
            if (_ber.Depth == _depth)
            {
                return 0;
            }

            if (_ber.Peek() is null)
            {
                _ber.Leave();
            }
            else
            {
                Begin();
            }
        }

        var read = _ber.ReadContent(buffer, offset, Math.Min(count, _left));
        _left -= read;
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _ber.Dispose();
        base.Dispose(disposing);
    }

    private void Begin()
    {
        var header = _ber.ReadHeader();
        switch (header.Tag)
        {
            case DerTag.ConstructedOctetString:
                _ber.Enter(header);
                break;

            case DerTag.OctetString:
                _left = header.Length;
                break;

            default:
                throw new DerException();
        }
    }
}
