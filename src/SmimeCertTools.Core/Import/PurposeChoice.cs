using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import;

/// <summary>Chooses the purpose of a certificate: what the caller says, else what its key usage says.</summary>
internal static class PurposeChoice
{
    private const string EmailProtection = "1.3.6.1.5.5.7.3.4";
    private const string AnyExtendedKeyUsage = "2.5.29.37.0";

    /// <summary>Refuses a given purpose that Intune does not take.</summary>
    /// <exception cref="ImportException">It does not (<see cref="ImportErrorKind.PurposeNotSupported"/>).</exception>
    public static void ValidateGiven(ImportRow source)
    {
        if (source.IntendedPurpose is { } given && !IntendedPurposes.IsSupported(given))
        {
            throw new ImportException(
                ImportErrorKind.PurposeNotSupported,
                $"Intune takes no imported certificate for the purpose {given}, asked for '{source.Path}' of "
                + $"{source.Recipient}. Use SmimeEncryption or SmimeSigning, or leave the purpose out to follow the "
                + "certificate's key usage.",
                source.Path);
        }
    }

    /// <summary>The purpose of <paramref name="pair"/>.</summary>
    /// <param name="source">The file, and the purpose given for it.</param>
    /// <param name="pair">The key pair.</param>
    /// <param name="all">All key pairs of the file that are to be delivered.</param>
    /// <exception cref="ImportException">
    /// None was given, and the certificate allows both uses or neither; or, in a file with several key pairs, the certificate is
    /// a certification authority's or allows no mail use.
    /// </exception>
    public static UserPfxPurpose Choose(ImportRow source, PfxKeyPair pair, IReadOnlyList<PfxKeyPair> all)
    {
        if (all.Count > 1 && (pair.Certificate.IsOfAuthority || all.Any(other => HasIssued(pair, other))))
        {
            throw Authority(source, pair.Certificate);
        }

        var own = SmimeUsage.Classify(pair.Certificate) switch
        {
            SmimeCertCapability.Signing => UserPfxPurpose.SmimeSigning,
            SmimeCertCapability.Encryption => UserPfxPurpose.SmimeEncryption,
            SmimeCertCapability.Both => source.IntendedPurpose ?? throw DualUse(source, pair.Certificate),
            _ => (UserPfxPurpose?)null,
        };
        if (source.IntendedPurpose is { } given && (all.Count == 1 || !IsForMail(given)))
        {
            return given;
        }

        return own ?? throw NoMailUse(source, pair.Certificate, isOneOfMany: all.Count > 1);
    }

    /// <summary>Sentences on what is legal and yet likely to disappoint.</summary>
    public static IReadOnlyList<string> Warn(
        ImportRow source, CertificateInfo certificate, UserPfxPurpose purpose, DateTimeOffset now)
    {
        var warnings = new List<string>();
        var capability = SmimeUsage.Classify(certificate);
        var subject = Name(source, certificate);
        if (source.IntendedPurpose is { } given && given != purpose)
        {
            warnings.Add($"{subject} gets the purpose {purpose} and not {given}, which was asked for: {WhyNot(certificate)}.");
        }

        if (certificate.IsOfAuthority)
        {
            warnings.Add($"{subject} is a certification authority's: with its key on a device anybody there can issue "
                + "certificates. Check that it is the user's S/MIME certificate.");
        }

        if (purpose == UserPfxPurpose.SmimeEncryption && (capability & SmimeCertCapability.Encryption) == 0)
        {
            warnings.Add($"{subject} gets the purpose SmimeEncryption, but devices cannot decrypt mail with it: "
                + $"{WhyNot(certificate)}.");
        }

        if (purpose == UserPfxPurpose.SmimeSigning && (capability & SmimeCertCapability.Signing) == 0)
        {
            warnings.Add($"{subject} gets the purpose SmimeSigning, but devices cannot sign mail with it: "
                + $"{WhyNot(certificate)}.");
        }

        if (purpose == UserPfxPurpose.Unassigned && capability != SmimeCertCapability.None)
        {
            warnings.Add($"{subject} gets the purpose Unassigned: no S/MIME profile delivers it.");
        }

        // An expired encryption certificate is still needed to read old mail; an expired signing certificate is good for nothing.
        if (purpose == UserPfxPurpose.SmimeSigning && certificate.NotAfter < now)
        {
            warnings.Add($"{subject} expired on {Day(certificate.NotAfter)}: recipients will not accept what it signs.");
        }

        if (purpose is UserPfxPurpose.SmimeEncryption or UserPfxPurpose.SmimeSigning && certificate.NotBefore > now)
        {
            warnings.Add(
                $"{subject} is valid from {Day(certificate.NotBefore)} only, and Intune delivers the certificate with the most "
                + "recent start of a purpose: devices may get it in place of the one that is valid now.");
        }

        return warnings;
    }

    private static bool IsForMail(UserPfxPurpose purpose) =>
        purpose is UserPfxPurpose.SmimeEncryption or UserPfxPurpose.SmimeSigning;

    private static bool HasIssued(PfxKeyPair pair, PfxKeyPair other) =>
        other.Chain.Any(issuer => issuer.ThumbprintSha256 == pair.Certificate.ThumbprintSha256);

    private static ImportException DualUse(ImportRow source, CertificateInfo certificate) => new(
        ImportErrorKind.PurposeRequired,
        $"{Name(source, certificate)} is for dual use, signing and encryption, and Intune delivers it for one "
        + "purpose. Say which.",
        source.Path);

    private static ImportException NoMailUse(ImportRow source, CertificateInfo certificate, bool isOneOfMany) => new(
        ImportErrorKind.PurposeNotAllowed,
        $"{Name(source, certificate)} is neither for signing nor for encrypting mail: {WhyNot(certificate)}. "
        + (isOneOfMany
            ? "It is left out. If it is to be delivered all the same, split the file, and state its part's intended purpose."
            : "Take the user's S/MIME certificate, or state the intended purpose of this one."),
        source.Path);

    private static ImportException Authority(ImportRow source, CertificateInfo certificate) => new(
        ImportErrorKind.PurposeNotAllowed,
        $"{Name(source, certificate)} ({certificate.Subject}) is a certification authority's and comes with its private key. It "
        + "is left out: on a device, anybody could issue certificates with it. Keep that key out of users' files.",
        source.Path);

    private static string Name(ImportRow source, CertificateInfo certificate) =>
        $"The certificate {certificate.Thumbprint} in '{source.Path}'";

    private static string WhyNot(CertificateInfo certificate)
    {
        var purposes = certificate.ExtendedKeyUsage;
        if (purposes.Count > 0 && !purposes.Contains(EmailProtection) && !purposes.Contains(AnyExtendedKeyUsage))
        {
            return $"its extended key usage ({string.Join(", ", purposes.Select(ExtendedKeyUsages.NameOf))}) lacks "
                + "emailProtection";
        }

        return certificate.KeyUsage is { } usage
            ? $"its key is {certificate.KeyAlgorithm} and its key usage is {usage}"
            : $"its key is {certificate.KeyAlgorithm}";
    }

    private static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
