using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Preflight;
using SmimeCertTools.Core.Records;
using Xunit;

namespace SmimeCertTools.Core.Tests.Preflight;

/// <summary>What the rules say of certificates at the edges of each bound, and of what real ones seldom are.</summary>
public sealed class CertificateRuleTests
{
    private const CertificateKeyUsages Dual = CertificateKeyUsages.DigitalSignature | CertificateKeyUsages.KeyEncipherment;

    private static readonly DateTimeOffset Now = PreflightPki.Now;
    private static readonly PreflightCertificate Good = new();

    [Theory]
    [InlineData(-1, UserPfxPurpose.SmimeEncryption, "Expired", SmimeFindingSeverity.Information)]
    [InlineData(-1, UserPfxPurpose.SmimeSigning, "Expired", SmimeFindingSeverity.Error)]
    [InlineData(-1, null, "Expired", SmimeFindingSeverity.Warning)]
    [InlineData(0, UserPfxPurpose.SmimeEncryption, "ExpiresSoon", SmimeFindingSeverity.Warning)]
    [InlineData(0, UserPfxPurpose.SmimeSigning, "ExpiresSoon", SmimeFindingSeverity.Warning)]
    [InlineData(30 * 86400, UserPfxPurpose.SmimeSigning, "ExpiresSoon", SmimeFindingSeverity.Warning)]
    public void The_last_moment_of_validity_counts(
        int seconds, UserPfxPurpose? purpose, string id, SmimeFindingSeverity severity)
    {
        var finding = Assert.Single((Good with { NotAfter = Now.AddSeconds(seconds) }).Check(
            (subject, certificate) => ValidityRules.Check(subject, certificate, purpose)));

        Assert.Equal((id, severity), (finding.Id, finding.Severity));
        Assert.Equal(severity == SmimeFindingSeverity.Information, finding.Advice is null);
        Assert.Contains(Now.AddSeconds(seconds).ToString("yyyy-MM-dd"), finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "NotYetValid")]
    public void The_first_moment_of_validity_counts(int seconds, string ids) =>
        Assert.Equal(ids, (Good with { NotBefore = Now.AddSeconds(seconds) }).Ids(Validity));

    // From NotBefore to NotAfter both ends count, so a second less than so many days is so many days.
    [Theory]
    [InlineData("2025-01-01", 825, -1, "2.23.140.1.5.1.2", "")]
    [InlineData("2025-01-01", 825, 0, "2.23.140.1.5.1.2", "ValidityTooLong")]
    [InlineData("2025-01-01", 825, 0, "2.23.140.1.5.1.3", "ValidityTooLong")]
    [InlineData("2025-01-01", 825, 0, "2.23.140.1.5.1.1", "")]
    [InlineData("2025-01-01", 825, 0, "2.23.140.1.2.1", "")]
    [InlineData("2025-01-01", 1185, 0, "2.23.140.1.5.1.1", "ValidityTooLong")]
    [InlineData("2023-09-01", 1300, 0, "2.23.140.1.5.1.2", "ValidityTooLong")]
    [InlineData("2025-07-15", 700, 0, "2.23.140.1.5.2.1", "LegacyGeneration")]
    [InlineData("2025-07-14", 900, 0, "2.23.140.1.5.2.1", "")]
    [InlineData("2025-07-15", 700, 0, "2.23.140.1.5.2.2", "")]
    public void Length_is_judged_by_generation(string notBefore, int days, int seconds, string policy, string ids)
    {
        var start = DateTimeOffset.Parse(notBefore + "Z");
        var certificate = Good with
        {
            NotBefore = start,
            NotAfter = start.AddDays(days).AddSeconds(seconds),
            Policies = ["1.2.3", policy],
        };

        Assert.Equal(ids, certificate.Ids(Validity));
    }

