using System;
using System.IO;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Core.Revocation;

/// <summary>Words the errors about lists for the CA.</summary>
internal static class RevocationListErrors
{
    /// <summary>The error of a fault of the file.</summary>
    public static SmimeException Make(string path, KeptFileFault fault, Exception? cause) => fault switch
    {
        KeptFileFault.FolderNotFound => FileWriteErrors.FolderNotFound(path, Path.GetDirectoryName(path)!),
        KeptFileFault.NotOrdinary => new RevocationListException(
            RevocationListErrorKind.NotOrdinary,
            $"'{path}' is no ordinary file but a folder, a pipe or a device. Name another file for the list.",
            path),
        KeptFileFault.Linked => new RevocationListException(
            RevocationListErrorKind.NotOrdinary,
            $"'{path}' is a link, or has another name besides: the list would be written to a file of another name. Name the "
            + "file itself, or another one.",
            path),
        KeptFileFault.InUse => new RevocationListException(
            RevocationListErrorKind.InUse,
            $"The list '{path}' is in use by another process, perhaps by another removal. Wait until that one has ended, or "
            + "choose another name.",
            path,
            cause),
        KeptFileFault.Changed => new RevocationListException(
            RevocationListErrorKind.Changed,
            $"Another program changed the list '{path}' while this run wrote to it: {cause!.Message}. It does not hold all that "
            + "was removed, and the run was ended. Find out which program it was, put the file back where it can be had from a "
            + "backup, or move what is left of it aside; then run the command again with the same file of results: what was "
            + "removed is listed once more.",
            path,
            cause),
        _ => FileWriteErrors.NotWritable(path, cause!),
    };

    public static RevocationListException NotRecognized(string path) => new(
        RevocationListErrorKind.NotRecognized,
        $"The file '{path}' exists and is no list of certificates to revoke: it does not begin as one. It is left as it is. "
        + "Choose another name.",
        path);
}
