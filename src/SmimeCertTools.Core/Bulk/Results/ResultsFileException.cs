using System;

namespace SmimeCertTools.Core.Bulk.Results;

/// <summary>Why results cannot be kept in a file.</summary>
public enum ResultsFileErrorKind
{
    /// <summary>The file's extension says neither JSON Lines nor CSV.</summary>
    FormatUnknown,

    /// <summary>The file holds something else than results of an import.</summary>
    NotRecognized,

    /// <summary>Another process writes to the file.</summary>
    InUse,

    /// <summary>The file cannot be opened, read or written.</summary>
    NotWritable,

    /// <summary>What is there is a folder, a pipe or a device.</summary>
    NotOrdinary,

    /// <summary>Somebody else deleted, replaced or shortened the file during the run.</summary>
    Changed,
}

/// <summary>A file that results of an import cannot be kept in.</summary>
/// <param name="kind">Why.</param>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="path">The file.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class ResultsFileException(ResultsFileErrorKind kind, string message, string path, Exception? innerException = null)
    : SmimeException<ResultsFileErrorKind>(kind, "Ledger" + kind, message, path, innerException);
