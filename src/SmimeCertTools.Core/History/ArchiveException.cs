using System;

namespace SmimeCertTools.Core.History;

/// <summary>What is wrong with an archive.</summary>
public enum ArchiveErrorKind
{
    /// <summary>The folder or file could not be found, opened or read.</summary>
    Unreadable,

    /// <summary>It is neither a folder nor a CSV file.</summary>
    NotRecognized,

    /// <summary>The CSV file lacks a column or is no CSV.</summary>
    ManifestInvalid,

    /// <summary>A row of the CSV file cannot be used.</summary>
    ManifestRowInvalid,
}

/// <summary>An archive, or a part of it, that cannot be read.</summary>
public sealed class ArchiveException(
    ArchiveErrorKind kind, string message, string? item = null, Exception? innerException = null)
    : SmimeException<ArchiveErrorKind>(kind, "Archive" + kind, message, item, innerException);
