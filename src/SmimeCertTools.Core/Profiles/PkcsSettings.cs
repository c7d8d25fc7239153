using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// A profile that has a connector issue a certificate for each device from a Microsoft CA: right for signing, wrong for
/// encryption, since every device gets a key of its own. The key usage is the template's: the types have no member for it.
/// </summary>
public sealed class PkcsSettings : ProfileSettings
{
    internal const int DefaultRenewalThreshold = 20;

    /// <inheritdoc/>
    public override SmimeProfileKind Kind => SmimeProfileKind.Pkcs;

    /// <summary>The CA's host name, such as ca1.contoso.com.</summary>
    public string? CertificationAuthority { get; init; }

    /// <summary>The CA's own name, such as Contoso Issuing CA 1.</summary>
    public string? CertificationAuthorityName { get; init; }

    /// <summary>The name of the CA's template: the name, not the display name.</summary>
    public string? CertificateTemplateName { get; init; }

    /// <summary>
    /// How many units certificates are valid: 5 days to 24 months; null for 1. The template's own limit counts too.
    /// </summary>
    public int? ValidityPeriod { get; init; }

    /// <summary>The unit of <see cref="ValidityPeriod"/>; null for years.</summary>
    public SmimeValidityScale? ValidityScale { get; init; }

    /// <summary>The share of the validity, in percent, that remains when devices ask for renewal: 1 to 99; null for 20.</summary>
    public int? RenewalThreshold { get; init; }

    /// <summary>
    /// What the subject is made of; null for <see cref="SubjectName"/>, or without one for name and e-mail address.
    /// </summary>
    public SmimeSubjectNameFormat? SubjectNameFormat { get; init; }

    /// <summary>A subject of one's own with variables of Intune's, such as <c>CN={{UserName}},E={{EmailAddress}}</c>.</summary>
    public string? SubjectName { get; init; }

    /// <summary>The subject alternative names; null for the e-mail address, empty for none.</summary>
    public IReadOnlyList<SubjectAlternativeName>? SubjectAlternativeName { get; init; }

    /// <summary>
    /// The purposes; null for e-mail protection. Apple's types have no member for them: the template's count there, and with null
    /// everywhere else e-mail protection is asked for.
    /// </summary>
    public IReadOnlyList<ExtendedKeyUsageEntry>? ExtendedKeyUsage { get; init; }

    /// <summary>Where Windows keeps the private key; null for the TPM where there is one, otherwise software.</summary>
    public SmimeKeyStorageProvider? KeyStorageProvider { get; init; }

    /// <summary>Whose certificate it is; null for the user's.</summary>
    public SmimeCertificateStore? CertificateStore { get; init; }

    /// <summary>The channel on a Mac; null for the user's. It cannot change after creation.</summary>
    public SmimeDeploymentChannel? DeploymentChannel { get; init; }

    /// <summary>Whether all apps of a Mac use the private key without a question; null for no.</summary>
    public bool? AllowAllAppsAccess { get; init; }

    /// <summary>
    /// How apps of an Android device owner get at the certificate; null for approval by the user, or for the apps where
    /// <see cref="AppPackage"/> names some.
    /// </summary>
    public SmimeCertificateAccess? CertificateAccess { get; init; }

    /// <summary>The packages of the apps that need no approval on an Android device owner, at most 50.</summary>
    public IReadOnlyList<string> AppPackage { get; init; } = [];

    /// <summary>The trusted certificate profile of the CA's root, which profiles of Android refer to; null for none.</summary>
    public ReferencedProfile? RootCertificate { get; init; }

    /// <inheritdoc/>
    internal override ProfileBody Build(SmimePlatform platform)
    {
        var type = ProfileTypes.Get(platform, Kind);
        RefuseUncarried(type);
        var warnings = new List<string>();
        var members = new JsonObject();
        PkcsIssuance.AddAuthority(this, members, warnings);
        PkcsIssuance.AddValidity(this, members);
        PkcsSubject.Add(this, type, members, warnings);
        AddPurposes(type, members, warnings);
        AppAccess.Add(type, members, CertificateAccess, AppPackage);
        AddPlatformMembers(type, members, warnings);
        return type.Body(members) with
        {
            CreationMembers = [.. NotAskedFor(), "certificationAuthorityType"],
            References = RootCertificate is null ? []
                : [ProfileReferences.To("rootCertificate", RootCertificate, nameof(RootCertificate),
                    [ProfileTypes.Get(platform, SmimeProfileKind.TrustedRoot).ODataType])],
            Warnings = warnings,
        };
    }

