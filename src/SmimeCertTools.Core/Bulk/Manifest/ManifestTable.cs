using System;
using System.Globalization;
using System.IO;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace SmimeCertTools.Core.Bulk.Manifest;

/// <summary>How a manifest is taken apart into rows and fields.</summary>
internal static class ManifestTable
{
    private const int BufferSize = 16 * 1024;

    // A quote that is never closed would otherwise take the rest of the file into one field.
    private const int MaxFieldLength = 32 * 1024;

    private static readonly char[] Delimiters = [',', ';', '\t'];

    /// <summary>A parser from the stream's place on; it leaves the stream open.</summary>
    public static CsvParser Parse(Stream stream)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        var reader = new StreamReader(stream, utf8, detectEncodingFromByteOrderMarks: true, BufferSize, leaveOpen: true);
        return new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = true,
            GetDelimiter = arguments => Detect(arguments.Text),
            TrimOptions = TrimOptions.None,
            IgnoreBlankLines = true,
            MaxFieldSize = MaxFieldLength,
            CacheFields = false,
            ExceptionMessagesContainRawData = false,
        });
    }

    // By the header alone: its names hold no delimiter, and passwords hold any of them.
    private static string Detect(string text)
    {
        foreach (var line in text.Split('\r', '\n'))
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                var best = Delimiters[0];
                foreach (var delimiter in Delimiters)
                {
                    best = Count(line, delimiter) > Count(line, best) ? delimiter : best;
                }

                return best.ToString();
            }
        }

        return ",";
    }

    private static int Count(string line, char wanted)
    {
        var count = 0;
        foreach (var character in line)
        {
            count += character == wanted ? 1 : 0;
        }

        return count;
    }
}
