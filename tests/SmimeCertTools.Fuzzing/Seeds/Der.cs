using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Org.BouncyCastle.Asn1;
using SmimeCertTools.Fuzzing.Mutation;

namespace SmimeCertTools.Fuzzing.Seeds;

/// <summary>Writes DER (X.690).</summary>
internal static class Der
{
    public static byte[] Null { get; } = [5, 0];

    public static byte[] Sequence(params IEnumerable<byte[]> parts) => Element(0x30, parts);

    public static byte[] Set(params IEnumerable<byte[]> parts) => Element(0x31, parts);

    public static byte[] Octets(byte[] content) => Element(0x04, content);

    public static byte[] Integer(long value) => DerInteger.ValueOf(value).GetEncoded();

    public static byte[] Identifier(string dotted) => new DerObjectIdentifier(dotted).GetEncoded();

    public static byte[] BmpString(string text) => Element(0x1E, Encoding.BigEndianUnicode.GetBytes(text));

    /// <summary>[number], constructed.</summary>
    public static byte[] Tagged(int number, params IEnumerable<byte[]> parts) => Element((byte)(0xA0 | number), parts);

    public static byte[] Element(byte tag, params IEnumerable<byte[]> parts)
    {
        byte[] content = [.. parts.SelectMany(part => part)];
        return [tag, .. TlvNode.EncodeLength(content.Length), .. content];
    }
}
