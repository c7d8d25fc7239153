using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Preflight;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;
using Xunit;

namespace SmimeCertTools.Core.Tests.Preflight;

/// <summary>What the rules say of certificates together: pairs, doubles and chains, without a file around them.</summary>
public sealed class ContentRuleTests
{
    private const SmimeFindingSeverity Info = SmimeFindingSeverity.Information;

    private static readonly DateTimeOffset Now = PreflightPki.Now;
    private static readonly Lazy<ParsedCertificate> AnnasCertificate = new(() => Issue(new()));
    private static readonly Lazy<ParsedCertificate> Issuing = new(() => Parse(PreflightPki.Issuing));
    private static readonly Lazy<ParsedCertificate> Root = new(() => Parse(PreflightPki.Root));

    private static ParsedCertificate Anna => AnnasCertificate.Value;

    [Fact]
    public void One_pair_with_its_chain_is_nothing_to_talk_about()
    {
        using var contents = Contents([Anna, Issuing.Value, Root.Value], [[Anna, Issuing.Value, Root.Value]]);

        Assert.Empty(CheckContent(contents));
        Assert.Empty(CheckChains(contents));
    }

    [Fact]
    public void Without_a_pair_the_reason_is_all_that_is_told()
    {
        using var certificates = Contents([Anna, Anna], []);
        using var strange = Contents([Anna], [], unmatched: 1);

        Assert.Equal(["PfxNoPrivateKey", "DuplicateCertificate"], CheckContent(certificates).Select(finding => finding.Id));
        Assert.Equal("PfxKeyMismatch", Assert.Single(CheckContent(strange)).Id);
        Assert.Empty(CheckChains(certificates));
    }

    [Fact]
    public void Several_pairs_are_records_of_their_own_unless_the_bytes_are_uploaded()
    {
        var bob = Issue(new() { Subject = "CN=Bob" });
        using var contents = Contents([Anna, bob], [[Anna], [bob]]);

        var rewritten = Assert.Single(CheckContent(contents));
        var unchanged = Assert.Single(CheckContent(contents, SmimePfxEncryption.Unchanged));

        Assert.Equal(("MultipleKeyPairs", Info), (rewritten.Id, rewritten.Severity));
        Assert.EndsWith("holds 2 certificates with a private key. Each becomes a record of its own.", rewritten.Message,
            StringComparison.Ordinal);
        Assert.Null(rewritten.Advice);
        Assert.Equal(("MultipleKeyPairs", SmimeFindingSeverity.Error), (unchanged.Id, unchanged.Severity));
        Assert.EndsWith("with a private key.", unchanged.Message, StringComparison.Ordinal);
        Assert.NotNull(unchanged.Advice);
    }

    [Fact]
    public void Strange_keys_and_doubles_are_counted()
    {
        using var contents = Contents([Anna, Root.Value, Anna, Anna], [[Anna]], unmatched: 2);

        var findings = CheckContent(contents);

        Assert.Equal(["UnmatchedPrivateKey", "DuplicateCertificate"], findings.Select(finding => finding.Id));
        Assert.EndsWith(": 2.", findings[0].Message, StringComparison.Ordinal);
        Assert.Contains("anna@contoso.com is in the file 3 times", findings[1].Message, StringComparison.Ordinal);
        Assert.Equal(Anna.Info.Thumbprint, findings[1].Thumbprint);
    }

    [Fact]
    public void A_chain_says_where_it_ends()
    {
        Assert.Equal("ChainMissing", Ids([Anna], [Anna]));
        Assert.Equal("ChainRootMissing", Ids([Anna, Issuing.Value], [Anna, Issuing.Value]));
        var own = Issue(new() { IsSelfSigned = true });
        Assert.Equal("SelfSigned", Ids([own], [own]));
    }

    [Fact]
    public void A_certificate_that_issues_none_is_extra_and_those_in_use_are_not()
    {
        using var contents = Contents([Anna, Root.Value, Issuing.Value], [[Anna, Issuing.Value]]);

        var extra = CheckChains(contents).Where(finding => finding.Id == "ExtraCertificate");

        Assert.Equal(Root.Value.Info.Thumbprint, Assert.Single(extra).Thumbprint);
    }

    [Fact]
    public void Order_is_the_files_and_doubles_count_where_they_come_first()
    {
        Assert.Equal("ChainOrder", Ids([Issuing.Value, Anna, Root.Value], [Anna, Issuing.Value, Root.Value]));
        Assert.Equal("ChainOrder", Ids([Anna, Root.Value, Issuing.Value], [Anna, Issuing.Value, Root.Value]));
        Assert.Equal("", Ids([Anna, Issuing.Value, Anna, Root.Value], [Anna, Issuing.Value, Root.Value]));

        using var contents = Contents([Root.Value, Issuing.Value, Anna], [[Anna, Issuing.Value, Root.Value]]);
        Assert.Equal(Anna.Info.Thumbprint, Assert.Single(CheckChains(contents)).Thumbprint);
    }

    [Fact]
    public void Every_signature_in_the_chain_is_checked_once()
    {
        var forged = Issue(new() { SigningKey = PreflightPki.Root });
        var forgedAuthority = Parse(Copy(PreflightPki.Issuing));
        Assert.Equal("ChainSignatureInvalid", Ids([forged, Issuing.Value, Root.Value], [forged, Issuing.Value, Root.Value]));

        // The authority's own signature is not by the key that the root's name stands for.
        var path = new[] { Anna, forgedAuthority, Root.Value };
        using var contents = Contents(path, [path, path]);
        var finding = Assert.Single(CheckChains(contents), finding => finding.Id == "ChainSignatureInvalid");
        Assert.Equal(forgedAuthority.Info.Thumbprint, finding.Thumbprint);
    }

