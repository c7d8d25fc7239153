using System;
using System.Collections.Generic;
using System.Linq;
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

    /// <summary>Whether two printed names are the same, in whatever order their parts stand: some services turn it.</summary>
    public static bool IsSame(string left, string right) => Sorted(left).SequenceEqual(Sorted(right));

    /// <summary>The value of the common name in a printed name; the whole name where it has none.</summary>
    public static string CommonName(string name) =>
        Parts(name).FirstOrDefault(part => part.StartsWith("CN=", StringComparison.OrdinalIgnoreCase)) is { Length: > 3 } part
            ? part.Substring(3) : name;

    private static IEnumerable<string> Sorted(string name) =>
        Parts(name).Select(Comparable).OrderBy(part => part, StringComparer.Ordinal);

    // Commas within quotes or after a backslash belong to a value.
    private static List<string> Parts(string name)
    {
        List<string> parts = [];
        var (start, isQuoted) = (0, false);
        for (var i = 0; i <= name.Length; i++)
        {
            if (i < name.Length && name[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (i == name.Length || (name[i] is ',' or ';' && !isQuoted && (i == 0 || name[i - 1] != '\\')))
            {
                var part = name.Substring(start, i - start).Trim();
                start = i + 1;
                if (part.Length > 0)
                {
                    var equals = part.IndexOf('=');
                    parts.Add(equals < 0 ? part
                        : part.Substring(0, equals).Trim() + "=" + part.Substring(equals + 1).Trim(' ', '"'));
                }
            }
        }

        return parts;
    }
}
