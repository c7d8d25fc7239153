using System.Globalization;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Revocation;

namespace SmimeCertTools.Core.Jobs;

/// <summary>Words what goes wrong with a removal.</summary>
internal static class RemovalErrors
{
    /// <summary>What is said of a removal that was written down and then not sent.</summary>
    public const string Stopped = "It was stopped before the deletion was sent.";

    /// <param name="row">The row.</param>
    /// <param name="thumbprint">The certificate; null for all of the user.</param>
    /// <param name="holder">Whose mail address was given in place of the user principal name; null for nobody's.</param>
    public static ImportException NotFound(RemovalRow row, string? thumbprint, string? holder)
    {
        var user = row.UserPrincipalName;
        return new ImportException(
            ImportErrorKind.RecordNotFound,
            (row.RecordId is { } id ? $"{user} has no imported certificate {thumbprint} with the record id {id} in Intune: "
                + "nothing was removed."
                : thumbprint is null ? $"{user} has no imported certificate in Intune: nothing was removed. Check the user "
                + "principal name."
                : $"{user} has no imported certificate {thumbprint} in Intune: nothing was removed.")
                + (holder is null ? null : $" {user} is a mail address of {holder}: name that user."),
            thumbprint ?? user);
    }

    public static ImportException SerialNumberUnknown(RevocationEntry entry) => new(
        ImportErrorKind.SerialNumberUnknown,
        $"{entry.UserPrincipalName}: {Missing(entry)} not known of {entry.Thumbprint}, so the CA could not be told what to "
        + "revoke; nothing was removed. An archive that holds the certificate knows it.",
        entry.Thumbprint);

    /// <summary>What is said of records of a user who was renamed.</summary>
    public static string UnderFormerName(RemovalRow row, string name) =>
        $"{row.UserPrincipalName} has records under the earlier name {name}.";

    /// <summary>What is said where such records cannot be looked for.</summary>
    public static string FormerNamesNotKnown(RemovalRow row, GraphRequestException error) =>
        $"{row.UserPrincipalName}: whether there are records under an earlier name of the user could not be looked up. "
        + error.Message;

    /// <summary>What is said of a removal that was begun and has no effect so far.</summary>
    public static string StillThere(ResultsEntry begun) =>
        $"{begun.UserPrincipalName}: an earlier run began to remove {begun.Thumbprint} on "
        + begun.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        + "; it is still there, and was not named now. Name it to remove it.";

    /// <summary>What is said of a removal that was begun and cannot be looked into.</summary>
    public static string NotSettled(ResultsEntry begun, GraphRequestException error) =>
        $"{begun.UserPrincipalName}: an earlier run began to remove {begun.Thumbprint}; what became of it could not be looked "
        + $"up, and the next run tries again. {error.Message}";

    private static string Missing(RevocationEntry entry) => entry.SerialNumber is not null ? "the issuer is"
        : string.IsNullOrWhiteSpace(entry.Issuer) ? "issuer and serial number are" : "the serial number is";
}
