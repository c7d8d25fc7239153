using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import;

/// <summary>Chooses the purpose of a certificate: what the caller says, else what its key usage says.</summary>
internal static class PurposeChoice
{
    private const string EmailProtection = "1.3.6.1.5.5.7.3.4";
    private const string AnyExtendedKeyUsage = "2.5.29.37.0";

    /// <summary>Refuses a given purpose that Intune does not take.</summary>
    /// <exception cref="ImportException">It does not (<see cref="ImportErrorKind.PurposeNotSupported"/>).</exception>
    public static void ValidateGiven(UserPfxSource source)
    {
        if (source.IntendedPurpose is { } given && !IntendedPurposes.IsSupported(given))
        {
            throw new ImportException(
                ImportErrorKind.PurposeNotSupported,
                $"Intune takes no imported certificate for the purpose {given}, asked for '{source.Path}' of "
                + $"{source.UserPrincipalName}. Use SmimeEncryption or SmimeSigning, or leave the purpose out to follow the "
                + "certificate's key usage.",
                source.Path);
        }
    }

    /// <summary>The purpose of <paramref name="certificate"/>.</summary>
    /// <exception cref="ImportException">None was given, and the certificate allows both uses or neither.</exception>
    public static IntendedPurpose Choose(UserPfxSource source, CertificateInfo certificate) =>
        source.IntendedPurpose ?? SmimeUsage.Classify(certificate) switch
        {
            SmimeCapability.Signing => IntendedPurpose.SmimeSigning,
            SmimeCapability.Encryption => IntendedPurpose.SmimeEncryption,
            SmimeCapability.Both => throw new ImportException(
                ImportErrorKind.PurposeRequired,
                $"The certificate {certificate.Thumbprint} in '{source.Path}' is for dual use, signing and encryption, and "
                + "Intune delivers it for one purpose. Say which with -IntendedPurpose SmimeEncryption or SmimeSigning, or in a "
                + "column IntendedPurpose.",
                source.Path),
            _ => throw new ImportException(
                ImportErrorKind.PurposeNotAllowed,
                $"The certificate {certificate.Thumbprint} in '{source.Path}' is neither for signing nor for encrypting mail: "
                + $"{WhyNot(certificate)}. Take the user's S/MIME certificate, or say what this one is for with "
                + "-IntendedPurpose.",
                source.Path),
        };

    /// <summary>Sentences on what is legal and yet likely to disappoint.</summary>
    public static IReadOnlyList<string> Warn(
        UserPfxSource source, CertificateInfo certificate, IntendedPurpose purpose, DateTimeOffset now)
    {
        var warnings = new List<string>();
        var capability = SmimeUsage.Classify(certificate);
        var subject = $"The certificate {certificate.Thumbprint} in '{source.Path}'";
        if (purpose == IntendedPurpose.SmimeEncryption && (capability & SmimeCapability.Encryption) == 0)
        {
            warnings.Add($"{subject} gets the purpose SmimeEncryption, but devices cannot decrypt mail with it: "
                + $"{WhyNot(certificate)}.");
        }

        if (purpose == IntendedPurpose.SmimeSigning && (capability & SmimeCapability.Signing) == 0)
        {
            warnings.Add($"{subject} gets the purpose SmimeSigning, but devices cannot sign mail with it: "
                + $"{WhyNot(certificate)}.");
        }

        if (purpose == IntendedPurpose.Unassigned && capability != SmimeCapability.None)
        {
            warnings.Add($"{subject} gets the purpose Unassigned: no S/MIME profile delivers it.");
        }

        // An expired encryption certificate is still needed to read old mail; an expired signing certificate is good for nothing.
        if (purpose == IntendedPurpose.SmimeSigning && certificate.NotAfter < now)
        {
            warnings.Add($"{subject} expired on {Day(certificate.NotAfter)}: recipients will not accept what it signs.");
        }

        if (purpose is IntendedPurpose.SmimeEncryption or IntendedPurpose.SmimeSigning && certificate.NotBefore > now)
        {
            warnings.Add(
                $"{subject} is valid from {Day(certificate.NotBefore)} only, and Intune delivers the certificate with the most "
                + "recent start of a purpose: devices may get it in place of the one that is valid now.");
        }

        return warnings;
    }

    private static string WhyNot(CertificateInfo certificate)
    {
        var purposes = certificate.ExtendedKeyUsage;
        if (purposes.Count > 0 && !purposes.Contains(EmailProtection) && !purposes.Contains(AnyExtendedKeyUsage))
        {
            return $"its extended key usage ({string.Join(", ", purposes.Select(NameOf))}) lacks emailProtection";
        }

        return certificate.KeyUsage is { } usage
            ? $"its key is {certificate.KeyAlgorithm} and its key usage is {usage}"
            : $"its key is {certificate.KeyAlgorithm}";
    }

    private static string NameOf(string purpose) => purpose switch
    {
        "1.3.6.1.5.5.7.3.1" => "serverAuth",
        "1.3.6.1.5.5.7.3.2" => "clientAuth",
        "1.3.6.1.5.5.7.3.3" => "codeSigning",
        "1.3.6.1.5.5.7.3.8" => "timeStamping",
        "1.3.6.1.4.1.311.20.2.2" => "smartcardLogon",
        "1.3.6.1.4.1.311.10.3.4" => "encryptingFileSystem",
        _ => purpose,
    };

    private static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