    [Fact]
    public void Length_says_how_many_days_and_asks_nothing_of_authorities_that_promise_nothing()
    {
        var start = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var certificate = Good with { NotBefore = start, NotAfter = start.AddDays(1185).AddSeconds(-2) };

        var known = Assert.Single((certificate with { Policies = ["2.23.140.1.5.1.3"] }).Check(Validity));
        var unknown = Assert.Single((certificate with { NotAfter = start.AddDays(1185) }).Check(Validity));

        Assert.Contains("1,185 days", known.Message, StringComparison.Ordinal);
        Assert.Contains("at most 825", known.Message, StringComparison.Ordinal);
        Assert.NotNull(known.Advice);
        Assert.Equal(SmimeFindingSeverity.Warning, known.Severity);
        Assert.Contains("1,186 days", unknown.Message, StringComparison.Ordinal);
        Assert.Null(unknown.Advice);
        Assert.Equal(SmimeFindingSeverity.Information, unknown.Severity);
    }

    [Theory]
    [InlineData("anna@contoso.com", "", "", "")]
    [InlineData("anna@contoso.com", "", "bob@contoso.com", "AddressDiffers")]
    [InlineData("anna@contoso.com, second@contoso.com", "", "SECOND@contoso.com", "")]
    [InlineData("anna@contoso.com, second@contoso.com", "", " anna@contoso.com ", "")]
    [InlineData("anna@contoso.com", "bob@contoso.com", "bob@contoso.com", "")]
    [InlineData(" anna@contoso.com", "bob@contoso.com", "anna@contoso.com", "")]
    public void A_user_is_known_by_any_address_or_name(string addresses, string names, string user, string ids)
    {
        var certificate = Good with { Addresses = Split(addresses), UserPrincipalNames = Split(names) };
        var options = new PreflightOptions { UserPrincipalName = user.Length > 0 ? user : null };

        Assert.Equal(ids, certificate.Ids(AddressRules.Check, options));
    }

    [Theory]
    [InlineData("anna@contoso.com, second@contoso.com", "second@contoso.com", "")]
    [InlineData("anna@contoso.com", "other@contoso.com, ANNA@contoso.com", "")]
    [InlineData("anna@contoso.com", "other@contoso.com", "AddressDiffers")]
    public void Where_addresses_are_given_one_of_them_must_be_there(string carried, string given, string ids)
    {
        var certificate = Good with { Addresses = Split(carried), UserPrincipalNames = ["user@contoso.com"] };
        var options = new PreflightOptions { UserPrincipalName = "user@contoso.com", EmailAddresses = Split(given) };

        Assert.Equal(ids, certificate.Ids(AddressRules.Check, options));
    }

