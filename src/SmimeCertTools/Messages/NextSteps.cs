using SmimeCertTools.Core.Messages;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Messages;

/// <summary>The command that goes on from a verdict, to be copied as it stands.</summary>
/// <param name="isConnected">Whether there is a connection.</param>
/// <param name="archive">The archive as it was given; null for none.</param>
/// <param name="hasKeyStorage">Whether connector keys can be had from this system's key storage: on Windows.</param>
internal sealed class NextSteps(bool isConnected, string? archive, bool hasKeyStorage)
{
    private const string PublicKey = " -PublicKeyPath ./connector-public.pem";
    private const string Connect = "Connect-SmimeGraph";
    private const string Devices = "Get-SmimeProfile -Kind ImportedPfx -CertificateState";

    /// <summary>The command; null where nothing is to be done, or no command does it.</summary>
    public string? Of(MessageCheck check)
    {
        var user = check.UserPrincipalName is { } name ? CommandText.Quote(name) : null;
        return check.Verdict switch
        {
            SmimeMessageVerdict.InArchiveOnly when check.Certificate?.Path is { } file && user is not null =>
                Import(file, user, check.Certificate.Capability),
            SmimeMessageVerdict.InArchiveOnly or SmimeMessageVerdict.NotFound =>
                user is null ? null : $"Get-UserCertHistory {user}",
            SmimeMessageVerdict.InArchive or SmimeMessageVerdict.Unknown when !isConnected => Connect,
            SmimeMessageVerdict.InArchive => null,
            SmimeMessageVerdict.Unknown when archive is null && user is not null => $"Get-SmimeUserPfx {user}",
            SmimeMessageVerdict.Unknown when user is not null => $"Get-UserCertHistory {user}",
            SmimeMessageVerdict.InIntune or SmimeMessageVerdict.DeliveryFailed => Devices,
            SmimeMessageVerdict.OtherUser
                when check.Certificate?.UserPrincipalName is { } owner && check.Message.Path is { } path =>
                $"Test-SmimeMessage -LiteralPath {CommandText.Quote(path)} -UserPrincipalName {CommandText.Quote(owner)}"
                    + (archive is null ? string.Empty : $" -ArchivePath {CommandText.Quote(archive)}"),
            SmimeMessageVerdict.RootNotDeployed => "Get-SmimeProfile -Kind TrustedRoot",
            SmimeMessageVerdict.SignatureValid when check.RootDeployed is null && !isConnected => Connect,
            _ => null,
        };
    }

    // The password is asked for. Only Windows, on the connector's server, can do without the file of the key; it has the name
    // that the help gives it everywhere. A certificate for both is wanted for what it is to open.
    private string Import(string file, string user, SmimeCertCapability? capability) =>
        $"Import-SmimeUserPfx -LiteralPath {CommandText.Quote(file)} -UserPrincipalName {user}"
        + (capability is SmimeCertCapability.Both or null ? $" -IntendedPurpose {UserPfxPurpose.SmimeEncryption}" : string.Empty)
        + (hasKeyStorage ? string.Empty : PublicKey);
}
