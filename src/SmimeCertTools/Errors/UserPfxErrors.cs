using System;
using System.Management.Automation;

namespace SmimeCertTools.Errors;

/// <summary>Errors about users' certificates and records that are found in the cmdlets.</summary>
internal static class UserPfxErrors
{
    /// <summary>An input object without a path.</summary>
    public static ErrorRecord PathMissing(string userPrincipalName) => ErrorRecords.Create(
        new ArgumentException($"The path of a certificate of {userPrincipalName} is empty. "
            + "Fill in the Path column or give -Path."),
        "PathMissing", userPrincipalName);

    /// <summary>A PFX that came as text and is none in base64.</summary>
    public static ErrorRecord Base64Invalid(string userPrincipalName, Exception? cause) => ErrorRecords.Create(
        new ArgumentException(
            $"What was given as -Base64EncodedPfx for {userPrincipalName} is {(cause is null ? "empty" : "not base64")}. Give "
            + "the whole PFX in base64, or the file with -Path.",
            cause),
        "Base64Invalid", userPrincipalName);

    /// <summary>A removal that names a user and no certificate.</summary>
    public static ErrorRecord ThumbprintMissing(string userPrincipalName) => ErrorRecords.Create(
        new ArgumentException($"No certificate of {userPrincipalName} was named: nothing was removed. Give -Thumbprint, or "
            + "-All for all imported certificates of the user."),
        "ThumbprintInvalid", userPrincipalName);

    /// <summary>Bad rows where none was to be.</summary>
    public static ErrorRecord RowsInvalid(int invalid, int rows) => ErrorRecords.Create(
        new ArgumentException(
            $"{invalid} of {rows} rows are bad, and nothing was uploaded because of -StopOnInvalid. The errors before "
            + "this one say what is wrong. Correct the rows, or run the command without -StopOnInvalid to leave them out."),
        "RowsInvalid", null);

    /// <summary>A text that names no CA as certutil does.</summary>
    public static ErrorRecord AuthorityInvalid(string authority) => ErrorRecords.Create(
        new ArgumentException(
            $"'{authority}' does not name a CA. Write host\\name, as certutil -config takes it, in letters, digits, spaces "
            + "and . - _ ( ) only."),
        "AuthorityInvalid", authority);
}
