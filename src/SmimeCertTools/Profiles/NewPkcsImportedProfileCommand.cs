using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Profiles;

/// <summary>Creates the profiles by which devices get users' imported certificates of one purpose.</summary>
[Cmdlet(VerbsCommon.New, "PkcsImportedProfile", SupportsShouldProcess = true)]
[Alias("New-SmimePkcsImportedProfile")]
[OutputType(typeof(SmimeProfile))]
public sealed class NewPkcsImportedProfileCommand : CertificateProfileCommand
{
    /// <summary>The purpose that records must have. It cannot change after creation.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [PurposeTransform]
    public UserPfxPurpose IntendedPurpose { get; set; }

    private protected override SmimeProfileKind Kind => SmimeProfileKind.ImportedPfx;

    /// <inheritdoc/>
    protected override Task EndAsync() => PublishAsync(Platforms.Select(platform => Request(platform,
        new ImportedPfxSettings
        {
            IntendedPurpose = IntendedPurpose,
            KeyStorageProvider = For(platform, KeyStorageProvider, nameof(KeyStorageProvider)),
            DeploymentChannel = For(platform, DeploymentChannel, nameof(DeploymentChannel)),
            CertificateAccess = For(platform, CertificateAccess, nameof(CertificateAccess)),
            AppPackage = For(platform, AppPackage, nameof(AppPackage)) ?? [],
        })));
}
