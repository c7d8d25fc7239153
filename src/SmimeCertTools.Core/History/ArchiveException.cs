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
public sealed class ArchiveException : SmimeException
{
    /// <summary>Creates an error of <paramref name="kind"/> about <paramref name="item"/>.</summary>
    public ArchiveException(ArchiveErrorKind kind, string message, string? item = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Item = item;
    }

    /// <summary>What is wrong.</summary>
    public ArchiveErrorKind Kind { get; }

    /// <inheritdoc/>
    public override string ErrorId => "Archive" + Kind;

    /// <inheritdoc/>
    public override string? Item { get; }
}
