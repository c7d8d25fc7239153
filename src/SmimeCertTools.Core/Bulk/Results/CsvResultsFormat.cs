using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Core.Bulk.Results;

/// <summary>
/// CSV (RFC 4180 section 2) with a header, every field in quotes, UTF-8 with a mark, which spreadsheets need to see that it is
/// UTF-8. A file that a spreadsheet saved goes on in the form that it has then.
/// </summary>
internal sealed class CsvResultsFormat : ResultsFormat
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);
    private static readonly Encoding Latin1 = Encoding.GetEncoding("iso-8859-1");

    // Without them an entry says nothing.
    private static readonly string[] Required = [ResultsFields.Time, "RunId", "UserPrincipalName", "Thumbprint", "Status"];

    private CsvDialect _dialect = CsvDialect.Own(ResultsFields.Names);

    public override byte[] Header => [.. Utf8.GetPreamble(), .. Utf8.GetBytes(CsvText.Line(ResultsFields.Names))];

    public override byte[] Write(ResultsEntry entry) =>
        Utf8.GetBytes(_dialect.Line(ResultsFields.Write(entry).Select(CsvText.Escape)));

    public override ResultsEntry? Read(ReadOnlyMemory<byte> line)
    {
        if (_dialect.Parse(Decode(line)) is not { } fields)
        {
            return null;
        }

        List<string?> texts = [.. fields.Select(field => Unescape(field.Text))];
        Altered += TakeOutAltered(fields, texts) ? 1 : 0;
        return ResultsFields.Read(texts);
    }

    public override bool MayBegin(ReadOnlyMemory<byte> part) => Agree(part.Span, Header);

    public override bool IsHeader(ReadOnlyMemory<byte> line)
    {
        if (CsvDialect.Read(Decode(line), ResultsFields.Names, Required) is not { } dialect)
        {
            return false;
        }

        _dialect = dialect;
        return true;
    }

    // Takes out what a spreadsheet has made a number or a date of: digits are lost, and 12E5 is a serial number no more. Returns
    // whether there was any.
    private static bool TakeOutAltered(IReadOnlyList<CsvField> fields, List<string?> texts)
    {
        var isAltered = false;
        for (var i = 0; i < fields.Count; i++)
        {
            if (texts[i] is { } text && !fields[i].IsQuoted && !ResultsFields.All[i].IsAsWritten(text))
            {
                (texts[i], isAltered) = (null, true);
            }
        }

        // When it was written matters to nobody but readers.
        texts[0] ??= ResultsFields.Undated;
        return isAltered;
    }

    // A spreadsheet may have saved letters beyond ASCII in the encoding of the system, which in the West is mostly this.
    private static string Decode(ReadOnlyMemory<byte> line)
    {
        var bytes = line.ToArray();
        try
        {
            return Utf8.GetString(bytes).TrimEnd('\r');
        }
        catch (DecoderFallbackException)
        {
            return Latin1.GetString(bytes).TrimEnd('\r');
        }
    }

    private static string? Unescape(string text) => text.Length == 0 ? null : CsvText.Unescape(text);
}
