using System;
using System.Linq;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Deployment.NextSteps;

/// <summary>Removes records that are not to be there, and shows what is to be known of the others.</summary>
/// <param name="call">What was given.</param>
internal sealed class RecordSteps(DeploymentCall call)
{
    private const string Revocations = "./to-revoke.cmd";

    /// <summary>A certificate that two users have goes from the one whose it is not.</summary>
    public string Shared(DeploymentCheckResult result)
    {
        if (result.Details.Certificates.FirstOrDefault() is not { Thumbprint: { } thumbprint } certificate)
        {
            return Histories(result) + " -Finding";
        }

        var users = certificate.NotOf.Count > 0 ? StepText.List(certificate.NotOf)
            : StepText.Ask($"Whose it is not: {string.Join(" or ", certificate.Holders)}");
        return $"Remove-SmimeUserPfx -UserPrincipalName {users} -Thumbprint {thumbprint}";
    }

    /// <summary>Records of an account that had the user's name before go.</summary>
    public string OfEarlierAccount(DeploymentCheckResult result) => result.Details.Certificates.Count == 1
        && result.Details.Certificates[0] is { RecordId: { } id } one
        ? $"Remove-SmimeUserPfx -UserPrincipalName {CommandText.Quote(one.User)} -Thumbprint {one.Thumbprint} "
            + $"-RecordId {CommandText.Quote(id)}"
        : $"{Histories(result)} | Where-Object Note -Like 'Of an account*' | Remove-SmimeUserPfx";

    /// <summary>
    /// Records of people who are gone go, once no device needs them. Where the archive knows the serial numbers, the CA gets its
    /// list.
    /// </summary>
    public string OfUnknownUser(DeploymentCheckResult result)
    {
        var revocation = call.Archive is null ? string.Empty : $"{Archive()} -RevocationListPath {Revocations}";
        return result.Users.Count is > 0 and <= StepText.MostNamed
            ? $"Remove-SmimeUserPfx -UserPrincipalName {StepText.List(result.Users)} -All{revocation}"
            : "Get-UserCertHistory -All -Finding | Where-Object Id -EQ UserUnknown | ForEach-Object { "
                + $"Remove-SmimeUserPfx -UserPrincipalName $_.UserPrincipalName -All{revocation} }}";
    }

    /// <summary>What senders need of a long history. Nothing of it is to be removed.</summary>
    public string ForSenders(DeploymentCheckResult result) =>
        $"Export-SmimeCertificate{StepText.Users(result, string.Empty)} -ArchivePath "
        + (call.Archive is { } archive ? CommandText.Quote(archive) : StepText.Ask("Archive of the PFX files, or its catalogue"))
        + (call.ArchivePassword is { } password ? $" -ArchivePassword {password}" : string.Empty)
        + " -Destination ./certificates";

    /// <summary>What is in Intune and not in the archive.</summary>
    public string NotArchived(DeploymentCheckResult result)
    {
        var files = result.Details.Certificates;
        var named = string.Join("; ", files.Take(StepText.MostNamed).Select(file => file.Words));
        var more = files.Count > StepText.MostNamed ? $"; and {files.Count - StepText.MostNamed} more" : string.Empty;
        var archive = call.Archive ?? "the archive";
        return StepText.Person($"Find the {named}{more}; put {(files.Count == 1 ? "it" : "them")} "
            + (call.Form == ArchiveForm.List ? $"into the list {archive}." : $"into {archive}.")
            + " Intune gives no private key back: one that nobody has any more is lost when the devices are.");
    }

    private string Histories(DeploymentCheckResult result) =>
        "Get-UserCertHistory" + StepText.Users(result, " -All") + Archive();

    private string Archive() => call.Archive is null ? string.Empty
        : $" -ArchivePath {CommandText.Quote(call.Archive)}"
            + (call.ArchivePassword is { } password ? $" -ArchivePassword {password}" : string.Empty);
}
