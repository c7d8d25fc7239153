using System;

namespace SmimeCertTools.Core.Files;

/// <summary>Words the errors about files that cannot be written.</summary>
internal static class FileWriteErrors
{
    public static FileWriteException Exists(string path) => new(FileWriteErrorKind.Exists,
        $"The file '{path}' exists already and is left as it is. Choose another name, or have it replaced.", path);

    public static FileWriteException IsFolder(string path) => new(
        FileWriteErrorKind.Exists, $"'{path}' is a folder. Name the file to write.", path);

    public static FileWriteException NotFile(string path, string problem) => new(FileWriteErrorKind.NotWritable,
        $"The file '{path}' cannot be written: {problem}. Name a file on a disk.", path, new System.IO.IOException(problem));

    public static FileWriteException FolderNotFound(string path, string folder) => new(FileWriteErrorKind.FolderNotFound,
        $"The file '{path}' cannot be written: the folder '{folder}' does not exist. Create it first.", path);

    public static FileWriteException NotWritable(string path, Exception cause) => new(
        FileWriteErrorKind.NotWritable,
        HeldFile.IsCause(cause)
            ? $"The file '{path}' cannot be written: another program has it open. {HeldFile.Advice}"
            : $"The file '{path}' cannot be written: {cause.Message.TrimEnd('.')}. Check the permissions of the folder and of "
                + "the file, and the free space.",
        path,
        cause);

    public static FileWriteException NotConverted(string path, Exception? cause = null) => new(FileWriteErrorKind.NotConfirmed,
        $"What was made of the file '{path}' does not open again to the same keys and certificates. Nothing was written. "
        + "That is a fault of this module: report it, with all that is told of the file.", path, cause);

    public static FileWriteException NotReadBack(string path, Exception? cause = null) => new(FileWriteErrorKind.NotConfirmed,
        $"The file '{path}' was written, but does not read back as it was written. Do not use it. Check the disk, then write it "
        + "again.", path, cause);
}
