using System;

namespace SmimeCertTools.Core.Asn1;

/// <summary>
/// Reads definite-length elements one after the other from a slice. It copies nothing, never looks beyond its slice and never
/// recurses;
/// <see cref="BerNormalizer"/> has bounded the nesting before. Every fault is a <see cref="DerException"/>.
/// </summary>
internal struct DerReader(ReadOnlyMemory<byte> content)
{
    // No object identifier in use comes near; the longest known (UUID based) take about 20 bytes.
    private const int MaxIdentifierLength = 128;

    private ReadOnlyMemory<byte> _rest = content;

    /// <summary>Whether all was read.</summary>
    public readonly bool IsEmpty => _rest.IsEmpty;

    /// <summary>Whether the next element has this tag.</summary>
    public readonly bool NextIs(byte tag) => !_rest.IsEmpty && _rest.Span[0] == tag;

    /// <summary>Reads the next element whatever it is.</summary>
    public DerValue Read()
    {
        var span = _rest.Span;
        var position = 1;
        if (span.Length < 2)
        {
            throw new DerException();
        }

        if ((span[0] & 0x1F) == 0x1F)
        {
            while (position < span.Length && position < 6 && (span[position] & 0x80) != 0)
            {
                position++;
            }

            position++;
        }

        if (position >= span.Length)
        {
            throw new DerException();
        }

        int first = span[position++];
        long length = first;
        if (first >= 0x80)
        {
            var count = first & 0x7F;
            if (count is 0 or > 8 || position + count > span.Length)
            {
                throw new DerException();
            }

            length = 0;
            for (var i = 0; i < count; i++)
            {
                length = length > int.MaxValue ? long.MaxValue >> 8 : (length << 8) | span[position + i];
            }

            position += count;
        }

        if (length > span.Length - position)
        {
            throw new DerException();
        }

        var end = position + (int)length;
        var value = new DerValue(span[0], _rest.Slice(0, end), _rest.Slice(position, (int)length));
        _rest = _rest.Slice(end);
        return value;
    }

    /// <summary>Reads the next element, which must have this tag, and returns its content.</summary>
    public ReadOnlyMemory<byte> Read(byte tag) => NextIs(tag) ? Read().Content : throw new DerException();

    /// <summary>Reads the next element if it has this tag.</summary>
    public bool TryRead(byte tag, out ReadOnlyMemory<byte> content)
    {
        content = default;
        if (!NextIs(tag))
        {
            return false;
        }

        content = Read().Content;
        return true;
    }

    /// <summary>Enters the next element, which must have this tag.</summary>
    public DerReader Enter(byte tag) => new(Read(tag));

    /// <summary>Enters the next element, a SEQUENCE.</summary>
    public DerReader EnterSequence() => Enter(DerTag.Sequence);

    /// <summary>Reads the first element of a temporary reader.</summary>
    public readonly DerValue ReadFirst()
    {
        var copy = this;
        return copy.Read();
    }

    /// <summary>States that nothing may follow.</summary>
    public readonly void Finish()
    {
        if (!IsEmpty)
        {
            throw new DerException();
        }
    }

    /// <summary>Reads an OBJECT IDENTIFIER as dotted numbers.</summary>
    public string ReadIdentifier() => FormatIdentifier(Read(DerTag.ObjectIdentifier).Span);

    /// <summary>
    /// Reads an INTEGER that should be small and not negative; -1 when it is negative, <see cref="long.MaxValue"/> when it does
    /// not fit.
    /// </summary>
    public long ReadCount()
    {
        var content = Read(DerTag.Integer).Span;
        if (content.IsEmpty)
        {
            throw new DerException();
        }

        if ((content[0] & 0x80) != 0)
        {
            return -1;
        }

        long value = 0;
        foreach (var octet in content)
        {
            if (value > long.MaxValue >> 8)
            {
                return long.MaxValue;
            }

            value = (value << 8) | octet;
        }

        return value;
    }

    /// <summary>Reads an INTEGER that must not be negative, without leading zero bytes.</summary>
    public ReadOnlyMemory<byte> ReadUnsigned()
    {
        var content = Read(DerTag.Integer);
        if (content.IsEmpty || (content.Span[0] & 0x80) != 0)
        {
            throw new DerException();
        }

        return TrimZeros(content);
    }

    /// <summary>Reads a BIT STRING of whole octets.</summary>
    public ReadOnlyMemory<byte> ReadBitString()
    {
        var content = Read(DerTag.BitString);
        return content.IsEmpty || content.Span[0] != 0 ? throw new DerException() : content.Slice(1);
    }

    /// <summary>Drops leading zero bytes.</summary>
    public static ReadOnlyMemory<byte> TrimZeros(ReadOnlyMemory<byte> value)
    {
        var zeros = 0;
        while (zeros < value.Length && value.Span[zeros] == 0)
        {
            zeros++;
        }

        return value.Slice(zeros);
    }

    private static string FormatIdentifier(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty || content.Length > MaxIdentifierLength || (content[content.Length - 1] & 0x80) != 0)
        {
            throw new DerException();
        }

        // An octet makes four characters at most (a point and three digits), and the first one another two.
        Span<char> text = stackalloc char[(4 * MaxIdentifierLength) + 2];
        var length = 0;
        ulong arc = 0;
        foreach (var octet in content)
        {
            if (arc > ulong.MaxValue >> 7)
            {
                // Larger than any registered arc: keep it recognizable without big-number arithmetic.
                return "oid:" + Hex(content);
            }

            arc = (arc << 7) | (octet & 0x7FUL);
            if ((octet & 0x80) != 0)
            {
                continue;
            }

            if (length == 0)
            {
                var root = Math.Min(arc / 40, 2);
                text[length++] = (char)('0' + root);
                arc -= root * 40;
            }

            text[length++] = '.';
            length += Format(arc, text.Slice(length));
            arc = 0;
        }

        return text.Slice(0, length).ToString();
    }

    private static int Format(ulong number, Span<char> target)
    {
        var count = 1;
        for (var rest = number; rest >= 10; rest /= 10)
        {
            count++;
        }

        for (var i = count - 1; i >= 0; i--, number /= 10)
        {
            target[i] = (char)('0' + (number % 10));
        }

        return count;
    }

    /// <summary>Upper-case hexadecimal digits.</summary>
    public static string Hex(ReadOnlySpan<byte> bytes) => BitConverter.ToString(bytes.ToArray()).Replace("-", string.Empty);
}

/// <summary>One element: its identifier octet, its whole encoding and its content.</summary>
internal readonly record struct DerValue(byte Tag, ReadOnlyMemory<byte> Encoded, ReadOnlyMemory<byte> Content);
