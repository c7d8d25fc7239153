using System;
using System.IO;
using System.Management.Automation;

namespace SmimeCertTools.Errors;

/// <summary>Errors of rows that come in words or by pipeline. They quote no value: it may be a part of a password.</summary>
internal static class InputErrors
{
    /// <summary>The identifier of a user principal name that is none.</summary>
    public const string UserInvalidId = "UserPrincipalNameInvalid";

    /// <summary>The identifier of a purpose that is none.</summary>
    public const string PurposeUnknownId = "PurposeUnknown";

    /// <summary>The identifier of a password that is none.</summary>
    public const string PasswordUnusableId = "PasswordUnusable";

    /// <summary>The identifier of another value that cannot be used.</summary>
    public const string ValueUnusableId = "ValueUnusable";

    /// <summary>What is said of an IntendedPurpose that is none; the end of a sentence.</summary>
    public const string NoPurpose = "is no purpose. Use SmimeEncryption or SmimeSigning, or nothing to follow the "
        + "certificate's key usage";

    /// <summary>A row's value that cannot be used; <paramref name="problem"/> ends a sentence.</summary>
    /// <param name="errorId">The identifier.</param>
    /// <param name="column">The column or parameter.</param>
    /// <param name="row">What the row is called.</param>
    /// <param name="problem">What is wrong with the value.</param>
    /// <param name="target">The row's file or user; null where it has none.</param>
    public static ErrorRecord Unusable(string errorId, string column, string row, string problem, object? target) =>
        ErrorRecords.Create(new ArgumentException($"The {column} of {row} {problem}."), errorId, target);

    /// <summary>A parameter's value, given in words, that cannot be used; <paramref name="problem"/> ends a sentence.</summary>
    public static ErrorRecord Unusable(string errorId, string parameter, string problem) => ErrorRecords.Create(
        new ArgumentException($"What -{parameter} was given {problem}."), errorId, null);

    /// <summary>An object that names no user; <paramref name="problem"/> ends a sentence.</summary>
    public static ErrorRecord UserUnusable(string problem) => ErrorRecords.Create(
        new ArgumentException($"A user principal name that was given {problem}. Give it as text, such as anna@contoso.com, or "
            + "an object with a property UserPrincipalName."),
        UserInvalidId, null);

    /// <summary>A command that names no user.</summary>
    public static ErrorRecord UserMissing(string advice) => ErrorRecords.Create(
        new ArgumentException($"No user was named. {advice}"), UserInvalidId, null);

    /// <summary>A row without a password; files without one are named so.</summary>
    public static ErrorRecord PasswordMissing(string row, object? target) => ErrorRecords.Create(
        new ArgumentException($"No password was given for {row}. Add a column Password or PasswordFile, or give -Password, "
            + "-PasswordFile or -PasswordProvider; -Password $null is for files that have none."), "PasswordMissing", target);

    /// <summary>A file with a password that cannot be read.</summary>
    public static ErrorRecord PasswordFileUnreadable(string row, string path, Exception cause, object? target) =>
        ErrorRecords.Create(
            new IOException($"The PasswordFile '{path}' of {row} cannot be read: {cause.Message.TrimEnd('.')}.", cause),
            "PasswordFileUnreadable", target);

    /// <summary>A command that names nothing to work on.</summary>
    public static ErrorRecord NothingNamed(string what, string advice) => ErrorRecords.Create(
        new ArgumentException($"No {what} was named. {advice}"), "PathMissing", null);

    /// <summary>A command that names no profile.</summary>
    public static ErrorRecord ProfileMissing() => ErrorRecords.Create(
        new ArgumentException("No profile was named. Give -Name or -Id, or pipe what Get-SmimeProfile shows."),
        ValueUnusableId, null);

    /// <summary>A list beside what comes by pipeline.</summary>
    public static ErrorRecord ListAndInput() => ErrorRecords.Create(
        new ArgumentException("-ManifestPath names all rows, and more come by pipeline. Give one of the two."),
        "InputAmbiguous", null);
}
