using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Profiles;

/// <summary>
/// Creates the profiles that have a connector issue a certificate for each device from a Microsoft CA: right for signing, wrong
/// for encryption.
/// </summary>
[Cmdlet(VerbsCommon.New, "PkcsCertificateProfile", SupportsShouldProcess = true)]
[Alias("New-SmimePkcsCertificateProfile")]
[OutputType(typeof(SmimeProfile))]
public sealed class NewPkcsCertificateProfileCommand : CertificateProfileCommand
{
    private readonly List<object> _roots = [];

    /// <summary>The CA's host name.</summary>
    [Parameter(Mandatory = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [ValidateNotNullOrEmpty]
    public string CertificationAuthority { get; set; } = string.Empty;

    /// <summary>The CA's own name.</summary>
    [Parameter(Mandatory = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [ValidateNotNullOrEmpty]
    public string CertificationAuthorityName { get; set; } = string.Empty;

    /// <summary>The name of the CA's template, not its display name.</summary>
    [Parameter(Mandatory = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [ValidateNotNullOrEmpty]
    public string CertificateTemplateName { get; set; } = string.Empty;

    /// <summary>How many units certificates are valid: 5 days to 24 months.</summary>
    [Parameter]
    public int ValidityPeriod { get; set; } = 1;

    /// <summary>The unit of the validity.</summary>
    [Parameter]
    public SmimeValidityScale ValidityScale { get; set; } = SmimeValidityScale.Years;

    /// <summary>The share of the validity, in percent, that remains when devices ask for renewal.</summary>
    [Parameter]
    [ValidateRange(1, 99)]
    public int RenewalThreshold { get; set; } = 20;

    /// <summary>What the subject is made of.</summary>
    [Parameter]
    public SmimeSubjectNameFormat? SubjectNameFormat { get; set; }

    /// <summary>A subject of one's own with variables of Intune's.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SubjectNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? SubjectName { get; set; }

    /// <summary>
    /// The subject alternative names: a kind, with a value after an equals sign where the usual one is not meant.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(SubjectAlternativeNameCompleter))]
    [AllowEmptyCollection]
    [ValidateNotNull]
    public string[]? SubjectAlternativeName { get; set; }

    /// <summary>The purposes, by name or object identifier.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ExtendedKeyUsageCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? ExtendedKeyUsage { get; set; }

    /// <summary>Whose certificate it is.</summary>
    [Parameter]
    public SmimeCertificateStore? CertificateStore { get; set; }

    /// <summary>All apps of a Mac use the private key without a question.</summary>
    [Parameter]
    public SwitchParameter AllowAllAppsAccess { get; set; }

    /// <summary>The trusted certificate profiles of the CA's root, one for each platform that takes one.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public object[]? RootCertificate { get; set; } = [];

    private protected override SmimeProfileKind Kind => SmimeProfileKind.Pkcs;

    /// <inheritdoc/>
    protected override Task BeginAsync()
    {
        if (MyInvocation.BoundParameters.ContainsKey(nameof(RootCertificate))
            && RootCertificate?.Any(root => root is not null) != true)
        {
            // A profile without its root is not what was asked for.
            ThrowTerminatingError(
                InputErrors.Unusable(
                InputErrors.ValueUnusableId, nameof(RootCertificate), "is empty. Give profiles, or leave it out"));
        }

        return base.BeginAsync();
    }

    /// <inheritdoc/>
    protected override Task ProcessAsync()
    {
        _roots.AddRange((RootCertificate ?? []).Where(root => root is not null));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        if (_roots.Count == 0 && MyInvocation.ExpectingInput)
        {
            // Roots were to come by pipeline and none was made: a profile without its root is not what was asked for.
            WriteWarning("No trusted certificate profile came by pipeline: no PKCS certificate profile was made.");
            return;
        }

        var resolver = new ProfileReferenceResolver(
            Intune, [SmimeProfileKind.TrustedRoot], withScep: false, Cancellation, OnMissing);
        WarnOfTemplates();
        await PublishEachAsync(platform => SettingsAsync(platform, resolver));
    }

    private async Task<ProfileSettings> SettingsAsync(SmimePlatform platform, ProfileReferenceResolver finder) => new PkcsSettings
    {
        CertificationAuthority = CertificationAuthority,
        CertificationAuthorityName = CertificationAuthorityName,
        CertificateTemplateName = CertificateTemplateName,
        ValidityPeriod = GivenValue(ValidityPeriod, nameof(ValidityPeriod)),
        ValidityScale = GivenValue(ValidityScale, nameof(ValidityScale)),
        RenewalThreshold = GivenValue(RenewalThreshold, nameof(RenewalThreshold)),
        SubjectNameFormat = SubjectNameFormat,
        SubjectName = SubjectName,
        SubjectAlternativeName = SubjectAlternativeName?.Select(PkcsTexts.AlternativeName).ToList(),
        ExtendedKeyUsage = For(platform, ExtendedKeyUsage, nameof(ExtendedKeyUsage))?.Select(PkcsTexts.KeyUsage).ToList(),
        KeyStorageProvider = For(platform, KeyStorageProvider, nameof(KeyStorageProvider)),

        // Subject and store make another certificate of it: a platform without the choice refuses it rather than goes without.
        CertificateStore = CertificateStore,
        DeploymentChannel = For(platform, DeploymentChannel, nameof(DeploymentChannel)),
        AllowAllAppsAccess = For(platform, Given(AllowAllAppsAccess, nameof(AllowAllAppsAccess)), nameof(AllowAllAppsAccess)),
        CertificateAccess = For(platform, CertificateAccess, nameof(CertificateAccess)),
        AppPackage = For(platform, AppPackage, nameof(AppPackage)) ?? [],
        RootCertificate = await RootAsync(platform, finder),
    };

    private async Task<ReferencedProfile?> RootAsync(SmimePlatform platform, ProfileReferenceResolver resolver)
    {
        if (_roots.Count == 0 || !Takes(platform, nameof(RootCertificate)))
        {
            return null;
        }

        ProfileOptions.Require(Kind, platform, nameof(RootCertificate));
        return await resolver.ResolveAsync(nameof(RootCertificate), _roots, platform);
    }

    private void WarnOfTemplates()
    {
        var others = Platforms.Where(platform => !Takes(platform, nameof(ExtendedKeyUsage))).Select(ProfileName.Of).ToList();
        if (ExtendedKeyUsage is not null && others.Count > 0)
        {
            WriteWarning($"ExtendedKeyUsage is not given to {string.Join(" and ", others)}, whose profiles have no such member: "
                + $"the template '{CertificateTemplateName}' decides there.");
        }
    }
}
