using System;

namespace SmimeCertTools.Core.Bulk.Ledger;

/// <summary>Why results cannot be kept in a file.</summary>
public enum LedgerErrorKind
{
    /// <summary>The file's extension says neither JSON Lines nor CSV.</summary>
    FormatUnknown,

    /// <summary>The file holds something else than results of an import.</summary>
    NotRecognized,

    /// <summary>Another process writes to the file.</summary>
    InUse,

    /// <summary>The file cannot be opened, read or written.</summary>
    NotWritable,
}

/// <summary>A file that results of an import cannot be kept in.</summary>
public sealed class LedgerException : SmimeException
{
    /// <summary>Creates an error of <paramref name="kind"/> about the file at <paramref name="path"/>.</summary>
    public LedgerException(LedgerErrorKind kind, string message, string path, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Path = path;
    }

    /// <summary>What is wrong.</summary>
    public LedgerErrorKind Kind { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public override string ErrorId => "Ledger" + Kind;

    /// <inheritdoc/>
    public override string? Item => Path;
}
