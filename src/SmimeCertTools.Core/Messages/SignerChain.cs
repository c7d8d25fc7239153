using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Deployment;
using SmimeCertTools.Core.Pfx;

namespace SmimeCertTools.Core.Messages;

/// <summary>
/// Follows a signer's certificate to its root, through the certificates of the message and of the trusted-root profiles, by
/// names, key identifiers and signatures. Revocation and validity of issuers are not judged.
/// </summary>
internal static class SignerChain
{
    private const int MaxLength = 10;

    // More than a message has whose certificates are of use.
    private const int MaxCandidates = 200;

    /// <summary>The root.</summary>
    /// <param name="signer">The signer's certificate.</param>
    /// <param name="carried">The certificates of the message.</param>
    /// <param name="roots">The trusted-root profiles; null where they were not read.</param>
    /// <returns>Its name, or that of the issuer where the chain ends; whether a profile has it; the profiles.</returns>
    public static (string Root, bool? IsDeployed, IReadOnlyList<string> Profiles) Follow(
        CertificateInfo signer, IEnumerable<CertificateInfo> carried, IReadOnlyList<DeployedProfile>? roots)
    {
        List<ParsedCertificate> candidates =
        [
            .. (roots ?? []).Select(profile => profile.Certificate!.Certificate).Concat(carried)
                .GroupBy(certificate => certificate.ThumbprintSha256).Select(group => Parse(group.First()))
                .OfType<ParsedCertificate>().Take(MaxCandidates),
        ];
        var current = Parse(signer);
        for (var length = 0; current is not null && !current.Info.IsSelfIssued && length < MaxLength; length++)
        {
            var certificate = current;
            current = candidates.Find(candidate => candidate.SubjectKey == certificate.IssuerKey
                && ChainBuilder.Fit(certificate, candidate) != false && IssuerSignature.Verify(certificate, candidate) == true);
            if (current is null)
            {
                return (certificate.Info.Issuer, roots is null ? null : false, []);
            }
        }

        if (current is null || !current.Info.IsSelfIssued)
        {
            return (signer.Issuer, roots is null ? null : false, []);
        }

        IReadOnlyList<string> profiles =
        [
            .. (roots ?? []).Where(profile => profile.Certificate!.Certificate.ThumbprintSha256 == current.Info.ThumbprintSha256)
                .Select(profile => profile.Profile.DisplayName),
        ];
        return (current.Info.Subject, roots is null ? null : profiles.Count > 0, profiles);
    }

    private static ParsedCertificate? Parse(CertificateInfo certificate)
    {
        try
        {
            return ParsedCertificate.Read(certificate.RawData);
        }
        catch (DerException)
        {
            return null;
        }
    }
}
