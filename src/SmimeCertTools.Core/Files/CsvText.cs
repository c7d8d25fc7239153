using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Core.Files;

/// <summary>Lines of CSV files (RFC 4180 section 2) that spreadsheets may open.</summary>
/// <remarks>
/// A spreadsheet takes a text for a formula that begins with =, +, -, @, a tab, or one of their full-width forms; user names and
/// file names come from elsewhere. An apostrophe is put before such a text, and before one that begins with an apostrophe, so
/// that the text can be had back (OWASP, CSV Injection). Control characters, line breaks among them, become spaces: an entry is
/// one line.
/// </remarks>
internal static class CsvText
{
    private const string Risky = "=+-@\t'＝＋－＠";

    /// <summary>A line of fields, each in quotes, with its end.</summary>
    public static string Line(IEnumerable<string> fields, char delimiter = ',') =>
        string.Join(delimiter.ToString(), fields.Select(field => "\"" + field.Replace("\"", "\"\"") + "\"")) + "\r\n";

    /// <summary>The text as a field; empty for null.</summary>
    public static string Escape(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return string.Empty;
        }

        var clean = new string([.. text!.Select(character => char.IsControl(character) && character != '\t' ? ' ' : character)]);
        return Risky.IndexOf(clean[0]) >= 0 ? "'" + clean : clean;
    }
}