    [Fact]
    public void A_self_issued_certificate_must_have_signed_itself()
    {
        // Named as its own issuer, and signed by another key.
        var forged = Parse(SelfIssued(1)[0]);

        Assert.Equal("SelfSigned, ChainSignatureInvalid", Ids([forged], [forged]));
    }

    [Fact]
    public void No_more_signatures_are_checked_than_a_real_file_has()
    {
        var all = SelfIssued(258).Select(Parse).ToArray();
        using var contents = Contents(all, [.. all.Select(certificate => new[] { certificate })]);

        Assert.Equal(256, CheckChains(contents).Count(finding => finding.Id == "ChainSignatureInvalid"));
    }

    [Theory]
    [InlineData(-1, UserPfxPurpose.SmimeSigning, SmimeFindingSeverity.Warning)]
    [InlineData(-1, UserPfxPurpose.SmimeEncryption, Info)]
    [InlineData(-1, null, SmimeFindingSeverity.Warning)]
    [InlineData(0, UserPfxPurpose.SmimeSigning, null)]
    public void An_issuers_end_is_told_once_for_all_that_it_issued(
        int seconds, UserPfxPurpose? purpose, SmimeFindingSeverity? severity)
    {
        var issuer = PreflightPki.Authority("CN=Old", null, Now.AddSeconds(seconds));
        var (one, two) = (Issue(new() { Issuer = issuer }), Issue(new() { Issuer = issuer, Subject = "CN=Bob" }));
        var old = Parse(issuer);
        using var contents = Contents([one, old, two], [[one, old], [two, old]]);

        var findings = CheckChains(contents, purpose).Where(finding => finding.Id != "ChainOrder").ToList();

        Assert.Equal(severity is null ? [] : [("ChainIssuerExpired", severity.Value)],
            findings.Select(finding => (finding.Id, finding.Severity)));
        Assert.All(findings, finding => Assert.Equal(old.Info.Thumbprint, finding.Thumbprint));
    }

    [Fact]
    public void An_issuer_without_the_mark_of_an_authority_is_told_and_the_leaf_needs_none()
    {
        var issuer = PreflightPki.Authority("CN=No CA", null, Now.AddYears(5), isMarked: false);
        var leaf = Issue(new() { Issuer = issuer });

        Assert.Equal("ChainIssuerNotCa", Ids([leaf, Parse(issuer)], [leaf, Parse(issuer)]));
    }

    private static string Ids(ParsedCertificate[] bags, ParsedCertificate[] path)
    {
        using var contents = Contents(bags, [path]);
        return string.Join(", ", CheckChains(contents).Select(finding => finding.Id));
    }

    private static IReadOnlyList<PreflightFinding> CheckContent(
        PfxContents contents, SmimePfxEncryption encryption = SmimePfxEncryption.TripleDesSha1)
    {
        var subject = new PreflightSubject("/anna.pfx", new PreflightOptions { Encryption = encryption }, Now);
        ContentRules.Check(subject, contents);
        return subject.Findings;
    }

    private static IReadOnlyList<PreflightFinding> CheckChains(
        PfxContents contents, UserPfxPurpose? purpose = UserPfxPurpose.SmimeEncryption)
    {
        var subject = new PreflightSubject("/anna.pfx", new PreflightOptions(), Now);
        var rules = new ChainRules(subject, contents);
        foreach (var pair in contents.KeyPairs)
        {
            rules.Check(pair, purpose);
        }

        rules.CheckExtra();
        return subject.Findings;
    }

    private static PfxContents Contents(ParsedCertificate[] bags, ParsedCertificate[][] paths, int unmatched = 0) => new(
        [.. paths.Select(path => new PfxKeyPair(
            path[0].Info, SecretBytes.Own([1]), [.. path.Skip(1).Select(certificate => certificate.Info)], null))],
        [.. bags.Select(bag => bag.Info).DistinctBy(info => info.Thumbprint)],
        [.. Enumerable.Range(0, unmatched).Select(_ => SecretBytes.Own([1]))],
        new PfxProtection())
    {
        Bags = [.. bags.Select(bag => new CertificateBag(bag, null))],
    };

    private static ParsedCertificate Issue(PreflightPerson person)
    {
        using var certificate = PreflightPki.Issue(person);
        return Parse(certificate);
    }

    private static ParsedCertificate Parse(X509Certificate2 certificate) => ParsedCertificate.Read(certificate.RawData);

    // The same name and issuer, signed by a key of its own.
    private static X509Certificate2 Copy(X509Certificate2 authority)
    {
        using var key = authority.GetRSAPrivateKey()!;
        var request = new CertificateRequest(authority.SubjectName, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.Create(
            PreflightPki.Root.SubjectName, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1),
            Now.AddYears(-1), Now.AddYears(1), [1]);
    }

    // Each names itself as its issuer; another's key has signed.
    private static IReadOnlyList<X509Certificate2> SelfIssued(int count)
    {
        // Small keys, since there are many signatures.
        using var stranger = RSA.Create(1024);
        using var key = RSA.Create(1024);
        var generator = X509SignatureGenerator.CreateForRSA(stranger, RSASignaturePadding.Pkcs1);
        var request = new CertificateRequest("CN=Own", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return [.. Enumerable.Range(1, count).Select(number => request.Create(
            request.SubjectName, generator, Now.AddYears(-1), Now.AddYears(1), BitConverter.GetBytes(0x01000000 + number)))];
    }
}
