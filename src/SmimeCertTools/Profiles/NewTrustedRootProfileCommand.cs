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
    private InputColumns? _columns;

    /// <summary>Files with certificates of CAs: PEM, DER, PKCS#7, or a PFX, whose chain is taken.</summary>
    [Parameter(ParameterSetName = PathSet, Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("Path", "FullName")]
    [SupportsWildcards]
    [TextTransform(AllowMany = true)]
    public string[] CertificatePath { get; set; } = [];

    /// <summary>Certificates of CAs, or files with them as they come by pipeline.</summary>
    [Parameter(ParameterSetName = CertificateSet, ValueFromPipeline = true)]
    [PipelineInputTransform]
    public object? Certificate { get; set; }

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
    protected override Task BeginAsync()
    {
        _columns = new InputColumns(this);
        if (!MyInvocation.ExpectingInput && !_columns.IsGiven(nameof(Certificate)) && !_columns.IsGiven(nameof(CertificatePath)))
        {
            ThrowTerminatingError(InputErrors.NothingNamed(
                "certificate", "Give -CertificatePath or -Certificate, or pipe files or certificates to the cmdlet."));
        }

        return base.BeginAsync();
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        List<TrustedCertificate> certificates = [];
        foreach (var item in PipelineInput.Take(Certificate))
        {
            if (item is not null && ObjectMembers.Base(item) is X509Certificate certificate)
            {
                Read(certificate, certificates);
            }
            else if (item is not null || CertificatePath.Length > 0)
            {
                var cell = item is string ? new InputCell(isThere: true, item, null)
                    : _columns!.Read(nameof(CertificatePath), CertificatePath, item);
                await ReadFilesAsync(cell.IsThere ? BoundText.Many(cell.Value) : [string.Empty], certificates);
            }
        }

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

    private void Read(X509Certificate certificate, List<TrustedCertificate> certificates)
    {
        try
        {
            certificates.Add(TrustedCertificate.Read(certificate.GetRawCertData()));
        }
        catch (ProfileException error)
        {
            WriteItemError(error, certificate.Subject);
        }
    }

    private async Task ReadFilesAsync(string[] paths, List<TrustedCertificate> certificates)
    {
        if (paths.Select(BoundText.ProblemOf).FirstOrDefault(problem => problem is not null) is { } wrong)
        {
            WriteError(InputErrors.Unusable(PathErrors.UnusableId, nameof(CertificatePath), wrong));
            return;
        }

        var files = this.ResolveInput(
            paths, literal: false, () => PathErrors.Missing("certificate file", nameof(CertificatePath)));
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
    }
}
