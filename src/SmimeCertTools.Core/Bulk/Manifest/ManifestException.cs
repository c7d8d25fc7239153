using System;

namespace SmimeCertTools.Core.Bulk.Manifest;

/// <summary>What is wrong with a list of certificates to import, or with one of its rows.</summary>
public enum ManifestErrorKind
{
    /// <summary>The file could not be found, opened or read.</summary>
    Unreadable,

    /// <summary>It is no table, lacks a column, or has one that nobody knows.</summary>
    Invalid,

    /// <summary>A row cannot be used.</summary>
    RowInvalid,

    /// <summary>A row asks for what an earlier row asks for.</summary>
    RowDuplicate,

    /// <summary>The file was changed between the check of its rows and their upload.</summary>
    Changed,
}

/// <summary>
/// A list of certificates to import that cannot be used, or one row of it. The message never quotes a password.
/// </summary>
/// <param name="kind">Why.</param>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="item">The list, or the file that a row names.</param>
/// <param name="line">The line, from 1; null when it is about the list as a whole.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class ManifestException(
    ManifestErrorKind kind, string message, string? item = null, int? line = null, Exception? innerException = null)
    : SmimeException<ManifestErrorKind>(kind, "Manifest" + kind, message, item, innerException)
{
    /// <summary>The line, from 1; null when it is about the list as a whole.</summary>
    public int? Line => line;
}
