using System;
using System.Collections.Generic;

namespace SmimeCertTools.Fuzzing.Mutation;

/// <summary>
/// Writes an encoding again in another form of BER with the same meaning: indefinite lengths, longer length octets, OCTET STRINGs
/// in segments (X.690 sections 8.1.3 and 8.7.3), nested ones too.
/// </summary>
public static class BerRewriter
{
    private const int MostSegments = 5;

    /// <summary>
    /// Rewrites one element; what is not one comes back as it is. The inside of an OCTET STRING stays byte for byte.
    /// </summary>
    public static byte[] Rewrite(byte[] encoding, FuzzRandom random)
    {
        if (TlvNode.TryParse(encoding, unwrap: false) is not { } root)
        {
            return encoding;
        }

        foreach (var node in root.Flatten())
        {
            if (node.Identifier[0] == 0x04 && !random.OneIn(3))
            {
                Split(node, random, depth: 0);
            }

            Stretch(node, random);
        }

        return root.Encode();
    }

    private static void Stretch(TlvNode node, FuzzRandom random)
    {
        if (node.Children is not null && random.OneIn(2))
        {
            node.IsIndefinite = true;
        }
        else if (node.Children is null && random.OneIn(4))
        {
            node.ForcedLength = TlvNode.EncodeLength(node.Content.Length, 1 + random.Next(4));
        }
    }

    private static void Split(TlvNode octets, FuzzRandom random, int depth)
    {
        var content = octets.Content;
        var segments = new List<TlvNode>();
        for (var at = 0; at < content.Length;)
        {
            var length = segments.Count == MostSegments ? content.Length - at : 1 + random.Next(content.Length - at);
            var segment = TlvNode.Primitive(0x04, content.AsSpan(at, length).ToArray());
            if (depth < 3 && random.OneIn(4))
            {
                Split(segment, random, depth + 1);
            }

            Stretch(segment, random);
            segments.Add(segment);
            at += length;
        }

        octets.Identifier = [0x24];
        octets.Content = [];
        octets.Children = segments;
    }
}
