using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.IO;
using System.Linq;

namespace SmimeCertTools.Core.Tests.Pfx.Memory;

/// <summary>The pieces of PFX files (RFC 7292 section 4) that no program would write.</summary>
internal static class HostileDer
{
    public const byte Sequence = 0x30;
    public const byte OctetString = 0x04;
    public const string Data = "1.2.840.113549.1.7.1";

    /// <summary>An element with the shortest length.</summary>
    public static byte[] Element(byte tag, params byte[][] contents)
    {
        var content = Join(contents);
        var length = content.Length switch
        {
            < 0x80 => [(byte)content.Length],
            <= 0xFF => [0x81, (byte)content.Length],
            <= 0xFFFF => [0x82, (byte)(content.Length >> 8), (byte)content.Length],
            _ => new byte[] { 0x83, (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length },
        };
        return [tag, .. length, .. content];
    }

    public static byte[] Join(IEnumerable<byte[]> parts)
    {
        using var stream = new MemoryStream();
        foreach (var part in parts)
        {
            stream.Write(part);
        }

        return stream.ToArray();
    }

    /// <summary>One piece after the other, as many as go into <paramref name="size"/> bytes.</summary>
    public static byte[] Fill(int size, Func<int, byte[]> piece)
    {
        using var stream = new MemoryStream();
        for (var i = 0; ; i++)
        {
            var next = piece(i);
            if (stream.Length + next.Length > size)
            {
                return stream.ToArray();
            }

            stream.Write(next);
        }
    }

    public static byte[] Identifier(string text)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(text);
        return writer.Encode();
    }

    public static byte[] Integer(long number)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteInteger(number);
        return writer.Encode();
    }

    /// <summary>A file whose AuthenticatedSafe has these parts.</summary>
    public static byte[] File(byte[] parts, byte[]? mac = null) => FileAround(Element(Sequence, parts), mac);

    /// <summary>A file around anything.</summary>
    public static byte[] FileAround(byte[] content, byte[]? mac = null) => Element(
        Sequence,
        Integer(3),
        Element(Sequence, Identifier(Data), Element(0xA0, Element(OctetString, content))),
        mac ?? []);

    /// <summary>A part in clear.</summary>
    public static byte[] ClearPart(params byte[][] bags) =>
        Element(Sequence, Identifier(Data), Element(0xA0, Element(OctetString, Element(Sequence, bags))));

    /// <summary>An encrypted part; <paramref name="content"/> with its tag.</summary>
    public static byte[] EncryptedPart(byte[] algorithm, byte[] content) => Element(
        Sequence,
        Identifier("1.2.840.113549.1.7.6"),
        Element(0xA0, Element(Sequence, Integer(0), Element(Sequence, Identifier(Data), algorithm, content))));

    /// <summary>A bag of RFC 7292 section 4.2, by the last number of its type.</summary>
    public static byte[] Bag(int type, byte[] value, params byte[][] attributes) => Element(
        Sequence,
        Identifier("1.2.840.113549.1.12.10.1." + type),
        Element(0xA0, value),
        attributes.Length == 0 ? [] : Element(0x31, attributes));

    public static byte[] CertificateBag(byte[] certificate) => Bag(
        3, Element(Sequence, Identifier("1.2.840.113549.1.9.22.1"), Element(0xA0, Element(OctetString, certificate))));

    /// <summary>A certificate as short as possible around what is given.</summary>
    public static byte[] Certificate(int serial, byte[]? subject = null, byte[]? key = null, params byte[][] extensions)
    {
        var algorithm = Element(Sequence, Identifier("1.2.3"));
        var time = Element(0x17, [.. "260101000000Z"u8]);
        var signed = Element(
            Sequence,
            Integer(serial),
            algorithm,
            Element(Sequence),
            Element(Sequence, time, time),
            subject ?? Element(Sequence),
            key ?? Element(Sequence, algorithm, Element(0x03, [0])),
            extensions.Length == 0 ? [] : Element(0xA3, Element(Sequence, extensions)));
        return Element(Sequence, signed, algorithm, Element(0x03, [0]));
    }

    public static byte[] Extension(string identifier, byte[] value) =>
        Element(Sequence, Identifier(identifier), Element(OctetString, value));

    /// <summary>An Ed25519 PrivateKeyInfo (RFC 8410 section 7), possibly with an attribute of some size.</summary>
    public static byte[] Ed25519Key(byte[] seed, int attributeSize = 0) => Element(
        Sequence,
        Integer(0),
        Element(Sequence, Identifier("1.3.101.112")),
        Element(OctetString, Element(OctetString, seed)),
        attributeSize == 0 ? [] : Element(0xA0, Element(OctetString, new byte[attributeSize])));

    /// <summary>Headers of sequences in each other, with definite lengths, around nothing.</summary>
    public static byte[] NestedSequences(int size)
    {
        const int Header = 5;
        return Join(Enumerable.Range(1, size / Header).Select(level =>
        {
            var rest = ((size / Header) - level) * Header;
            return new byte[] { Sequence, 0x83, (byte)(rest >> 16), (byte)(rest >> 8), (byte)rest };
        }));
    }
}
