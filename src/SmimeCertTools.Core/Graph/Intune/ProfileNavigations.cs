using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>Which types of deviceConfigurations lead to certificate profiles, after the beta endpoint's metadata.</summary>
internal static class ProfileNavigations
{
    private const string Root = "rootCertificate";
    private const string Identity = "identityCertificate";
    private const string Signing = "smimeSigningCertificate";
    private const string Encryption = "smimeEncryptionCertificate";

    private static readonly Dictionary<string, string[]> ByType = new(StringComparer.Ordinal)
    {
        ["iosEasEmailProfileConfiguration"] = [Identity, Signing, Encryption],
        ["androidEasEmailProfileConfiguration"] = [Identity, Signing],
        ["androidForWorkGmailEasConfiguration"] = [Identity],
        ["androidForWorkNineWorkEasConfiguration"] = [Identity],
        ["androidWorkProfileGmailEasConfiguration"] = [Identity],
        ["androidWorkProfileNineWorkEasConfiguration"] = [Identity],
        ["iosScepCertificateProfile"] = [Root],
        ["macOSScepCertificateProfile"] = [Root],
        ["windows81SCEPCertificateProfile"] = [Root],
        ["androidScepCertificateProfile"] = [Root],
        ["androidPkcsCertificateProfile"] = [Root],
        ["androidImportedPFXCertificateProfile"] = [Root],
        ["androidForWorkScepCertificateProfile"] = [Root],
        ["androidForWorkPkcsCertificateProfile"] = [Root],
        ["androidForWorkImportedPFXCertificateProfile"] = [Root],
        ["androidWorkProfileScepCertificateProfile"] = [Root],
        ["androidWorkProfilePkcsCertificateProfile"] = [Root],
        ["androidDeviceOwnerScepCertificateProfile"] = [Root],
        ["androidDeviceOwnerPkcsCertificateProfile"] = [Root],
        ["androidDeviceOwnerImportedPFXCertificateProfile"] = [Root],
        ["aospDeviceOwnerScepCertificateProfile"] = [Root],
        ["aospDeviceOwnerPkcsCertificateProfile"] = [Root],
    };

    private static readonly string[] Families = ["windows", "ios", "macOS", "android", "aosp"];

    /// <summary>The navigations of a type, without namespace; empty for none.</summary>
    public static IReadOnlyList<string> Of(string type) => ByType.TryGetValue(type, out var navigations) ? navigations : [];

    /// <summary>The navigations of a type by which it could refer to a profile; empty for none.</summary>
    /// <param name="type">The type that may refer, without namespace.</param>
    /// <param name="to">The profile.</param>
    public static IReadOnlyList<string> To(string type, IntuneProfile to)
    {
        if (!ByType.TryGetValue(type, out var navigations) || Family(type) != Family(to.ODataType))
        {
            return [];
        }

        return to.Kind switch
        {
            SmimeProfileKind.TrustedRoot => [.. navigations.Where(name => name == Root)],
            SmimeProfileKind.Pkcs or SmimeProfileKind.ImportedPfx => [.. navigations.Where(name => name != Root)],
            _ => [],
        };
    }

    private static string? Family(string type) =>
        Families.FirstOrDefault(family => type.StartsWith(family, StringComparison.Ordinal));
}
