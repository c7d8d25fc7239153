using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Core.Files;

/// <summary>Lines of CSV files (RFC 4180 section 2) that spreadsheets may open.</summary>
/// <remarks>
/// A spreadsheet takes a text for a formula that begins with =, +, -, @, a tab, a carriage return, or a full-width form of the
/// signs; user names and file names come from elsewhere. An apostrophe is put before such a text, and before one that begins with
/// an apostrophe, so that the text can be had back (OWASP, CSV Injection). Control characters, line breaks among them, become
/// spaces: an entry is one line.
/// </remarks>
internal static class CsvText
{
    private const char Apostrophe = '\'';
    private const string Risky = "=+-@\t\r'＝＋－＠";

    /// <summary>A line of fields, each in quotes, with its end.</summary>
    public static string Line(IEnumerable<string> fields, char delimiter = ',') =>
        string.Join(delimiter.ToString(), fields.Select(field => "\"" + field.Replace("\"", "\"\"") + "\"")) + "\r\n";

    /// <summary>
    /// Whether a spreadsheet would take a text for something else than it is: for a formula, or for one that an apostrophe says
    /// is none.
    /// </summary>
    public static bool IsRisky(ReadOnlySpan<char> text) => text.Length > 0 && Risky.IndexOf(text[0]) >= 0;

    /// <summary>The text as a field; empty for null.</summary>
    public static string Escape(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return string.Empty;
        }

        var clean = new string([.. text!.Select(character => char.IsControl(character) && character != '\t' ? ' ' : character)]);
        return IsRisky(clean.AsSpan()) ? Apostrophe + clean : clean;
    }

    /// <summary>The text of a field that <see cref="Escape"/> wrote; any other as it stands.</summary>
    public static string Unescape(string field) =>
        field.Length > 0 && field[0] == Apostrophe && IsRisky(field.AsSpan(1)) ? field.Substring(1) : field;
}
