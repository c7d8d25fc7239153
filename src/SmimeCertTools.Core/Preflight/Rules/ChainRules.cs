using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Preflight.Rules;

/// <summary>The issuers in the file: whether they are all there, have really signed, and in which order they come.</summary>
internal static class ChainRules
{
    public static void Check(PreflightSubject subject, PfxKeyPair pair, PfxContents contents, IntendedPurpose? purpose)
    {
        var path = Parse(pair, contents);
        CheckCompleteness(subject, path);
        CheckSignatures(subject, path);
        CheckIssuers(subject, path, purpose);
        CheckOrder(subject, path, contents);
    }

    /// <summary>Tests whether the file holds certificates that belong to none of its key pairs.</summary>
    public static void CheckExtra(PreflightSubject subject, PfxContents contents)
    {
        if (contents.KeyPairs.Count == 0)
        {
            return;
        }

        var used = new HashSet<string>(contents.KeyPairs
            .SelectMany(pair => pair.Chain.Concat([pair.Certificate]))
            .Select(certificate => certificate.ThumbprintSha256));
        foreach (var certificate in contents.Certificates.Where(certificate => !used.Contains(certificate.ThumbprintSha256)))
        {
            subject.Add(
                PreflightRules.ExtraCertificate,
                FindingSeverity.Information,
                $"{PreflightSubject.Name(certificate)} is in the file and issues none of its certificates with a key.",
                null,
                certificate);
        }
    }

    private static List<ParsedCertificate> Parse(PfxKeyPair pair, PfxContents contents)
    {
        var known = contents.Bags
            .GroupBy(bag => bag.Certificate.Info.ThumbprintSha256)
            .ToDictionary(bags => bags.Key, bags => bags.First().Certificate);
        return [known[pair.Certificate.ThumbprintSha256], .. pair.Chain.Select(certificate => known[certificate.ThumbprintSha256])];
    }

    private static void CheckCompleteness(PreflightSubject subject, List<ParsedCertificate> path)
    {
        var (leaf, top) = (path[0].Info, path[path.Count - 1].Info);
        if (leaf.IsSelfIssued)
        {
            subject.Add(
                PreflightRules.SelfSigned,
                FindingSeverity.Warning,
                $"{PreflightSubject.Name(leaf)} is self-signed: no recipient trusts what it signs.",
                "Take a certificate that an authority has issued.",
                leaf);
        }
        else if (path.Count == 1)
        {
            subject.Add(
                PreflightRules.ChainMissing,
                FindingSeverity.Warning,
                $"The issuer of the certificate is not in the file: {leaf.Issuer}.",
                "Export the certificate with its chain, or deliver the intermediate certificates by profiles of their own.",
                leaf);
        }
        else if (!top.IsSelfIssued)
        {
            subject.Add(
                PreflightRules.ChainRootMissing,
                FindingSeverity.Information,
                $"The chain in the file ends below {top.Issuer}, which is in order if that is the root.",
                null,
                leaf);
        }
    }

    private static void CheckSignatures(PreflightSubject subject, List<ParsedCertificate> path)
    {
        for (var i = 0; i < path.Count; i++)
        {
            var issuer = i + 1 < path.Count ? path[i + 1] : path[i].Info.IsSelfIssued ? path[i] : null;
            if (issuer is not null && IssuerSignature.Verify(path[i], issuer) == false)
            {
                subject.Add(
                    PreflightRules.ChainSignatureInvalid,
                    FindingSeverity.Error,
                    $"{PreflightSubject.Name(path[i].Info)} was not signed by the issuer of that name in the file, or was changed.",
                    "Get the certificate and the issuers' certificates again from the authority.",
                    path[i].Info);
            }
        }
    }

    private static void CheckIssuers(PreflightSubject subject, List<ParsedCertificate> path, IntendedPurpose? purpose)
    {
        foreach (var issuer in path.Skip(1).Select(certificate => certificate.Info))
        {
            if (!issuer.IsCertificateAuthority)
            {
                subject.Add(
                    PreflightRules.ChainIssuerNotCa,
                    FindingSeverity.Warning,
                    $"{PreflightSubject.Name(issuer)} issues another in the file but is marked as no certification authority's.",
                    "Mail clients reject such a chain. Get the issuers' certificates again from the authority.",
                    issuer);
            }

            if (issuer.NotAfter < subject.Now)
            {
                subject.Add(
                    PreflightRules.ChainIssuerExpired,
                    purpose == IntendedPurpose.SmimeEncryption ? FindingSeverity.Information : FindingSeverity.Warning,
                    $"The issuer's certificate {issuer.Subject} expired on {PreflightSubject.Day(issuer.NotAfter)}.",
                    "If the authority has a newer one, put that into the file.",
                    issuer);
            }
        }
    }

    private static void CheckOrder(PreflightSubject subject, List<ParsedCertificate> path, PfxContents contents)
    {
        var order = contents.Certificates.Select((certificate, index) => (certificate.ThumbprintSha256, index))
            .ToDictionary(entry => entry.ThumbprintSha256, entry => entry.index);
        var places = path.ConvertAll(certificate => order[certificate.Info.ThumbprintSha256]);
        if (!places.SequenceEqual(places.OrderBy(place => place)))
        {
            subject.Add(
                PreflightRules.ChainOrder,
                subject.IfUnchanged(FindingSeverity.Warning),
                "The certificates are not in order: the user's first, then each one's issuer.",
                "Leave -PfxEncryption at TripleDesSha1, or convert the file with Convert-SmimePfx.",
                path[0].Info);
        }
    }
}
