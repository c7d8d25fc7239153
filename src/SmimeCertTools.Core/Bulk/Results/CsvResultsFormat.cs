using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Lists;

namespace SmimeCertTools.Core.Bulk.Results;

/// <summary>
/// CSV (RFC 4180 section 2) with a header, every field in quotes, UTF-8 with a mark, which spreadsheets need to see that it is
/// UTF-8.
/// </summary>
internal sealed class CsvResultsFormat : ResultsFormat
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: true);

    public override byte[] Header => [.. Utf8.GetPreamble(), .. Line(ResultsFields.Names)];

    public override byte[] Write(ResultsEntry entry) => Line(ResultsFields.Write(entry).Select(CsvText.Escape));

    public override ResultsEntry? Read(ReadOnlyMemory<byte> line) =>
        ListParser.ParseLine(Decode(line)) is { } fields ? ResultsFields.Read([.. fields.Select(Unescape)]) : null;

    public override bool MayBegin(ReadOnlyMemory<byte> part) => Agree(part.Span, Header);

    // A file of the version 0.1.0 keeps its header, which names all that it had.
    public override bool IsHeader(ReadOnlyMemory<byte> line) =>
        ListParser.ParseLine(Decode(line).TrimStart('\uFEFF')) is { } fields && (fields.SequenceEqual(ResultsFields.Names)
            || fields.SequenceEqual(ResultsFields.Names.Take(ResultsFields.EarlierCount)));

    private static byte[] Line(IEnumerable<string> fields) => Utf8.GetBytes(CsvText.Line(fields));

    private static string Decode(ReadOnlyMemory<byte> line) => Utf8.GetString(line.ToArray()).TrimEnd('\r');

    private static string? Unescape(string text) => text.Length == 0 ? null : text[0] == '\'' ? text.Substring(1) : text;
}
