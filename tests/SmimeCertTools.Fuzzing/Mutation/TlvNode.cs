using System;
using System.Collections.Generic;

namespace SmimeCertTools.Fuzzing.Mutation;

/// <summary>
/// One element of a BER encoding (X.690) as a tree that can be changed and written again; lengths follow by themselves unless
/// forced. It is the fuzzer's own reading of BER, independent of the one under test.
/// </summary>
public sealed class TlvNode
{
    private const int MaxDepth = 60;
    private static readonly byte[] EndOfContents = [0, 0];

    private TlvNode(byte[] identifier) => Identifier = identifier;

    /// <summary>The identifier octets.</summary>
    public byte[] Identifier { get; set; }

    /// <summary>
    /// The elements inside; null for plain content. An OCTET STRING that wraps an encoding has them too if asked for.
    /// </summary>
    public List<TlvNode>? Children { get; set; }

    /// <summary>The content where there are no elements.</summary>
    public byte[] Content { get; set; } = [];

    /// <summary>Length octets to write in place of the right ones; null for the right ones.</summary>
    public byte[]? ForcedLength { get; set; }

    /// <summary>Whether it is written with indefinite length.</summary>
    public bool IsIndefinite { get; set; }

    /// <summary>Makes an element of plain content.</summary>
    public static TlvNode Primitive(byte tag, byte[] content) => new([tag]) { Content = content };

    /// <summary>Makes an element of elements.</summary>
    public static TlvNode Constructed(byte tag, params IEnumerable<TlvNode> children) => new([tag]) { Children = [.. children] };

    /// <summary>Reads one element that fills <paramref name="encoding"/>; null when it is not one.</summary>
    /// <param name="encoding">The element.</param>
    /// <param name="unwrap">Whether OCTET STRINGs that hold an encoding are read as elements too.</param>
    public static TlvNode? TryParse(ReadOnlySpan<byte> encoding, bool unwrap)
    {
        var position = 0;
        var node = TryRead(encoding, ref position, unwrap, 0);
        return position == encoding.Length ? node : null;
    }

    /// <summary>Writes it.</summary>
    public byte[] Encode()
    {
        var content = Content;
        if (Children is not null)
        {
            var parts = Children.ConvertAll(child => child.Encode());
            if (IsIndefinite)
            {
                parts.Add(EndOfContents);
            }

            content = Concat(parts);
        }

        return Concat([Identifier, ForcedLength ?? (IsIndefinite ? [0x80] : EncodeLength(content.Length)), content]);
    }

    /// <summary>A copy that shares nothing.</summary>
    public TlvNode Clone() => new([.. Identifier])
    {
        Children = Children?.ConvertAll(child => child.Clone()),
        Content = [.. Content],
        ForcedLength = ForcedLength,
        IsIndefinite = IsIndefinite,
    };

    /// <summary>This and all elements inside, outermost first.</summary>
    public List<TlvNode> Flatten()
    {
        var all = new List<TlvNode> { this };
        for (var i = 0; i < all.Count; i++)
        {
            all.AddRange(all[i].Children ?? []);
        }

        return all;
    }

    /// <summary>Length octets: the shortest form, or the long form with <paramref name="octets"/> of length.</summary>
    public static byte[] EncodeLength(int length, int octets = 0)
    {
        if (octets == 0 && length < 0x80)
        {
            return [(byte)length];
        }

        var needed = length > 0xFFFFFF ? 4 : length > 0xFFFF ? 3 : length > 0xFF ? 2 : 1;
        var result = new byte[1 + Math.Max(needed, octets)];
        result[0] = (byte)(0x80 | (result.Length - 1));
        for (var i = result.Length - 1; i > 0; i--, length >>= 8)
        {
            result[i] = (byte)length;
        }

        return result;
    }

    private static TlvNode? TryRead(ReadOnlySpan<byte> input, ref int position, bool unwrap, int depth)
    {
        var start = position;
        if (depth == MaxDepth || position >= input.Length)
        {
            return null;
        }

        if ((input[position++] & 0x1F) == 0x1F)
        {
            while (position < input.Length && (input[position++] & 0x80) != 0)
            {
            }
        }

        var node = new TlvNode(input[start..position].ToArray());
        if (position >= input.Length)
        {
            return null;
        }

        var isConstructed = (node.Identifier[0] & 0x20) != 0;
        int first = input[position++];
        if (first == 0x80)
        {
            node.IsIndefinite = true;
            return isConstructed && node.ReadUntilEnd(input, ref position, unwrap, depth) ? node : null;
        }

        long length = first;
        if (first > 0x80)
        {
            length = 0;
            for (var i = first & 0x7F; i > 0; i--)
            {
                if (position >= input.Length || length > int.MaxValue)
                {
                    return null;
                }

                length = (length << 8) | input[position++];
            }
        }

        if (length > input.Length - position)
        {
            return null;
        }

        var content = input.Slice(position, (int)length);
        position += (int)length;
        return isConstructed ? (node.ReadChildren(content, unwrap, depth) ? node : null) : node.Hold(content, unwrap, depth);
    }

    private TlvNode Hold(ReadOnlySpan<byte> content, bool unwrap, int depth)
    {
        if (!unwrap || Identifier[0] != 0x04 || content.Length < 2 || content[0] is not (0x30 or 0x04)
            || !ReadChildren(content, unwrap, depth))
        {
            Children = null;
            Content = content.ToArray();
        }

        return this;
    }

    private bool ReadChildren(ReadOnlySpan<byte> content, bool unwrap, int depth)
    {
        Children = [];
        for (var at = 0; at < content.Length;)
        {
            if (TryRead(content, ref at, unwrap, depth + 1) is not { } child)
            {
                return false;
            }

            Children.Add(child);
        }

        return true;
    }

    private bool ReadUntilEnd(ReadOnlySpan<byte> input, ref int position, bool unwrap, int depth)
    {
        Children = [];
        while (!input[position..].StartsWith(EndOfContents))
        {
            if (TryRead(input, ref position, unwrap, depth + 1) is not { } child)
            {
                return false;
            }

            Children.Add(child);
        }

        position += EndOfContents.Length;
        return true;
    }

    private static byte[] Concat(IReadOnlyList<byte[]> parts)
    {
        var length = 0;
        foreach (var part in parts)
        {
            length += part.Length;
        }

        var result = new byte[length];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(result, at);
            at += part.Length;
        }

        return result;
    }
}
