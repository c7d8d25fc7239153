using System;

namespace SmimeCertTools.Core.Bulk.Results;

/// <summary>Words the errors about files of results.</summary>
internal static class ResultsFileErrors
{
    public static ResultsFileException FormatUnknown(string path) => new(
        ResultsFileErrorKind.FormatUnknown,
        $"The extension of '{path}' does not say how results are to be written. Use .jsonl or .ndjson for JSON Lines, or .csv.",
        path);

    public static ResultsFileException NotRecognized(string path) => new(
        ResultsFileErrorKind.NotRecognized,
        $"The file '{path}' exists and holds something else than results of an import. It is left as it is. Choose another name.",
        path);

    public static ResultsFileException InUse(string path, Exception cause) => new(
        ResultsFileErrorKind.InUse,
        $"The file '{path}' is in use by another process, perhaps by another import. Wait until that one has ended, or choose "
        + "another name.",
        path,
        cause);

    public static ResultsFileException NotFile(string path, string problem) => new(
        ResultsFileErrorKind.NotWritable,
        $"Results cannot be written to '{path}': {problem}. Name a file on a disk.",
        path,
        new System.IO.IOException(problem));

    public static ResultsFileException FolderNotFound(string path, string folder) => new(
        ResultsFileErrorKind.NotWritable,
        $"Results cannot be written to '{path}': the folder '{folder}' does not exist. Create it first.",
        path);

    public static ResultsFileException NotWritable(string path, Exception cause) => new(
        ResultsFileErrorKind.NotWritable,
        $"Results cannot be written to '{path}': {cause.Message.TrimEnd('.')}. Check the permissions and the free space, then "
        + "run the command again: what is done is not sent twice.",
        path,
        cause);
}
