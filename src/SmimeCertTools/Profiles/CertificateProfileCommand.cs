using System.Management.Automation;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Types;

namespace SmimeCertTools.Profiles;

/// <summary>
/// What the cmdlets share that make profiles by which devices get certificates: where Windows keeps the keys, the channel of a
/// Mac, and the apps of an Android device owner. Each choice goes to the platforms that have it.
/// </summary>
public abstract class CertificateProfileCommand : ProfileCreationCommand
{
    /// <summary>Where Windows keeps the private keys.</summary>
    [Parameter]
    public SmimeKeyStorageProvider? KeyStorageProvider { get; set; }

    /// <summary>The channel on Macs; the user's when left out. It cannot change after creation.</summary>
    [Parameter]
    public SmimeDeploymentChannel? DeploymentChannel { get; set; }

    /// <summary>How apps of an Android device owner get at the certificate.</summary>
    [Parameter]
    public SmimeCertificateAccess? CertificateAccess { get; set; }

    /// <summary>The packages of the apps that need no approval on an Android device owner.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AppPackage { get; set; } = [];

    private protected KeyStorageProviderOption? KeyStorageFor(ProfileKind kind, SmimePlatform platform) =>
        KeyStorageProvider is { } provider && Takes(kind, platform, nameof(KeyStorageProvider))
            ? CertificateProfileConvert.KeyStorage(provider)
            : null;

    private protected AppleDeploymentChannel? ChannelFor(ProfileKind kind, SmimePlatform platform) =>
        DeploymentChannel is { } channel && Takes(kind, platform, nameof(DeploymentChannel))
            ? ProfileConvert.Channel(channel)
            : null;

    private protected CertificateAccessType? AccessFor(ProfileKind kind, SmimePlatform platform) =>
        CertificateAccess is { } access && Takes(kind, platform, nameof(CertificateAccess))
            ? CertificateProfileConvert.Access(access)
            : null;

    private protected string[] AppsFor(ProfileKind kind, SmimePlatform platform) =>
        Takes(kind, platform, nameof(AppPackage)) ? AppPackage : [];
}
