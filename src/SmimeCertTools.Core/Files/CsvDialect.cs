using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace SmimeCertTools.Core.Files;

/// <summary>A value of a line, and whether it stood in quotes.</summary>
/// <param name="Text">The value.</param>
/// <param name="IsQuoted">
/// Whether it stood in quotes, as all values do that we write. One without quotes was saved by a spreadsheet, which may have
/// taken it for a number.
/// </param>
internal readonly record struct CsvField(string Text, bool IsQuoted);

/// <summary>
/// How a CSV file of our own stands now: as we write it, or as a spreadsheet saved it, with another delimiter, without quotes,
/// with columns moved, added or taken out. Lines are read and written so that the file stays one table.
/// </summary>
internal sealed class CsvDialect
{
    private readonly char _delimiter;
    private readonly int[] _places;
    private readonly int _width;
    private readonly int _least;

    private CsvDialect(char delimiter, int[] places, int width, int least) =>
        (_delimiter, _places, _width, _least) = (delimiter, places, width, least);

    /// <summary>Our own: commas, and all columns in their order.</summary>
    public static CsvDialect Own(IReadOnlyList<string> names) => new(
        ',', [.. Enumerable.Range(0, names.Count)], names.Count, names.Count);

    /// <summary>The dialect of a heading; null when it is none of ours.</summary>
    /// <param name="heading">The first line, without its end; it may begin with the mark of UTF-8.</param>
    /// <param name="names">Our columns in their order.</param>
    /// <param name="required">Those that must be there.</param>
    /// <param name="isWidened">
    /// Whether a file of an earlier version, whose heading lacks the last names, takes them all the same.
    /// </param>
    public static CsvDialect? Read(
        string heading, IReadOnlyList<string> names, IReadOnlyList<string> required, bool isWidened = true)
    {
        var line = heading.TrimStart('\uFEFF');
        foreach (var delimiter in new[] { ',', ';', '\t' })
        {
            if (Split(line, delimiter) is not { } fields)
            {
                continue;
            }

            var found = fields.ConvertAll(field => field.Text.Trim());
            if (required.All(found.Contains))
            {
                var whole = found.FindLastIndex(name => name.Length > 0) + 1;
                return isWidened && names.Take(whole).SequenceEqual(found.Take(whole))
                    ? new CsvDialect(
                        delimiter, [.. Enumerable.Range(0, names.Count)], Math.Max(names.Count, found.Count), found.Count)
                    : new CsvDialect(delimiter, [.. names.Select(name => found.IndexOf(name))], found.Count, found.Count);
            }
        }

        return null;
    }

    /// <summary>
    /// The values of a line in the order of our columns; empty for a column that is not there; null for a line whose quotes do
    /// not match or that ends too early, as when it was cut off.
    /// </summary>
    public IReadOnlyList<CsvField>? Parse(string line)
    {
        // We write all fields of a line, in quotes; a spreadsheet may leave out those at the end.
        var fields = Split(line, _delimiter);
        return fields is null || (fields[0].IsQuoted && fields.Count < _least) ? null
            : [.. _places.Select(place =>
                place >= 0 && place < fields.Count ? fields[place] : new CsvField(string.Empty, false))];
    }

    /// <summary>A line of values in the order of our columns, each in quotes, with its end.</summary>
    public string Line(IEnumerable<string> values)
    {
        var fields = Enumerable.Repeat(string.Empty, _width).ToArray();
        foreach (var (place, value) in _places.Zip(values, (place, value) => (place, value)))
        {
            if (place >= 0)
            {
                fields[place] = value;
            }
        }

        return CsvText.Line(fields, _delimiter);
    }

    private static List<CsvField>? Split(string line, char delimiter)
    {
        var fields = new List<CsvField>();
        for (var i = 0; i <= line.Length; i++)
        {
            var text = new StringBuilder();
            var isQuoted = i < line.Length && line[i] == '"';
            if (isQuoted)
            {
                for (i++; i < line.Length && (line[i] != '"' || (i + 1 < line.Length && line[i + 1] == '"')); i++)
                {
                    text.Append(line[i]);
                    i += line[i] == '"' ? 1 : 0;
                }

                if (i++ >= line.Length || (i < line.Length && line[i] != delimiter))
                {
                    return null;
                }
            }
            else
            {
                for (; i < line.Length && line[i] != delimiter; i++)
                {
                    text.Append(line[i]);
                }
            }

            fields.Add(new CsvField(text.ToString(), isQuoted));
        }

        return fields;
    }
}
