using System;
using System.Globalization;
using System.Text;
using SmimeCertTools.Core.Asn1;

namespace SmimeCertTools.Core.Certificates;

/// <summary>Times and character strings of certificates.</summary>
internal static class CertificateText
{
    private static readonly Encoding Iso88591 = Encoding.GetEncoding("iso-8859-1");

    /// <summary>
    /// Reads a Time (RFC 5280 section 4.1.2.5), also with the offsets and without the seconds that X.680 allows.
    /// </summary>
    /// <exception cref="DerException">It is none.</exception>
    public static DateTimeOffset ReadTime(DerValue value)
    {
        var text = Latin1(value.Content.Span);
        if (value.Tag == DerTag.UtcTime && text.Length >= 2)
        {
            // Two-digit years from 50 on are of the last century.
            text = (string.CompareOrdinal(text, "5") >= 0 ? "19" : "20") + text;
        }
        else if (value.Tag != DerTag.GeneralizedTime)
        {
            throw new DerException();
        }

        string[] forms =
        ["yyyyMMddHHmmss'Z'", "yyyyMMddHHmm'Z'", "yyyyMMddHHmmss.FFFFFFF'Z'", "yyyyMMddHHmmsszzz", "yyyyMMddHHmmzzz"];
        return DateTimeOffset.TryParseExact(
            text,
            forms,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time)
            ? time
            : throw new DerException();
    }

    /// <summary>The text of a character string; null for a type that is none.</summary>
    public static string? ReadString(byte tag, ReadOnlySpan<byte> content) => tag switch
    {
        DerTag.Utf8String => Encoding.UTF8.GetString(content.ToArray()),
        DerTag.BmpString => Encoding.BigEndianUnicode.GetString(content.ToArray()),
        DerTag.PrintableString or DerTag.Ia5String or DerTag.TeletexString or 0x12 or 0x1A => Latin1(content),
        _ => null,
    };

    /// <summary>One character per byte.</summary>
    public static string Latin1(ReadOnlySpan<byte> content) => Iso88591.GetString(content.ToArray());
}
