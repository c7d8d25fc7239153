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

    private static readonly char[] Delimiters = [',', ';', '\t'];

    /// <summary>A parser from the stream's place on; it leaves the stream open.</summary>
    public static CsvParser Parse(Stream stream)
    {
        var reader = new StreamReader(stream, StrictUtf8(), detectEncodingFromByteOrderMarks: true, BufferSize, leaveOpen: true);
        return new CsvParser(reader, Configuration(detectsDelimiter: true));
    }

    /// <summary>The fields of a line with commas; null for one whose quotes do not match, as when it was cut off.</summary>
    public static string[]? ParseLine(string line)
    {
        using var parser = new CsvParser(new StringReader(line), Configuration(detectsDelimiter: false));
        try
        {
            return line.Count(character => character == '"') % 2 != 0 ? null : parser.Read() ? parser.Record : [string.Empty];
        }
        catch (CsvHelperException)
        {
            return null;
        }
    }

    private static CsvConfiguration Configuration(bool detectsDelimiter) => new(CultureInfo.InvariantCulture)
    {
        DetectDelimiter = detectsDelimiter,
        GetDelimiter = arguments => Detect(arguments.Text),
        TrimOptions = TrimOptions.None,
        IgnoreBlankLines = true,
        MaxFieldSize = MaxFieldLength,
        CacheFields = false,
        ExceptionMessagesContainRawData = false,
    };

    /// <summary>Whether a field is what the parser makes of Excel's line that names the delimiter.</summary>
    public static bool IsSeparatorLine(string field) => field.Equals(SeparatorLine, StringComparison.OrdinalIgnoreCase);

    /// <summary>The first line, from 1, of a file that has a byte that UTF-8 does not have there; null in UTF-16.</summary>
    public static int? FindLineNotInUtf8(Stream stream)
    {
        stream.Seek(0, SeekOrigin.Begin);
        var utf8 = StrictUtf8();
        var line = new List<byte>();
        var number = 1;
        for (var next = stream.ReadByte(); next >= 0; next = stream.ReadByte())
        {
            line.Add((byte)next);
            if (number == 1 && line.Count == 2 && (line[0], line[1]) is (0xFF, 0xFE) or (0xFE, 0xFF))
            {
                return null;
            }

            if (next == '\n')
            {
                if (!IsText(line))
                {
                    return number;
                }

                line.Clear();
                number++;
            }
        }

        return IsText(line) ? null : number;

        bool IsText(List<byte> bytes)
        {
            try
            {
                return utf8.GetCharCount([.. bytes]) >= 0;
            }
            catch (DecoderFallbackException)
            {
                return false;
            }
        }
    }

    private static UTF8Encoding StrictUtf8() => new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // By the header alone: its names hold no delimiter, and passwords hold any of them.
    private static string Detect(string text)
    {
        var line = text.Split('\r', '\n').FirstOrDefault(candidate => !string.IsNullOrWhiteSpace(candidate)) ?? ",";
        var isSaid = line.Length > SeparatorLine.Length
            && IsSeparatorLine(line.Substring(0, SeparatorLine.Length)) && Delimiters.Contains(line[SeparatorLine.Length]);
        var delimiter = isSaid ? line[SeparatorLine.Length]
            : Delimiters.OrderByDescending(one => line.Count(other => other == one)).First();
        return delimiter.ToString();
    }
}