    [Fact]
    public void What_a_certificate_carries_instead_is_named()
    {
        var options = new PreflightOptions { UserPrincipalName = "bob@contoso.com" };
        var others = Good with { Addresses = ["a@contoso.com", "b@contoso.com"] };
        var other = Assert.Single(others.Check(AddressRules.Check, options));
        Assert.EndsWith("It carries: a@contoso.com, b@contoso.com.", other.Message, StringComparison.Ordinal);
        Assert.Equal(new string('A', 40), other.Thumbprint);

        var none = (Good with { Addresses = [] }).Check(AddressRules.Check, options);
        Assert.Equal(["AddressMissing", "AddressDiffers"], none.Select(finding => finding.Id));
        Assert.EndsWith("It carries: none.", none[1].Message, StringComparison.Ordinal);
        Assert.StartsWith("The certificate of CN=Anna ", none[0].Message, StringComparison.Ordinal);

        var unnamed = (Good with { Addresses = [], Subject = string.Empty }).Check(AddressRules.Check);
        Assert.StartsWith("The certificate of an empty subject ", Assert.Single(unnamed).Message, StringComparison.Ordinal);

        var old = (Good with { AlternativeAddresses = [] }).Check(AddressRules.Check);
        Assert.Equal("AddressOnlyInSubject", Assert.Single(old).Id);
        Assert.StartsWith("The certificate of anna@contoso.com ", old[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RSA", 2047, null, "KeyTooSmall, KeySizeUnusual")]
    [InlineData("RSA", 2048, null, "")]
    [InlineData("RSA", 2040, null, "KeyTooSmall")]
    [InlineData("RSA", 2049, null, "KeySizeUnusual")]
    [InlineData("RSASSA-PSS", 1024, null, "KeyTooSmall, KeyTypeSupport")]
    [InlineData("RSAES-OAEP", 1024, null, "KeyTooSmall, KeyTypeSupport")]
    [InlineData("EC", 256, "P-256", "KeyTypeSupport")]
    [InlineData("EC", 384, "P-384", "KeyTypeSupport")]
    [InlineData("EC", 521, "P-521", "KeyTypeSupport")]
    [InlineData("EC", 256, "secp256k1", "CurveUnusual, KeyTypeSupport")]
    [InlineData("EC", 0, null, "CurveUnusual, KeyTypeSupport")]
    [InlineData("Ed25519", 255, null, "KeyTypeSupport")]
    public void Keys_are_judged_by_kind_and_size(string algorithm, int size, string? curve, string ids) =>
        Assert.Equal(ids, (Good with { KeyAlgorithm = algorithm, KeySize = size, Curve = curve }).Ids(KeyRules.Check));

    [Fact]
    public void A_curve_that_is_spelled_out_is_told_as_that_alone()
    {
        var certificate = Good with { KeyAlgorithm = "EC", Curve = "P-256", HasExplicitCurve = true };

        Assert.Equal("CurveExplicit, KeyTypeSupport", certificate.Ids(KeyRules.Check));
    }

    [Theory]
    [InlineData("md2WithRSAEncryption", "SignatureWeak")]
    [InlineData("md5WithRSAEncryption", "SignatureWeak")]
    [InlineData("sha1WithRSAEncryption", "SignatureWeak")]
    [InlineData("ecdsa-with-SHA1", "SignatureWeak")]
    [InlineData("dsa-with-SHA1", "SignatureWeak")]
    [InlineData("RSASSA-PSS", "SignatureUnusual")]
    [InlineData("Ed25519", "SignatureUnusual")]
    [InlineData("Ed448", "SignatureUnusual")]
    [InlineData("ML-DSA-44", "SignatureUnusual")]
    [InlineData("1.2.3.4", "SignatureUnusual")]
    [InlineData("ecdsa-with-SHA384", "")]
    [InlineData("sha512WithRSAEncryption", "")]
    public void Signatures_are_judged_by_algorithm(string algorithm, string ids) =>
        Assert.Equal(ids, (Good with { SignatureAlgorithm = algorithm }).Ids(KeyRules.Check));

    [Theory]
    [InlineData(UserPfxPurpose.SmimeEncryption, CertificateKeyUsages.KeyEncipherment, "")]
    [InlineData(UserPfxPurpose.SmimeEncryption, CertificateKeyUsages.DigitalSignature, "KeyUsageNotForPurpose")]
    [InlineData(UserPfxPurpose.SmimeEncryption, Dual, "")]
    [InlineData(UserPfxPurpose.SmimeSigning, CertificateKeyUsages.DigitalSignature, "")]
    [InlineData(UserPfxPurpose.SmimeSigning, CertificateKeyUsages.KeyEncipherment, "KeyUsageNotForPurpose")]
    [InlineData(UserPfxPurpose.SmimeSigning, Dual, "")]
    [InlineData(null, Dual, "PurposeRequired")]
    [InlineData(null, CertificateKeyUsages.CrlSign, "KeyUsageNotForMail")]
    [InlineData(UserPfxPurpose.SmimeSigning, CertificateKeyUsages.CrlSign, "KeyUsageNotForMail")]
    [InlineData(UserPfxPurpose.SmimeSigning, CertificateKeyUsages.KeyCertSign | Dual, "CaCertificate")]
    [InlineData(UserPfxPurpose.Vpn, CertificateKeyUsages.CrlSign, "PurposeNotSupported")]
    [InlineData(UserPfxPurpose.Wifi, CertificateKeyUsages.CrlSign, "")]
    [InlineData(UserPfxPurpose.Unassigned, CertificateKeyUsages.CrlSign, "")]
    [InlineData(UserPfxPurpose.SmimeSigning, null, "KeyUsageNotStated")]
    [InlineData(null, null, "KeyUsageNotStated, PurposeRequired")]
    public void Uses_are_judged_by_purpose(UserPfxPurpose? purpose, CertificateKeyUsages? usage, string ids) =>
        Assert.Equal(ids, (Good with { KeyUsage = usage }).Ids(Purpose(purpose)));

    [Fact]
    public void An_authoritys_certificate_is_found_by_its_mark_alone_too()
    {
        Assert.Equal("CaCertificate", (Good with { IsAuthority = true }).Ids(Purpose(UserPfxPurpose.SmimeEncryption)));
        Assert.Equal(
            "CaCertificate, KeyUsageNotStated",
            (Good with { IsAuthority = true, KeyUsage = null }).Ids(Purpose(UserPfxPurpose.SmimeEncryption)));
    }

    [Theory]
    [InlineData("", "EkuNotStated", "which it has not.")]
    [InlineData("2.5.29.37.0", "EkuNotStated", "but any purpose.")]
    [InlineData("1.3.6.1.5.5.7.3.2, 2.5.29.37.0", "EkuNotStated", "but any purpose.")]
    [InlineData("1.3.6.1.5.5.7.3.2, 1.3.6.1.5.5.7.3.1", "EkuNotForMail", "names clientAuth, serverAuth.")]
    public void Purposes_that_do_not_name_mail_are_told(string purposes, string id, string end)
    {
        // What is not for mail is not judged by its key usage.
        var certificate = Good with { Purposes = Split(purposes), KeyUsage = CertificateKeyUsages.CrlSign };

        var findings = certificate.Check(Purpose(UserPfxPurpose.SmimeEncryption));

        Assert.Equal(id == "EkuNotForMail" ? [id] : [id, "KeyUsageNotForMail"], findings.Select(finding => finding.Id));
        Assert.EndsWith(end, findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Why_a_key_does_not_fit_is_said()
    {
        var signing = Assert.Single((Good with { KeyUsage = CertificateKeyUsages.KeyEncipherment })
            .Check(Purpose(UserPfxPurpose.SmimeSigning)));
        Assert.Contains("cannot sign mail", signing.Message, StringComparison.Ordinal);
        Assert.EndsWith("its key is RSA and its key usage is KeyEncipherment.", signing.Message, StringComparison.Ordinal);

        var encryption = (Good with { KeyAlgorithm = "Ed25519", KeyUsage = null })
            .Check(Purpose(UserPfxPurpose.SmimeEncryption));
        Assert.Equal(["KeyUsageNotStated", "KeyUsageNotForPurpose"], encryption.Select(finding => finding.Id));
        Assert.Contains("cannot decrypt mail", encryption[1].Message, StringComparison.Ordinal);
        Assert.EndsWith("its key is Ed25519.", encryption[1].Message, StringComparison.Ordinal);
    }

    private static void Validity(PreflightSubject subject, CertificateInfo certificate) =>
        ValidityRules.Check(subject, certificate, UserPfxPurpose.SmimeEncryption);

    private static Action<PreflightSubject, CertificateInfo> Purpose(UserPfxPurpose? purpose) =>
        (subject, certificate) => PurposeRules.Check(subject, certificate, purpose);

    private static IReadOnlyList<string> Split(string list) => list.Length == 0 ? [] : list.Split(',').Select(
        (entry, place) => place == 0 ? entry : entry[1..]).ToArray();
}