    internal static JsonObject Write(ExtendedKeyUsageEntry usage) => new()
    {
        ["name"] = ProfileErrors.Required(usage.Name, nameof(ExtendedKeyUsage)),
        ["objectIdentifier"] = PkcsIssuance.CheckIdentifier(usage.ObjectIdentifier),
    };

    // What is null was left to this class: a profile that exists keeps what it has.
    private protected override IReadOnlyList<(string Option, bool IsGiven, string[] Members)> Options =>
    [
        (nameof(ValidityPeriod), ValidityPeriod is not null || ValidityScale is not null,
            ["certificateValidityPeriodScale", "certificateValidityPeriodValue"]),
        (nameof(RenewalThreshold), RenewalThreshold is not null, ["renewalThresholdPercentage"]),
        (nameof(SubjectNameFormat), SubjectNameFormat is not null || SubjectName is not null,
            ["subjectNameFormat", "subjectNameFormatString"]),
        (nameof(SubjectAlternativeName), SubjectAlternativeName is not null,
            ["subjectAlternativeNameType", "customSubjectAlternativeNames"]),
        (nameof(KeyStorageProvider), KeyStorageProvider is not null, ["keyStorageProvider"]),
        (nameof(CertificateStore), CertificateStore is not null, ["certificateStore"]),
        (nameof(DeploymentChannel), DeploymentChannel is not null, ["deploymentChannel"]),
        (nameof(AllowAllAppsAccess), AllowAllAppsAccess is not null, ["allowAllAppsAccess"]),
        (nameof(ExtendedKeyUsage), ExtendedKeyUsage is not null, ["extendedKeyUsages"]),
        (nameof(RootCertificate), RootCertificate is not null, []),
        .. AppAccess.Options(CertificateAccess, AppPackage),
    ];

    private void AddPurposes(ProfileType type, JsonObject members, List<string> warnings)
    {
        if (!ProfileOptions.Carries(Kind, type.Platform, nameof(ExtendedKeyUsage)))
        {
            return;
        }

        var purposes = ExtendedKeyUsage ?? [ExtendedKeyUsageEntry.EmailProtection];
        members["extendedKeyUsages"] = new JsonArray([.. purposes.Select(Write)]);
        if (!purposes.Any(purpose => purpose.ObjectIdentifier == ExtendedKeyUsageEntry.EmailProtection.ObjectIdentifier))
        {
            warnings.Add("The extended key usages do not have e-mail protection (1.3.6.1.5.5.7.3.4): mail clients do not sign "
                + "with such certificates.");
        }
    }

    private void AddPlatformMembers(ProfileType type, JsonObject members, List<string> warnings)
    {
        if (ProfileOptions.Carries(Kind, type.Platform, nameof(CertificateStore)))
        {
            members["certificateStore"] =
                ProfileOptions.Wire(CertificateStore ?? SmimeCertificateStore.User, nameof(CertificateStore));
        }

        if (CertificateStore == SmimeCertificateStore.Machine)
        {
            warnings.Add("The certificate is the device's: mail clients use those of the user.");
        }

        switch (type.Platform)
        {
            case SmimePlatform.Windows:
                members["keyStorageProvider"] = ProfileOptions.Wire(
                    KeyStorageProvider ?? SmimeKeyStorageProvider.UseTpmKspOtherwiseUseSoftwareKsp, nameof(KeyStorageProvider));
                break;
            case SmimePlatform.MacOS:
                members["deploymentChannel"] =
                    ProfileOptions.Wire(DeploymentChannel ?? SmimeDeploymentChannel.UserChannel, nameof(DeploymentChannel));
                members["allowAllAppsAccess"] = AllowAllAppsAccess ?? false;
                break;
            case SmimePlatform.AndroidDeviceOwner or SmimePlatform.AospDeviceOwner:
                members["certificationAuthorityType"] = "microsoft";
                break;
        }
    }
}
