using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Profiles;

/// <summary>
/// Creates the profiles that make devices trust the CAs of users' certificates: one for each root and intermediate and each
/// platform.
/// </summary>
[Cmdlet(VerbsCommon.New, "TrustedRootProfile", DefaultParameterSetName = CertificateSet, SupportsShouldProcess = true)]
[Alias("New-SmimeTrustedRootProfile")]
[OutputType(typeof(SmimeProfile))]
public sealed class NewTrustedRootProfileCommand : ProfileCreationCommand
{
    private const string PathSet = "Path";
    private const string CertificateSet = "Certificate";

    private readonly HashSet<string> _seen = [];

    /// <summary>Files with certificates of CAs: PEM, DER, PKCS#7, or a PFX, whose chain is taken.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("Path", "FullName")]
    [SupportsWildcards]
    [AllowEmptyString]
    public string[] CertificatePath { get; set; } = [];

    /// <summary>Certificates of CAs.</summary>
    [Parameter(ParameterSetName = CertificateSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public X509Certificate2[] Certificate { get; set; } = [];

    /// <summary>The password of a PFX file.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [AllowNull]
    [PasswordTransform]
    public SecureString? Password { get; set; }

    /// <summary>Whether Windows puts intermediates into the user's store rather than the computer's.</summary>
    [Parameter]
    public SwitchParameter IntermediatesInUserStore { get; set; }

    /// <summary>The channel on Macs; the user's when left out. It cannot change after creation.</summary>
    [Parameter]
    public SmimeDeploymentChannel? DeploymentChannel { get; set; }

    private protected override SmimeProfileKind Kind => SmimeProfileKind.TrustedRoot;

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        var certificates = ParameterSetName == PathSet ? await ReadFilesAsync() : ReadObjects();

        // A chain that several files hold brings each of its certificates once.
        await PublishAsync(certificates.Where(certificate => _seen.Add(certificate.Certificate.ThumbprintSha256))
            .SelectMany(certificate => Platforms.Select(platform => RequestFor(certificate, platform))));
    }

    private ProfileRequest RequestFor(TrustedCertificate certificate, SmimePlatform platform) => Request(platform,
        new TrustedRootSettings
        {
            Certificate = certificate,
            IntermediatesInUserStore = IntermediatesInUserStore && Takes(platform, nameof(IntermediatesInUserStore)),
            DeploymentChannel = For(platform, DeploymentChannel, nameof(DeploymentChannel)),
        },
        new Dictionary<string, string> { ["Certificate"] = certificate.Name });

    private List<TrustedCertificate> ReadObjects()
    {
        List<TrustedCertificate> certificates = [];
        foreach (var certificate in Certificate)
        {
            try
            {
                certificates.Add(TrustedCertificate.Read(certificate.RawData));
            }
            catch (ProfileException error)
            {
                WriteItemError(error, certificate.Subject);
            }
        }

        return certificates;
    }

    private async Task<List<TrustedCertificate>> ReadFilesAsync()
    {
        List<TrustedCertificate> certificates = [];
        var files = this.ResolveInput(
            CertificatePath, literal: false, () => PathErrors.Missing("certificate file", nameof(CertificatePath)));
        foreach (var (path, error) in files)
        {
            if (error is not null)
            {
                WriteError(error);
                continue;
            }

            await ForItemAsync(path, async () =>
            {
                using var password = Password is null ? null : SecretText.From(Password);
                var file = await TrustedCertificateFile.ReadAsync(path!, password, Cancellation);
                foreach (var refused in file.Refused)
                {
                    WriteItemError(refused, path);
                }

                certificates.AddRange(file.Certificates);
            });
        }

        return certificates;
    }
}
