using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Profiles;

/// <summary>A profile that delivers users' imported certificates of one purpose.</summary>
public sealed class ImportedPfxSettings : ProfileSettings
{
    /// <inheritdoc/>
    public override SmimeProfileKind Kind => SmimeProfileKind.ImportedPfx;

    /// <summary>The purpose that records must have. It cannot change after creation.</summary>
    public required UserPfxPurpose IntendedPurpose { get; init; }

    /// <summary>
    /// Where Windows keeps the private keys; null for software, because TPMs do not take keys of every size, which a history of
    /// certificates may have. It cannot change after creation.
    /// </summary>
    public SmimeKeyStorageProvider? KeyStorageProvider { get; init; }

    /// <summary>The channel on a Mac; null for the user's, where mail clients look. It cannot change after creation.</summary>
    public SmimeDeploymentChannel? DeploymentChannel { get; init; }

    /// <summary>
    /// How apps of an Android device owner get at the certificate; null for approval by the user, or for the apps where
    /// <see cref="AppPackage"/> names some.
    /// </summary>
    public SmimeCertificateAccess? CertificateAccess { get; init; }

    /// <summary>The packages of the apps that need no approval on an Android device owner, at most 50.</summary>
    public IReadOnlyList<string> AppPackage { get; init; } = [];

    /// <inheritdoc/>
    internal override ProfileBody Build(SmimePlatform platform)
    {
        var type = ProfileTypes.Get(platform, Kind);
        if (!IntendedPurposes.IsSupported(IntendedPurpose))
        {
            throw ProfileErrors.Invalid(nameof(IntendedPurpose),
                $"Intune delivers no imported certificates for {IntendedPurpose}. Use SmimeEncryption or SmimeSigning.");
        }

        RefuseUncarried(type);

        var members = new JsonObject { ["intendedPurpose"] = ProfileOptions.Wire(IntendedPurpose, nameof(IntendedPurpose)) };
        List<string> idle = [];
        if (platform != SmimePlatform.IOS)
        {
            AddInherited(platform, members, idle);
        }

        AppAccess.Add(type, members, CertificateAccess, AppPackage);
        if (platform == SmimePlatform.Windows)
        {
            members["keyStorageProvider"] =
                ProfileOptions.Wire(KeyStorageProvider ?? SmimeKeyStorageProvider.UseSoftwareKsp, nameof(KeyStorageProvider));
        }
        else if (platform == SmimePlatform.MacOS)
        {
            members["deploymentChannel"] =
                ProfileOptions.Wire(DeploymentChannel ?? SmimeDeploymentChannel.UserChannel, nameof(DeploymentChannel));
        }

        return type.Body(members) with
        {
            CreationMembers = NotAskedFor(),
            IdleMembers = idle,
            Warnings = platform == SmimePlatform.MacOS && DeploymentChannel == SmimeDeploymentChannel.DeviceChannel
                ? ["In the device channel the certificates reach the system keychain, where mail clients of a user do not "
                    + "find the keys."]
                : [],
        };
    }

    private protected override IReadOnlyList<(string Option, bool IsGiven, string[] Members)> Options =>
    [
        (nameof(KeyStorageProvider), KeyStorageProvider is not null, ["keyStorageProvider"]),
        (nameof(DeploymentChannel), DeploymentChannel is not null, ["deploymentChannel"]),
        .. AppAccess.Options(CertificateAccess, AppPackage),
    ];

    // An imported certificate is what it is: these members describe certificates that a CA issues, and stand here because the
    // types inherit them and do not allow null.
    private static void AddInherited(SmimePlatform platform, JsonObject members, List<string> idle)
    {
        members["certificateValidityPeriodScale"] = "years";
        members["certificateValidityPeriodValue"] = 1;
        members["renewalThresholdPercentage"] = PkcsSettings.DefaultRenewalThreshold;
        members["subjectNameFormat"] = "commonName";
        idle.AddRange(["certificateValidityPeriodScale", "certificateValidityPeriodValue", "renewalThresholdPercentage",
            "subjectNameFormat"]);
        if (platform is not (SmimePlatform.Windows or SmimePlatform.MacOS))
        {
            members["subjectAlternativeNameType"] = "none";
            members["extendedKeyUsages"] = new JsonArray(PkcsSettings.Write(ExtendedKeyUsageEntry.EmailProtection));
            idle.AddRange(["subjectAlternativeNameType", "extendedKeyUsages"]);
        }
    }
}
