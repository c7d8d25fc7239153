using System;
using System.Collections.Generic;

namespace SmimeCertTools.Core.Asn1;

/// <summary>
/// Checks the nesting of one BER element (X.690) and rewrites it with definite, shortest lengths and primitive OCTET STRINGs
/// where it is written otherwise. One pass without recursion; time and memory are proportional to the input because the depth is
/// bounded. What is inside a primitive OCTET STRING is content and stays as it is.
/// </summary>
internal static class BerNormalizer
{
    /// <summary>The deepest nesting read. Real files stay under 20.</summary>
    public const int MaxDepth = 64;

    private const int ReservedLength = 5;

    /// <summary>
    /// Returns the first element of <paramref name="input"/> in definite form; a slice of the input if it is in that form.
    /// </summary>
    /// <param name="input">The element, possibly followed by other bytes.</param>
    /// <param name="scratch">Receives an array that was made for the result, so that its owner can overwrite it.</param>
    /// <param name="consumed">The length of the element in the input.</param>
    /// <exception cref="DerException">The element is broken.</exception>
    public static ReadOnlyMemory<byte> Normalize(ReadOnlyMemory<byte> input, List<byte[]> scratch, out int consumed)
    {
        Span<Frame> frames = stackalloc Frame[MaxDepth];
        var scan = new Walk(input.Span, frames, output: null);
        consumed = scan.Run();
        if (!scan.NeedsRewrite)
        {
            return input.Slice(0, consumed);
        }

        // A rewritten length is longer than what it replaces by two bytes at most, and only around contents of more than 64 KiB;
        // open elements have a reserve while they are written.
        var output = new byte[consumed + (MaxDepth * (ReservedLength + 6)) + (((consumed / 0x10000) + 1) * MaxDepth * 2)];
        scratch.Add(output);
        var rewrite = new Walk(input.Span.Slice(0, consumed), frames, output);
        rewrite.Run();
        return output.AsMemory(0, rewrite.Written);
    }

    /// <summary>Checks that <paramref name="input"/> is one definite-length element of bounded depth and nothing else.</summary>
    /// <exception cref="DerException">It is not.</exception>
    public static void Check(ReadOnlySpan<byte> input)
    {
        Span<Frame> frames = stackalloc Frame[MaxDepth];
        var scan = new Walk(input, frames, output: null);
        if (scan.Run() != input.Length || scan.HasIndefinite)
        {
            throw new DerException();
        }
    }

    private struct Frame
    {
        public int Limit;
        public int LengthAt;
        public bool Indefinite;
        public bool Bounded;
        public bool Merges;
    }

