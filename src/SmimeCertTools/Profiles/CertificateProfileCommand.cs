using System.Management.Automation;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Hosting;

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
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] AppPackage { get; set; } = [];
}
