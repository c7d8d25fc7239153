using System;
using System.IO;
using SmimeCertTools.Core.Files;

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
        $"The file '{path}' exists and holds something else than results of an import. It is left as it is. Name a file "
            + "of results, or another that does not exist yet.",
        path);

    /// <summary>The error of a fault of the file.</summary>
    public static ResultsFileException Make(string path, KeptFileFault fault, Exception? cause) => fault switch
    {
        KeptFileFault.FolderNotFound => FolderNotFound(path, Path.GetDirectoryName(path)!),
        KeptFileFault.NotOrdinary or KeptFileFault.Linked => NotOrdinary(path),
        KeptFileFault.InUse => InUse(path, cause!),
        KeptFileFault.Changed => Changed(path, cause!),
        _ => NotWritable(path, cause!),
    };

    private static ResultsFileException NotOrdinary(string path) => new(
        ResultsFileErrorKind.NotOrdinary,
        $"'{path}' is no ordinary file but a folder, a pipe or a device, and can keep no results. Name another file.",
        path);

    private static ResultsFileException Changed(string path, Exception cause) => new(
        ResultsFileErrorKind.Changed,
        $"Another program changed the file of results '{path}' while this run wrote to it: {cause.Message}. What the run did is "
        + "not kept there as a whole, and the run was ended. Find out which program it was, put the file back where it can be "
        + "had from a backup, then run the command again: what is done is looked up and not done twice.",
        path,
        cause);

    private static ResultsFileException InUse(string path, Exception cause) => new(
        ResultsFileErrorKind.InUse,
        $"The file '{path}' is in use by another process, perhaps by another import. Wait until that one has ended, or choose "
        + "another name.",
        path,
        cause);

    private static ResultsFileException FolderNotFound(string path, string folder) => new(
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