    private ref struct Walk(ReadOnlySpan<byte> input, Span<Frame> frames, byte[]? output)
    {
        private readonly ReadOnlySpan<byte> _input = input;
        private readonly byte[]? _output = output;
        private readonly Span<Frame> _frames = frames;
        private int _depth = 0;
        private int _position = 0;
        private int _written = 0;

        public readonly int Written => _written;

        public bool NeedsRewrite { get; private set; } = false;

        public bool HasIndefinite { get; private set; } = false;

        public int Run()
        {
            do
            {
                if (_depth == 0)
                {
                    ReadElement(new Frame { Limit = _input.Length });
                    continue;
                }

                var frame = _frames[_depth - 1];
                if (!frame.Indefinite && _position == frame.Limit)
                {
                    Close(frame);
                }
                else if (frame.Indefinite && IsEndOfContents(frame))
                {
                    _position += 2;
                    Close(frame);
                }
                else
                {
                    ReadElement(frame);
                }
            }
            while (_depth > 0);
            return _position;
        }

        private readonly bool IsEndOfContents(Frame frame) =>
            _position + 1 < frame.Limit && _input[_position] == 0 && _input[_position + 1] == 0;

        private static DerException Overrun(Frame parent) => new(parent.Bounded ? DerFault.Damaged : DerFault.Truncated);

        private void ReadElement(Frame parent)
        {
            var start = _position;
            var tag = Next(parent);
            if (tag == 0)
            {
                // A single zero byte at the end may be the first half of an end-of-contents mark.
                throw _position == parent.Limit ? Overrun(parent) : new DerException();
            }

            if ((tag & 0x1F) == 0x1F)
            {
                for (var i = 0; (Next(parent) & 0x80) != 0; i++)
                {
                    if (i == 4)
                    {
                        throw new DerException();
                    }
                }
            }

            var tagLength = _position - start;
            var isConstructed = (tag & 0x20) != 0;
            if (parent.Merges && tag is not (DerTag.OctetString or DerTag.ConstructedOctetString))
            {
                throw new DerException();
            }

            var length = ReadLength(parent, isConstructed, out var indefinite);
            if (length > parent.Limit - _position)
            {
                throw Overrun(parent);
            }

            if (isConstructed)
            {
                Open(parent, start, tagLength, tag, indefinite, indefinite ? parent.Limit : _position + (int)length);
                return;
            }

            if (_output is not null)
            {
                if (!parent.Merges)
                {
                    Emit(start, tagLength);
                    _written += WriteLength(_output, _written, (int)length);
                }

                Emit(_position, (int)length);
            }

            _position += (int)length;
        }

        private byte Next(Frame parent) => _position < parent.Limit ? _input[_position++] : throw Overrun(parent);

        private long ReadLength(Frame parent, bool isConstructed, out bool indefinite)
        {
            int first = Next(parent);
            indefinite = first == 0x80;
            if (indefinite)
            {
                HasIndefinite = NeedsRewrite = true;
                return isConstructed ? 0 : throw new DerException();
            }

            if (first < 0x80)
            {
                return first;
            }

            var count = first & 0x7F;
            if (count > 8)
            {
                throw new DerException();
            }

            long length = 0;
            for (var i = 0; i < count; i++)
            {
                // Beyond the largest array the exact value no longer matters: it is longer than the input.
                length = length > int.MaxValue ? long.MaxValue >> 8 : (length << 8) | Next(parent);
            }

            NeedsRewrite |= length < 0x80 || LengthSize(length) != count + 1;
            return length;
        }

        private void Open(Frame parent, int start, int tagLength, byte tag, bool indefinite, int limit)
        {
            if (_depth == MaxDepth)
            {
                throw new DerException(DerFault.TooDeep);
            }

            var merges = tag == DerTag.ConstructedOctetString;
            NeedsRewrite |= merges;
            var frame = new Frame
            {
                Limit = limit,
                LengthAt = -1,
                Indefinite = indefinite,
                Bounded = parent.Bounded || !indefinite,
                Merges = merges,
            };
            if (_output is not null && !parent.Merges)
            {
                Emit(start, tagLength);
                if (merges)
                {
                    _output[_written - 1] = DerTag.OctetString;
                }

                frame.LengthAt = _written;
                _written += ReservedLength;
            }

            _frames[_depth++] = frame;
        }

        private void Close(Frame frame)
        {
            _depth--;
            if (_output is null || frame.LengthAt < 0)
            {
                return;
            }

            var content = frame.LengthAt + ReservedLength;
            var length = _written - content;
            var target = frame.LengthAt + WriteLength(_output, frame.LengthAt, length);
            Buffer.BlockCopy(_output, content, _output, target, length);
            _written = target + length;
        }

        private void Emit(int from, int length)
        {
            _input.Slice(from, length).CopyTo(_output.AsSpan(_written));
            _written += length;
        }

        private static int LengthSize(long length) =>
            length < 0x80 ? 1 : length <= 0xFF ? 2 : length <= 0xFFFF ? 3 : length <= 0xFFFFFF ? 4 : length <= 0xFFFFFFFF ? 5 : 9;

        private static int WriteLength(byte[] target, int at, int length)
        {
            var size = LengthSize(length);
            if (size == 1)
            {
                target[at] = (byte)length;
                return 1;
            }

            target[at] = (byte)(0x80 | (size - 1));
            for (var i = size - 1; i > 0; i--, length >>= 8)
            {
                target[at + i] = (byte)length;
            }

            return size;
        }
    }
}
