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
public sealed class ManifestException : SmimeException
{
    /// <summary>Creates an error of <paramref name="kind"/> about <paramref name="item"/>.</summary>
    /// <param name="kind">What is wrong.</param>
    /// <param name="message">The same in words.</param>
    /// <param name="item">The file.</param>
    /// <param name="line">The line, from 1; null when it is about the file as a whole.</param>
    /// <param name="innerException">The cause.</param>
    public ManifestException(
        ManifestErrorKind kind, string message, string? item = null, int? line = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Item = item;
        Line = line;
    }

    /// <summary>What is wrong.</summary>
    public ManifestErrorKind Kind { get; }

    /// <summary>The line, from 1; null when it is about the file as a whole.</summary>
    public int? Line { get; }

    /// <inheritdoc/>
    public override string ErrorId => "Manifest" + Kind;

    /// <inheritdoc/>
    public override string? Item { get; }
}
