using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace SmimeCertTools.Core.Lists;

/// <summary>How a list is taken apart into rows and fields.</summary>
internal static class ListParser
{
    private const int BufferSize = 16 * 1024;

    // A quote that is never closed would otherwise take the rest of the file into one field.
    private const int MaxFieldLength = 32 * 1024;

    // Excel's own line, by which it knows the delimiter whatever the system's settings.
    private const string SeparatorLine = "sep=";

    // Export-Csv of Windows PowerShell says so what it wrote, unless told otherwise.
    private const string TypeLine = "#TYPE ";

    private static readonly char[] Delimiters = [',', ';', '\t'];

    /// <summary>A parser from the stream's place on; it leaves the stream open.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="encoding">Its encoding, which fails where bytes are none of it.</param>
    /// <param name="known">The columns that such a list may have.</param>
    /// <param name="onBadField">Told of a field, as it stands there, that has quotes where none belong.</param>
    public static CsvParser Parse(
        Stream stream, Encoding encoding, IReadOnlyList<ListColumn> known, Action<string> onBadField)
    {
        var reader = new StreamReader(
            stream, encoding, detectEncodingFromByteOrderMarks: false, BufferSize, leaveOpen: true);
        var configuration = Configuration(known);
        configuration.BadDataFound = arguments => onBadField(arguments.Field);
        return new CsvParser(reader, configuration);
    }

    /// <summary>Whether a row is no header: what the parser makes of the lines that others write above it.</summary>
    /// <param name="fields">The row's fields.</param>
    public static bool IsPreamble(IReadOnlyList<string> fields) =>
        fields.Skip(1).All(ListText.IsBlank)
        && (fields[0].Equals(SeparatorLine, StringComparison.OrdinalIgnoreCase)
            || fields[0].StartsWith(TypeLine, StringComparison.OrdinalIgnoreCase));

    /// <summary>What a text falls into at any delimiter.</summary>
    public static string[] Split(string text) => text.Split(Delimiters);

    /// <summary>The other delimiter at which a text falls into at least so many parts; null when there is none.</summary>
    public static char? OtherDelimiter(string text, string delimiter, int parts)
    {
        var (other, count) = Delimiters.Where(one => delimiter != one.ToString())
            .Select(one => (one, text.Count(character => character == one)))
            .OrderByDescending(pair => pair.Item2).First();
        return count > 0 && count >= parts - 1 ? other : null;
    }

    private static CsvConfiguration Configuration(IReadOnlyList<ListColumn> known) => new(CultureInfo.InvariantCulture)
    {
        DetectDelimiter = true,
        GetDelimiter = arguments => Detect(arguments.Text, known),
        TrimOptions = TrimOptions.None,
        IgnoreBlankLines = true,
        MaxFieldSize = MaxFieldLength,
        CacheFields = false,
        ExceptionMessagesContainRawData = false,
    };

    // By the header alone: its names hold no delimiter, and passwords hold any of them.
    private static string Detect(string text, IReadOnlyList<ListColumn> known)
    {
        var line = HeaderOf(text);
        var isSaid = line.Length > SeparatorLine.Length
            && line.StartsWith(SeparatorLine, StringComparison.OrdinalIgnoreCase)
            && line[SeparatorLine.Length] is var said && said != '"' && !char.IsLetterOrDigit(said);
        var delimiter = isSaid ? line[SeparatorLine.Length]
            : Delimiters.OrderByDescending(one => KnownNames(line, one, known))
                .ThenByDescending(one => line.Count(other => other == one)).First();
        return delimiter.ToString();
    }

    // Its names may have line breaks within quotes.
    private static string HeaderOf(string text)
    {
        var (start, isQuoted) = (0, false);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (!isQuoted && text[i] is '\r' or '\n'))
            {
                var line = text.Substring(start, i - start);
                if (line.Trim().Length > 0 && !line.StartsWith(TypeLine, StringComparison.OrdinalIgnoreCase))
                {
                    return line;
                }

                start = i + 1;
            }
            else if (text[i] == '"')
            {
                isQuoted = !isQuoted;
            }
        }

        return string.Empty;
    }

    private static int KnownNames(string line, char delimiter, IReadOnlyList<ListColumn> known) =>
        line.Split(delimiter).Count(name => ListColumn.Named(name.Trim().Trim('"').Trim(), known) is not null);
}
