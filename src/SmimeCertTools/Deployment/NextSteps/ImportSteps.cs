using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Deployment.NextSteps;

/// <summary>
/// Imports, under the key that the tenant's records name. What the archive has comes from there; of other files the command asks
/// for the path.
/// </summary>
/// <param name="call">What was given.</param>
internal sealed class ImportSteps(DeploymentCall call)
{
    private const string Import = "Import-SmimeUserPfx";
    private const string PublicKey = "File of the connector's public key";

    /// <summary>Imports what is not in Intune.</summary>
    public string Missing(DeploymentCheckResult result) => Of(result, force: false, withPurpose: true);

    /// <summary>Imports again what is there and is wrong.</summary>
    public string Again(DeploymentCheckResult result) => Of(result, force: true, withPurpose: true);

    /// <summary>The same where the purpose of the record is what is wrong: the certificate's key usage decides.</summary>
    public string AgainForMail(DeploymentCheckResult result) => Of(result, force: true, withPurpose: false);

    /// <summary>The same where files of results told what is wrong: they are to know what was mended.</summary>
    public string AgainWithResults(DeploymentCheckResult result) => Again(result)
        + (call.ResultPath is { } path ? $" -ResultPath {CommandText.Quote(path)}" : string.Empty);

    /// <summary>
    /// The records of users who were renamed, removed and imported under the present name: a record's name cannot change, and of
    /// a certificate a user has one. What nobody has the file of is not removed.
    /// </summary>
    public string UnderPresentName(DeploymentCheckResult result)
    {
        var records = result.Details.Certificates;
        var first = records.FirstOrDefault();
        if (first?.FormerName is null || records.Count > StepText.MostNamed
            || call.Form == ArchiveForm.None || records.Any(record => record.Path is null))
        {
            var user = result.Users.Count == 1 ? " " + result.Users[0] : string.Empty;
            return StepText.Person($"See with Get-SmimeUserStatus{user} whether devices have these certificates; then nothing is to "
                + "be done. If they have not: run Test-SmimeDeployment with -ArchivePath, an archive that has the PFX files.");
        }

        var remove = "Remove-SmimeUserPfx -UserPrincipalName "
            + StepText.List(records.Select(record => record.FormerName!).Distinct(StringComparer.OrdinalIgnoreCase))
            + $" -Thumbprint {string.Join(", ", records.Select(record => record.Thumbprint))} -ErrorAction Stop; ";
        var end = Key(result.Details);
        return remove + (call.Form == ArchiveForm.List && call.IsListHere && result.Users.Count == 1
            ? $"Import-Csv -LiteralPath {CommandText.Quote(call.Archive!)} -Encoding UTF8 | Where-Object UserPrincipalName -In "
                + $"{StepText.List(new[] { first.FormerName, first.User })} | {Import} -UserPrincipalName "
                + $"{CommandText.Quote(first.User)}{end}"
            : FromFiles(records, force: false, withPurpose: true, end));
    }

    private string Of(DeploymentCheckResult result, bool force, bool withPurpose)
    {
        var details = result.Details;
        var certificates = details.Certificates;
        var end = Key(details) + (force ? " -Force" : string.Empty);
        if (certificates.Count == 0)
        {
            return $"{Import} -ManifestPath {StepText.Ask("List of the PFX files")}{end}";
        }

        return call.Form != ArchiveForm.None && certificates.All(certificate => certificate.Path is not null)
            ? call.Form == ArchiveForm.List ? FromList(result, force, end) : FromFiles(certificates, force, withPurpose, end)
            : FromElsewhere(certificates, withPurpose, end);
    }

    private string FromList(DeploymentCheckResult result, bool force, string end)
    {
        // What is there already is passed over; what is to be replaced is not to be all that the list has.
        var list = CommandText.Quote(call.Archive!);
        return force && call.IsListHere && result.Users.Count is > 0 and <= StepText.MostNamed
            ? $"Import-Csv -LiteralPath {list} -Encoding UTF8 | Where-Object UserPrincipalName -In {StepText.List(result.Users)} "
                + $"| {Import}{end}"
            : $"{Import} -ManifestPath {list}{end}";
    }

    private string FromFiles(IReadOnlyList<CertificateToMend> certificates, bool force, bool withPurpose, string end)
    {
        var password = $" -Password {Password()}{end}";
        if (certificates.Count > StepText.MostNamed)
        {
            return $"Get-UserCertHistory -All -ArchivePath {CommandText.Quote(call.Archive!)}{ArchivePassword()} | "
                + $"Where-Object {(force ? "Path" : "Location -EQ ArchiveOnly")} | {Import}{password}";
        }

        if (certificates.Count == 1)
        {
            return $"{Import} -LiteralPath {CommandText.Quote(certificates[0].Path!)} "
                + $"-UserPrincipalName {CommandText.Quote(certificates[0].User)}"
                + (withPurpose ? Purpose(certificates) : string.Empty) + password;
        }

        var rows = certificates.Select(certificate => "[pscustomobject]@{ "
            + $"UserPrincipalName = {Literal(certificate.User)}; LiteralPath = {Literal(certificate.Path!)}"
            + (withPurpose && certificate.Purpose is { } purpose ? $"; IntendedPurpose = {Literal(purpose.ToString())}" : string.Empty)
            + " }");
        return $"{string.Join(", ", rows)} | {Import}{password}";
    }

    private static string FromElsewhere(IReadOnlyList<CertificateToMend> certificates, bool withPurpose, string end)
    {
        var users = certificates.Select(certificate => certificate.User).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return users.Count > 1 || certificates.Count > StepText.MostNamed
            ? $"{Import} -ManifestPath {StepText.Ask($"List of the PFX files of {users.Count} users")}{end}"
            : $"{Import} -LiteralPath {string.Join(", ", certificates.Select(Asked))} "
                + $"-UserPrincipalName {CommandText.Quote(users[0])}{(withPurpose ? Purpose(certificates) : string.Empty)}"
                + $" -Password {StepText.AskSecret("Password of the PFX")}{end}";
    }

    private static string Asked(CertificateToMend certificate) =>
        certificate.Path is { } path ? CommandText.Quote(path) : StepText.Ask(char.ToUpperInvariant(certificate.Words[0])
            + certificate.Words.Substring(1));

    private static string Purpose(IReadOnlyList<CertificateToMend> certificates) =>
        certificates[0].Purpose is { } purpose && certificates.All(certificate => certificate.Purpose == purpose)
            ? $" -IntendedPurpose {purpose}" : string.Empty;

    private string Key(DeploymentCheckDetails details) =>
        (call.HasKeyStorage ? string.Empty : $" -PublicKeyPath {StepText.Ask(PublicKey)}")
        + (details.KeyName is { Length: > 0 } name ? $" -KeyName {CommandText.Quote(name)}" : string.Empty)
        + (details.ProviderName is { Length: > 0 } provider ? $" -ProviderName {CommandText.Quote(provider)}" : string.Empty);

    // Files that opened without a password have none; a catalogue does not say.
    private string Password() => call.ArchivePassword
        ?? (call.Form == ArchiveForm.Folder ? "''" : StepText.AskSecret("Password of the PFX files"));

    private string ArchivePassword() =>
        call.ArchivePassword is { } password ? $" -ArchivePassword {password}" : string.Empty;

    private static string Literal(string text) => $"'{text.Replace("'", "''")}'";
}
