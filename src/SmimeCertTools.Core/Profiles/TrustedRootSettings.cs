using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.Certificates;

namespace SmimeCertTools.Core.Profiles;

/// <summary>A profile that makes devices trust one root or intermediate.</summary>
public sealed class TrustedRootSettings : ProfileSettings
{
    private const int LongestName = 60;

    private readonly TimeProvider _clock;

    /// <summary>Creates settings.</summary>
    public TrustedRootSettings() : this(TimeProvider.System)
    {
    }

    internal TrustedRootSettings(TimeProvider clock) => _clock = clock;

    /// <inheritdoc/>
    public override SmimeProfileKind Kind => SmimeProfileKind.TrustedRoot;

    /// <summary>The certificate. On Windows it chooses the store: that of roots, or that of intermediates.</summary>
    public TrustedCertificate? Certificate { get; init; }

    /// <summary>
    /// Whether Windows puts an intermediate into the user's store rather than the computer's. Roots have the computer's only.
    /// </summary>
    public bool IntermediatesInUserStore { get; init; }

    /// <summary>
    /// The channel on a Mac; null for the user's, in which certificate profiles for S/MIME come. It cannot change after creation.
    /// </summary>
    public SmimeDeploymentChannel? DeploymentChannel { get; init; }

    /// <inheritdoc/>
    internal override ProfileBody Build(SmimePlatform platform)
    {
        var type = ProfileTypes.Get(platform, Kind);
        var certificate = Certificate ?? throw ProfileErrors.Invalid(nameof(Certificate), "Certificate is missing. Give one.");
        RefuseUncarried(type);

        var members = new JsonObject
        {
            ["certFileName"] = FileName(certificate),
            ["trustedRootCertificate"] = Convert.ToBase64String(certificate.Certificate.RawData),
        };
        if (platform == SmimePlatform.Windows)
        {
            members["destinationStore"] = certificate.IsRoot ? "computerCertStoreRoot"
                : IntermediatesInUserStore ? "userCertStoreIntermediate" : "computerCertStoreIntermediate";
        }
        else if (platform == SmimePlatform.MacOS)
        {
            members["deploymentChannel"] =
                ProfileOptions.Wire(DeploymentChannel ?? SmimeDeploymentChannel.UserChannel, nameof(DeploymentChannel));
        }

        return type.Body(members) with
        {
            CreationMembers = NotAskedFor(),
            FollowingMembers = new Dictionary<string, string> { ["destinationStore"] = "trustedRootCertificate" },
            EquallyGood = certificate.IsRoot || IntermediatesInUserStore ? new Dictionary<string, string>()
                : new Dictionary<string, string> { ["destinationStore"] = "userCertStoreIntermediate" },
            IdleMembers = ["certFileName"],
            Warnings = [.. Warnings(certificate)],
        };
    }

    private protected override IReadOnlyList<(string Option, bool IsGiven, string[] Members)> Options =>
    [
        (nameof(IntermediatesInUserStore), IntermediatesInUserStore, ["destinationStore"]),
        (nameof(DeploymentChannel), DeploymentChannel is not null, ["deploymentChannel"]),
    ];

    // Letters of all scripts are fine in a file name; what file systems and shells treat in their own way is not.
    private static string FileName(TrustedCertificate certificate)
    {
        var name = new StringBuilder();
        foreach (var character in certificate.Name.Take(LongestName))
        {
            name.Append(char.IsLetterOrDigit(character) || character is ' ' or '-' or '_' or '.' ? character : '_');
        }

        var trimmed = name.ToString().Trim(' ', '.', '_');
        return (trimmed.Length > 0 ? trimmed : certificate.Certificate.Thumbprint) + ".cer";
    }

    private IEnumerable<string> Warnings(TrustedCertificate certificate)
    {
        var info = certificate.Certificate;
        var now = _clock.GetUtcNow();
        if (info.NotAfter < now)
        {
            yield return $"The certificate '{info.Subject}' expired on {Date(info.NotAfter)}: devices build no chain with it to "
                + "certificates in use.";
        }
        else if (info.NotBefore > now)
        {
            yield return $"The certificate '{info.Subject}' is not valid before {Date(info.NotBefore)}.";
        }

        if (info.KeyUsage is { } usage && (usage & CertificateKeyUsages.KeyCertSign) == 0)
        {
            yield return $"The certificate '{info.Subject}' is a CA's, but its key usage does not allow signing certificates.";
        }
    }

    private static string Date(DateTimeOffset date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
