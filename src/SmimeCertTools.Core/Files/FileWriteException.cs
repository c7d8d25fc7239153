using System;

namespace SmimeCertTools.Core.Files;

/// <summary>Why a file could not be written.</summary>
public enum FileWriteErrorKind
{
    /// <summary>There is something at the path, and it was not to be replaced.</summary>
    Exists,

    /// <summary>The folder does not exist.</summary>
    FolderNotFound,

    /// <summary>The folder or the file may not be written, or the disk refuses.</summary>
    NotWritable,

    /// <summary>What was made or written could not be confirmed by reading it.</summary>
    NotConfirmed,

    /// <summary>The name's extension stands for no format that can be written.</summary>
    FormatUnknown,
}

/// <summary>
/// A file that could not be written. What was at the path before is still there, unless the message says that the new file was
/// written and does not read back.
/// </summary>
public sealed class FileWriteException(
    FileWriteErrorKind kind, string message, string path, Exception? innerException = null)
    : SmimeException<FileWriteErrorKind>(kind, "File" + kind, message, path, innerException)
{
    /// <summary>The file.</summary>
    public string Path => Item!;
}
