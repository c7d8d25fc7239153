using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Certificates;

namespace SmimeCertTools.Core.Pfx;

/// <summary>
/// Finds the issuers of a certificate among the certificates of the file: by name, then by key identifier (RFC 5280 section
/// 4.2.1.1), and where that leaves a choice by signature. What the chain means (trust, validity) is not judged here.
/// </summary>
internal sealed class ChainBuilder(IEnumerable<ParsedCertificate> certificates)
{
    private const int MaxLength = 16;

    // Signatures decide only between issuers of one name; a file that needs more of them than this was made to waste time.
    private const int MaxSignatureChecks = 256;
    private const int MaxCandidates = 64;

    private readonly ILookup<string, ParsedCertificate> _bySubject =
        certificates.ToLookup(certificate => certificate.SubjectKey);

    private readonly Dictionary<ParsedCertificate, ParsedCertificate?> _issuers = [];
    private int _signatureChecks;

    /// <summary>Looks among the certificates of a PFX.</summary>
    public ChainBuilder(IEnumerable<CertificateBag> bags)
        : this(bags.Select(bag => bag.Certificate))
    {
    }

    /// <summary>
    /// The issuers from the certificate's own upwards; ends at a self-issued certificate, at a gap, or where it would loop.
    /// </summary>
    public IReadOnlyList<CertificateInfo> Build(ParsedCertificate certificate)
    {
        var chain = new List<CertificateInfo>();
        var seen = new HashSet<ParsedCertificate> { certificate };
        for (var current = certificate; chain.Count < MaxLength && !current.Info.IsSelfIssued;)
        {
            if (FindIssuer(current) is not { } issuer || !seen.Add(issuer))
            {
                break;
            }

            chain.Add(issuer.Info);
            current = issuer;
        }

        return chain;
    }

    private ParsedCertificate? FindIssuer(ParsedCertificate certificate)
    {
        if (!_issuers.TryGetValue(certificate, out var issuer))
        {
            _issuers.Add(certificate, issuer = ChooseIssuer(certificate));
        }

        return issuer;
    }

    private ParsedCertificate? ChooseIssuer(ParsedCertificate certificate)
    {
        var named = _bySubject[certificate.IssuerKey].Take(MaxCandidates);
        var candidates = named.Where(candidate => candidate != certificate).ToList();
        var byIdentifier = candidates.FindAll(candidate => Fit(certificate, candidate) == true);
        var possible = byIdentifier.Count > 0
            ? byIdentifier : candidates.FindAll(candidate => Fit(certificate, candidate) is null);
        if (possible.Count == 1)
        {
            return possible[0];
        }

        // Several, or none whose identifier fits (some issuers write it wrong): the signature decides. The newest of equal ones
        // is taken.
        var verified = (possible.Count > 0 ? possible : candidates).FindAll(candidate => HasSigned(certificate, candidate));
        var choice = verified.Count > 0 ? verified : byIdentifier;
        return choice.OrderByDescending(candidate => candidate.Info.NotBefore).FirstOrDefault();
    }

    /// <summary>
    /// Whether the issuer's key identifier is the one that the certificate names; null where one of the two carries none.
    /// </summary>
    public static bool? Fit(ParsedCertificate certificate, ParsedCertificate issuer) =>
        certificate.AuthorityKeyId is null || issuer.SubjectKeyId is null
            ? null : certificate.AuthorityKeyId == issuer.SubjectKeyId;

    private bool HasSigned(ParsedCertificate certificate, ParsedCertificate issuer) =>
        _signatureChecks++ < MaxSignatureChecks && IssuerSignature.Verify(certificate, issuer) == true;
}
