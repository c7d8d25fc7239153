using System;
using System.Collections.Generic;
using System.Linq;
using CsvHelper;

namespace SmimeCertTools.Core.Lists;

/// <summary>The fields of one row, with what spreadsheets and people put around values taken off.</summary>
internal sealed class ListCells
{
    // What Excel shows where it took a text for a formula, in English and in German.
    private static readonly HashSet<string> SpreadsheetErrors = new(StringComparer.OrdinalIgnoreCase)
    {
        "#NAME?", "#VALUE!", "#REF!", "#N/A", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#WERT!", "#BEZUG!", "#NV", "#ZAHL!",
    };

    private readonly List<string> _texts = [];
    private string? _raw;
    private int? _more;

    /// <summary>How many fields the row has.</summary>
    public int Count => _texts.Count;

    /// <summary>The values.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>Whether quotes stand so that nobody can say where a value ends.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>How many line breaks stand within its values.</summary>
    public int LineBreaks { get; private set; }

    /// <summary>The value at a place; empty where the row ends before it.</summary>
    public string this[int place] => place < _texts.Count ? _texts[place] : string.Empty;

    /// <summary>Takes up a field that the parser finds quotes in where none belong, as it stands in the file.</summary>
    public void Doubt(string raw) => _raw = raw;

    /// <summary>Takes the parser's current row.</summary>
    public void Take(CsvParser parser)
    {
        _texts.Clear();
        (IsBroken, LineBreaks) = (false, 0);
        for (var i = 0; i < parser.Count; i++)
        {
            _raw = null;
            var text = parser[i];
            if (_raw is not null)
            {
                text = Mend(_raw);
                IsBroken |= text is null;
            }

            LineBreaks += Breaks(text ?? _raw!);
            _texts.Add(Unwrap(text ?? string.Empty));
        }
    }

    /// <summary>Whether there is nothing from a place on: spreadsheets leave lines of delimiters behind.</summary>
    public bool IsBlank(int start) => _texts.Skip(start).All(ListText.IsBlank);

    /// <summary>
    /// What is wrong with the row, in words without its values; null when nothing is. Where a delimiter within a password
    /// shifted them, one of them is a part of the password.
    /// </summary>
    public string? FindProblem(ListHeader header, string delimiter)
    {
        if (Count < header.Least && OtherDelimiter(header, delimiter) is { } other)
        {
            return $"its values are divided by {Name(other)}, but the header's by {Name(delimiter[0])}, or the whole line "
                + "stands in quotes. Save the list with one delimiter.";
        }

        // Where the first row has delimiters behind it that the header does not have, all rows may.
        _more ??= IsBlank(header.Count) ? Math.Max(0, Count - header.Count) : 0;
        if (Count > header.Count + _more || !IsBlank(header.Count))
        {
            return $"it has {Count} fields and the header {header.Count}. Check the delimiters, and put a value that holds "
                + "one in quotes.";
        }

        if (Enumerable.Range(0, Count).Any(place => header.IsBlank(place) && !ListText.IsBlank(_texts[place])))
        {
            return "it has a value under no column's name. Check the delimiters, and put a value that holds one in quotes.";
        }

        return header.Columns.Select(column => FindProblem(column, this[header.Find(column)!.Value])).FirstOrDefault(
            problem => problem is not null);
    }

    /// <summary>
    /// Whether a value with several lines holds what looks like rows: a quote that was not closed took them in.
    /// </summary>
    public bool HasSwallowedRows(ListHeader header, string delimiter) => LineBreaks > 0 && _texts.Any(text =>
        text.Split('\r', '\n').Skip(1).Any(line => IsRow(line.Split(delimiter[0]), header)));

    private static bool IsRow(string[] fields, ListHeader header) =>
        fields.Length >= header.Least
        && (header.Find(ListColumn.UserPrincipalName) is { } user && user < header.Least ? fields[user].Contains('@')
            : header.Find(ListColumn.Path) is { } path && path < fields.Length && fields[path].Contains('.'));

    private static string? FindProblem(ListColumn column, string text) =>
        text.Contains('\uFFFD')
            ? $"its {column.Name} has a character that was lost when the list was saved in another encoding. Save the list anew "
                + "from where the character is still to be seen, in Excel as 'CSV UTF-8'."
        : SpreadsheetErrors.Contains(text.Trim())
            ? $"its {column.Name} is the spreadsheet's {text.Trim()}: the text was taken for a formula. Format the column as "
                + "text and enter it again."
        : null;

    // Import-Csv too takes quotes as they stand that are not around a value, and passes over blanks before those that are.
    private static string? Mend(string raw)
    {
        var text = raw.Trim(' ', '\t');
        return !text.StartsWith("\"", StringComparison.Ordinal) ? raw
            : text.Length > 1 && text.EndsWith("\"", StringComparison.Ordinal) && IsDoubled(text.Substring(1, text.Length - 2))
                ? text.Substring(1, text.Length - 2).Replace("\"\"", "\"")
            : null;
    }

    // ="007" is how a value is written so that a spreadsheet leaves it a text.
    private static string Unwrap(string text) =>
        text.Length > 2 && text.StartsWith("=\"", StringComparison.Ordinal) && text.EndsWith("\"", StringComparison.Ordinal)
        && IsDoubled(text.Substring(2, text.Length - 3))
            ? text.Substring(2, text.Length - 3).Replace("\"\"", "\"")
            : text;

    private static bool IsDoubled(string text) => !text.Replace("\"\"", string.Empty).Contains('"');

    private static int Breaks(string text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            count += text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')) ? 1 : 0;
        }

        return count;
    }

    private static string Name(char delimiter) => delimiter switch
    {
        '\t' => "tabs",
        ';' => "semicolons",
        ',' => "commas",
        _ => $"'{delimiter}'",
    };

    private char? OtherDelimiter(ListHeader header, string delimiter) =>
        Count == 1 || _texts.Skip(1).All(ListText.IsBlank)
            ? _texts[0].Count(character => character == delimiter[0]) >= header.Least - 1 && header.Least > 1 ? delimiter[0]
                : ListParser.OtherDelimiter(_texts[0], delimiter, header.Least)
            : ListParser.OtherDelimiter(string.Join(delimiter, _texts), delimiter, header.Least);
}
