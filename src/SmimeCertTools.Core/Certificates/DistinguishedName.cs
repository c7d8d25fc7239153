using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmimeCertTools.Core.Asn1;

namespace SmimeCertTools.Core.Certificates;

/// <summary>Names of subjects and issuers (RFC 5280 section 4.1.2.4) as text.</summary>
public static class DistinguishedName
{
    // RFC 5280 appendix A.1 bounds each value at 64 to 32,768 characters; what is longer was made to waste memory.
    private const int MaxPrintedLength = 64 * 1024;

    // The other words that tools have for an attribute that Windows writes in one way.
    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ST"] = "S",
        ["EMAIL"] = "E",
        ["EMAILADDRESS"] = "E",
        ["OID.1.2.840.113549.1.9.1"] = "E",
        ["1.2.840.113549.1.9.1"] = "E",
        ["GIVENNAME"] = "G",
        ["GN"] = "G",
        ["SURNAME"] = "SN",
        ["TITLE"] = "T",
    };

    /// <summary>A name in DER in the order and form Windows shows it; nothing in it hides or is taken for a command.</summary>
    /// <param name="der">The Name in DER.</param>
    public static string Print(ReadOnlyMemory<byte> der)
    {
        if (der.Length > MaxPrintedLength)
        {
            return "(a name of " + der.Length + " bytes)";
        }

        try
        {
            return new X500DistinguishedName(der.ToArray()).Name.Visible();
        }
        catch (CryptographicException)
        {
            // RFC 4514 section 2.4 shows what has no text form like this. An odd name is no reason to refuse the certificate.
            return "#" + DerReader.Hex(der.Span);
        }
    }

    /// <summary>
    /// A printed name as it can be compared: without regard to case, to runs of blanks, and to blanks around delimiters (RFC 5280
    /// section 7.1), with one word for each attribute.
    /// </summary>
    /// <param name="name">A name as <see cref="Print"/> or another tool writes it.</param>
    public static string Comparable(string name)
    {
        var result = new StringBuilder(Guard.NotNull(name).Length);
        var word = 0;
        foreach (var character in name)
        {
            if (char.IsWhiteSpace(character))
            {
                if (result.Length > 0 && result[result.Length - 1] is not (' ' or ',' or '=' or '+'))
                {
                    result.Append(' ');
                }

                continue;
            }

            if (character is ',' or '=' or '+' && result.Length > 0 && result[result.Length - 1] == ' ')
            {
                result.Length--;
            }

            if (character == '=' && Words.TryGetValue(result.ToString(word, result.Length - word), out var usual))
            {
                result.Length = word;
                result.Append(usual);
            }

            result.Append(char.ToUpperInvariant(character));
            word = character is ',' or '+' ? result.Length : word;
        }

        return result.ToString().TrimEnd(' ');
    }
}
