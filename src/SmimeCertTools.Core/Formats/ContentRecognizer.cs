using System;
using SmimeCertTools.Core.Asn1;

namespace SmimeCertTools.Core.Formats;

/// <summary>
/// Tells what bytes are. It looks at the first members alone, takes BER and files that are cut off, and never throws: whether the
/// rest is as the beginning promises is for the reader of that kind to say.
/// </summary>
internal static class ContentRecognizer
{
    private const int TextSample = 4096;

    // [0], constructed: a certificate's version.
    private const byte FirstOptional = 0xA0;

    // id-signedData, RFC 5652 section 5.1.
    private static ReadOnlySpan<byte> SignedData => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];

    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>What <paramref name="content"/> is as it stands: text is told from binary content and is not decoded.</summary>
    public static ContentKind Recognize(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
        {
            return ContentKind.Empty;
        }

        if (content[0] == DerTag.Sequence && (content.Length == 1 || !IsText(content)))
        {
            return OfSequence(content);
        }

        return content.StartsWith("RSA1"u8) ? ContentKind.CngPublicKey
            : content.StartsWith("RSA2"u8) || content.StartsWith("RSA3"u8) ? ContentKind.CngPrivateKey
            : content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xED, 0xFE, 0xED])
                || content.StartsWith((ReadOnlySpan<byte>)[0xCE, 0xCE, 0xCE, 0xCE])
                ? ContentKind.JavaKeyStore
            : content.StartsWith("PK\u0003\u0004"u8) ? ContentKind.Zip
            : OfText(content);
    }

    /// <summary>Whether the bytes are characters of ASCII, blanks and line ends.</summary>
    public static bool IsText(ReadOnlySpan<byte> content)
    {
        foreach (var octet in content.Slice(0, Math.Min(content.Length, TextSample)))
        {
            if (octet is not (>= 0x20 and < 0x7F or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                return false;
            }
        }

        return !content.IsEmpty;
    }

    /// <summary>Whether a mark of UTF-16 stands first.</summary>
    public static bool HasUtf16Mark(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);

    /// <summary>The content without a mark of UTF-8.</summary>
    public static ReadOnlySpan<byte> WithoutUtf8Mark(ReadOnlySpan<byte> content) =>
        content.StartsWith(Utf8Mark) ? content.Slice(Utf8Mark.Length) : content;

    /// <summary>Whether a structure's first member is an INTEGER, as a PFX's is.</summary>
    public static bool BeginsWithNumber(ReadOnlySpan<byte> content) => Tag(Inside(content)) == DerTag.Integer;

    /// <summary>
    /// Whether a text is base64 as far as it is looked at, of a structure as large as keys and certificates are.
    /// </summary>
    public static bool IsBase64OfSequence(ReadOnlySpan<byte> content)
    {
        var text = WithoutUtf8Mark(content);
        while (!text.IsEmpty && text[0] <= ' ')
        {
            text = text.Slice(1);
        }

        foreach (var octet in text.Slice(0, Math.Min(text.Length, TextSample)))
        {
            if (octet is not ((>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z')
                or (>= (byte)'0' and <= (byte)'9') or (byte)'+' or (byte)'/' or (byte)'=' or <= (byte)' '))
            {
                return false;
            }
        }

        // "MI" is how 0x30 0x82 and its like begin.
        return text.StartsWith("MI"u8);
    }

    private static ContentKind OfText(ReadOnlySpan<byte> content)
    {
        // What is no ASCII may be text all the same (UTF-16, a name with an umlaut before a PEM block).
        var sample = content.Slice(0, Math.Min(content.Length, TextSample));
        if (content.IndexOf("-----BEGIN "u8) >= 0)
        {
            return ContentKind.Pem;
        }

        var body = WithoutUtf8Mark(sample);
        if (HasUtf16Mark(content))
        {
            return ContentKind.Text;
        }

        if (!IsText(body))
        {
            return ContentKind.Unknown;
        }

        foreach (var octet in body)
        {
            if (octet > ' ')
            {
                return octet == '<' ? ContentKind.Markup : ContentKind.Text;
            }
        }

        return ContentKind.Text;
    }

    private static ContentKind OfSequence(ReadOnlySpan<byte> content)
    {
        var members = Inside(content);
        return Tag(members) switch
        {
            DerTag.ObjectIdentifier =>
                members.Length > 2 && members.Slice(2).StartsWith(SignedData) ? ContentKind.SignedData : ContentKind.Pkcs7,
            DerTag.Integer => OfNumber(members),
            DerTag.Sequence => Tag(After(members)) switch
            {
                DerTag.OctetString or DerTag.ConstructedOctetString => ContentKind.EncryptedPrivateKey,
                DerTag.BitString => ContentKind.PublicKey,
                DerTag.Sequence => ContentKind.Certificate,

                // Cut off, or of open length: an algorithm begins with its identifier, what is signed with a version or a
                // number.
                0 => Tag(Inside(members)) switch
                {
                    DerTag.ObjectIdentifier => ContentKind.EncryptedPrivateKey,
                    DerTag.Integer or FirstOptional => ContentKind.Certificate,
                    _ => ContentKind.Asn1,
                },
                _ => ContentKind.Asn1,
            },
            _ => ContentKind.Asn1,
        };
    }

    private static ContentKind OfNumber(ReadOnlySpan<byte> members)
    {
        var number = members.Length > 2 && members[1] == 1 ? members[2] : -1;
        var rest = After(members);
        return Tag(rest) switch
        {
            // RSAPublicKey is two integers; RSAPrivateKey nine, the first of which is its version.
            DerTag.Integer => number is 0 or 1 || Tag(After(rest)) != 0 ? ContentKind.PrivateKey : ContentKind.PublicKey,
            DerTag.OctetString when number == 1 => ContentKind.PrivateKey, // ECPrivateKey, RFC 5915 section 3

            // Of PKCS#8 the algorithm is followed by octets; of a PFX the content by MacData or nothing.
            DerTag.Sequence => Tag(After(rest)) is DerTag.OctetString or DerTag.ConstructedOctetString
                ? ContentKind.PrivateKey : ContentKind.Pfx,
            0 when number == 3 => ContentKind.Pfx,
            _ => ContentKind.Asn1,
        };
    }

    private static int Tag(ReadOnlySpan<byte> element) => element.IsEmpty ? 0 : element[0];

    // What an element holds, as far as it is there.
    private static ReadOnlySpan<byte> Inside(ReadOnlySpan<byte> element)
    {
        var start = element.Length < 2 ? element.Length : element[1] <= 0x80 ? 2 : 2 + (element[1] & 0x7F);
        return start < element.Length ? element.Slice(start) : [];
    }

    // What follows an element; nothing where it is cut off, ends all, or has an open length.
    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> element)
    {
        if (element.Length < 2 || element[1] == 0x80)
        {
            return [];
        }

        var start = 2;
        long length = element[1];
        if (length > 0x80)
        {
            start += element[1] & 0x7F;
            if (start > element.Length || start > 2 + 4)
            {
                return [];
            }

            length = 0;
            foreach (var octet in element.Slice(2, start - 2))
            {
                length = (length << 8) | octet;
            }
        }

        return start + length < element.Length ? element.Slice((int)(start + length)) : [];
    }
}
