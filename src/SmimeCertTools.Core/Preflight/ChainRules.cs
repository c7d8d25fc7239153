using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Records;
using static SmimeCertTools.Core.Preflight.PreflightSubject;

namespace SmimeCertTools.Core.Preflight;

/// <summary>The issuers in the file: whether they are all there, have really signed, and in which order they come.</summary>
internal sealed class ChainRules
{
    // A file whose key pairs need more signatures checked than this was made to waste time.
    private const int MaxSignatureChecks = 256;

    private readonly PreflightSubject _subject;
    private readonly PfxContents _contents;
    private readonly Dictionary<string, ParsedCertificate> _parsed = [];
    private readonly Dictionary<string, int> _places = [];
    private readonly HashSet<string> _checkedSignatures = [];
    private readonly HashSet<string> _checkedIssuers = [];

    public ChainRules(PreflightSubject subject, PfxContents contents)
    {
        _subject = subject;
        _contents = contents;
        foreach (var certificate in contents.Bags.Select(bag => bag.Certificate))
        {
            if (!_parsed.ContainsKey(certificate.Info.ThumbprintSha256))
            {
                _parsed.Add(certificate.Info.ThumbprintSha256, certificate);
                _places.Add(certificate.Info.ThumbprintSha256, _places.Count);
            }
        }
    }

    public void Check(PfxKeyPair pair, UserPfxPurpose? purpose)
    {
        List<ParsedCertificate> path =
            [.. pair.Chain.Prepend(pair.Certificate).Select(certificate => _parsed[certificate.ThumbprintSha256])];
        CheckCompleteness(_subject, path);
        CheckSignatures(path);
        CheckIssuers(path, purpose);
        CheckOrder(path);
    }

    /// <summary>Tests whether the file holds certificates that belong to none of its key pairs.</summary>
    public void CheckExtra()
    {
        if (_contents.KeyPairs.Count == 0)
        {
            return;
        }

        var used = new HashSet<string>(_contents.KeyPairs
            .SelectMany(pair => pair.Chain.Concat([pair.Certificate]))
            .Select(certificate => certificate.ThumbprintSha256));
        foreach (var certificate in _contents.Certificates.Where(certificate => !used.Contains(certificate.ThumbprintSha256)))
        {
            _subject.Add(PreflightRules.ExtraCertificate,
                $"{Name(certificate)} is in the file and issues none of its certificates with a key.", certificate);
        }
    }

    private static void CheckCompleteness(PreflightSubject subject, List<ParsedCertificate> path)
    {
        var (leaf, top) = (path[0].Info, path[path.Count - 1].Info);
        if (leaf.IsSelfIssued)
        {
            subject.Add(PreflightRules.SelfSigned, $"{Name(leaf)} is self-signed: no recipient trusts what it signs.", leaf);
        }
        else if (path.Count == 1)
        {
            subject.Add(PreflightRules.ChainMissing, $"The issuer of the certificate is not in the file: {leaf.Issuer}.", leaf);
        }
        else if (!top.IsSelfIssued)
        {
            subject.Add(PreflightRules.ChainRootMissing,
                $"The chain in the file ends below {top.Issuer}, which is in order if that is the root.", leaf);
        }
    }

    private void CheckSignatures(List<ParsedCertificate> path)
    {
        for (var i = 0; i < path.Count; i++)
        {
            var issuer = i + 1 < path.Count ? path[i + 1] : path[i].Info.IsSelfIssued ? path[i] : null;
            if (issuer is not null && _checkedSignatures.Count < MaxSignatureChecks
                && _checkedSignatures.Add(path[i].Info.ThumbprintSha256) && IssuerSignature.Verify(path[i], issuer) == false)
            {
                _subject.Add(PreflightRules.ChainSignatureInvalid,
                    $"{Name(path[i].Info)} was not signed by the issuer of that name in the file, or was changed.", path[i].Info);
            }
        }
    }

    // An issuer of several is told once, as the first of them needs it.
    private void CheckIssuers(List<ParsedCertificate> path, UserPfxPurpose? purpose)
    {
        foreach (var issuer in path.Skip(1).Select(certificate => certificate.Info))
        {
            if (!_checkedIssuers.Add(issuer.ThumbprintSha256))
            {
                continue;
            }

            if (!issuer.IsCertificateAuthority)
            {
                _subject.Add(PreflightRules.ChainIssuerNotCa,
                    $"{Name(issuer)} issues another in the file but is marked as no certification authority's.", issuer);
            }

            if (issuer.NotAfter < _subject.Now)
            {
                _subject.Add(PreflightRules.ChainIssuerExpired,
                    $"The issuer's certificate {issuer.Subject} expired on {Day(issuer.NotAfter)}.",
                    issuer, purpose == UserPfxPurpose.SmimeEncryption ? SmimeFindingSeverity.Information : null);
            }
        }
    }

    private void CheckOrder(List<ParsedCertificate> path)
    {
        var places = path.ConvertAll(certificate => _places[certificate.Info.ThumbprintSha256]);
        if (!places.SequenceEqual(places.OrderBy(place => place)))
        {
            _subject.Add(PreflightRules.ChainOrder,
                "The certificates are not in order: the user's first, then each one's issuer.", path[0].Info);
        }
    }
}
