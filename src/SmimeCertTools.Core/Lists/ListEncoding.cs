using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Lists;

/// <summary>How a list's text is encoded; and what a file is that is no text.</summary>
internal static class ListEncoding
{
    private const int LookedAt = 4096;

    // Stands for what is none of an encoding, and is itself no character (Unicode, section 23.7).
    private const char None = '\uFFFF';

    // The text that spreadsheets save in any case, whatever the language's name of it.
    private const string Advice = "In Excel, save it as 'CSV UTF-8'.";

    private static readonly (byte[] Start, string Kind)[] Kinds =
    [
        // [MS-CFB] 2.2; APPNOTE.TXT 4.3.7 (an .xlsx or .ods is a ZIP file); ISO 32000 7.5.2; RTF 1.9.
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "a workbook of Excel (.xls)"),
        ([(byte)'P', (byte)'K', 3, 4], "a workbook, as Excel (.xlsx) and others have it, or another ZIP file"),
        ("%PDF-"u8.ToArray(), "a PDF document"),
        ("{\\rtf"u8.ToArray(), "a document in RTF"),
        ("<"u8.ToArray(), "in XML or HTML"),
        ("{"u8.ToArray(), "in JSON"),
        ("["u8.ToArray(), "in JSON"),
    ];

    /// <summary>
    /// The encoding of the text that <paramref name="stream"/> holds from its beginning: UTF-16 where a mark or every other byte
    /// says so, else UTF-8. It fails where bytes are none of it.
    /// </summary>
    /// <exception cref="SmimeException">The file is something else than a table in text.</exception>
    public static async Task<Encoding> DetectAsync(Stream stream, ListErrors errors, CancellationToken cancellationToken)
    {
        var bytes = new byte[LookedAt];
        try
        {
            var length = await FillAsync(stream, bytes, cancellationToken).ConfigureAwait(false);
            stream.Seek(0, SeekOrigin.Begin);
            var encoding = Detect(bytes.AsSpan(0, length));
            return FindKind(bytes.AsSpan(0, length), encoding) is { } kind
                ? throw errors.OtherKind(kind, Advice)
                : encoding;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw errors.Unreadable(e);
        }
        finally
        {
            // Passwords begin on the second line.
            Secrets.SecretBytes.Zero(bytes);
        }
    }

    /// <summary>The first line, from 1, that has bytes that are none of the encoding; null when there is none.</summary>
    public static int? FindBadLine(Stream stream, Encoding encoding)
    {
        stream.Seek(0, SeekOrigin.Begin);
        var tolerant = Encoding.GetEncoding(
            encoding.CodePage, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback(None.ToString()));
        using var reader = new StreamReader(
            stream, tolerant, detectEncodingFromByteOrderMarks: false, LookedAt, leaveOpen: true);
        var line = 1;
        for (var (next, last) = (reader.Read(), 0); next >= 0; (last, next) = (next, reader.Read()))
        {
            if (next == None)
            {
                return line;
            }

            // A line ends by either or both.
            line += next == '\r' || (next == '\n' && last != '\r') ? 1 : 0;
        }

        return null;
    }

    private static Encoding Detect(ReadOnlySpan<byte> bytes)
    {
        var (first, second) = (bytes.Length > 0 ? bytes[0] : 0xFF, bytes.Length > 1 ? bytes[1] : 0xFF);
        return (first, second) switch
        {
            (0xFF, 0xFE) or ( > 0, 0) => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            (0xFE, 0xFF) or (0, > 0) => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        };
    }

    private static string? FindKind(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        foreach (var (start, kind) in Kinds)
        {
            if (bytes.StartsWith(start) || (start.Length == 1 && FirstLetter(bytes, encoding) == start[0]))
            {
                return kind;
            }
        }

        return encoding is UTF8Encoding && bytes.IndexOf((byte)0) >= 0 ? "no text" : null;
    }

    private static int FirstLetter(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        var text = Encoding.GetEncoding(encoding.CodePage).GetString(bytes.Slice(0, Math.Min(bytes.Length, 64)).ToArray());
        return text.FirstOrDefault(character => character != '\uFEFF' && !char.IsWhiteSpace(character));
    }

    private static async Task<int> FillAsync(Stream stream, byte[] bytes, CancellationToken cancellationToken)
    {
        var length = 0;
        int count;
        do
        {
            count = await stream.ReadAsync(bytes, length, bytes.Length - length, cancellationToken).ConfigureAwait(false);
            length += count;
        }
        while (count > 0 && length < bytes.Length);

        return length;
    }
}
