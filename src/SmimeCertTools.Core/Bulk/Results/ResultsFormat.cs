using System;
using System.IO;

namespace SmimeCertTools.Core.Bulk.Results;

/// <summary>How entries are written: one line each, always ended by a line feed.</summary>
internal abstract class ResultsFormat
{
    /// <summary>What the file begins with; empty where there is nothing.</summary>
    public abstract byte[] Header { get; }

    /// <summary>In how many lines a spreadsheet has changed dates or numbers, which are not taken.</summary>
    public int Altered { get; protected set; }

    /// <summary>The format that the extension of <paramref name="path"/> says.</summary>
    /// <exception cref="ResultsFileException">It says none (<see cref="ResultsFileErrorKind.FormatUnknown"/>).</exception>
    public static ResultsFormat Of(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".JSONL" or ".NDJSON" => new JsonResultsFormat(),
        ".CSV" => new CsvResultsFormat(),
        _ => throw ResultsFileErrors.FormatUnknown(path),
    };

    /// <summary>The entry as a line with its end.</summary>
    public abstract byte[] Write(ResultsEntry entry);

    /// <summary>The entry of a line without its end; null when the line is none.</summary>
    public abstract ResultsEntry? Read(ReadOnlyMemory<byte> line);

    /// <summary>Whether a file of this format may begin with these bytes when it is cut off after them.</summary>
    public abstract bool MayBegin(ReadOnlyMemory<byte> part);

    /// <summary>Whether the line is the one that the file begins with.</summary>
    public abstract bool IsHeader(ReadOnlyMemory<byte> line);

    /// <summary>Whether one of the two begins with the other.</summary>
    protected static bool Agree(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        one.Length <= other.Length ? other.StartsWith(one) : one.StartsWith(other);
}
