using System;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Preflight;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;
using Xunit;

namespace SmimeCertTools.Core.Tests.Preflight;

/// <summary>What every rule asks of the file under test, and what becomes of what it adds.</summary>
public sealed class PreflightSubjectTests
{
    private const SmimeFindingSeverity Info = SmimeFindingSeverity.Information;

    private static readonly DateTimeOffset Now = PreflightPki.Now;

    [Theory]
    [InlineData(null, 1, UserPfxPurpose.SmimeEncryption, UserPfxPurpose.SmimeEncryption)]
    [InlineData(UserPfxPurpose.SmimeSigning, 1, UserPfxPurpose.SmimeEncryption, UserPfxPurpose.SmimeSigning)]
    [InlineData(UserPfxPurpose.SmimeSigning, 2, UserPfxPurpose.SmimeEncryption, UserPfxPurpose.SmimeEncryption)]
    [InlineData(UserPfxPurpose.Wifi, 2, UserPfxPurpose.SmimeEncryption, UserPfxPurpose.Wifi)]
    [InlineData(null, 1, UserPfxPurpose.SmimeSigning, UserPfxPurpose.SmimeSigning)]
    [InlineData(null, 2, UserPfxPurpose.Unassigned, null)]
    [InlineData(UserPfxPurpose.SmimeSigning, 2, UserPfxPurpose.Unassigned, UserPfxPurpose.SmimeSigning)]
    [InlineData(UserPfxPurpose.SmimeSigning, 2, UserPfxPurpose.Vpn, null)]
    public void The_purpose_is_what_an_import_would_give(
        UserPfxPurpose? given, int pairs, UserPfxPurpose keyFor, UserPfxPurpose? expected)
    {
        // The key's uses: one, the other, both (Unassigned), none (Vpn).
        var certificate = keyFor switch
        {
            UserPfxPurpose.SmimeSigning => Issue(new() { KeyUsage = X509KeyUsageFlags.DigitalSignature }),
            UserPfxPurpose.Unassigned => Issue(new()
            {
                KeyUsage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment,
            }),
            UserPfxPurpose.Vpn => Issue(new() { KeyUsage = X509KeyUsageFlags.CrlSign }),
            _ => Issue(new()),
        };
        var all = Enumerable.Repeat(new PfxKeyPair(certificate, SecretBytes.Own([1]), [], null), pairs).ToList();
        var subject = new PreflightSubject("/anna.pfx", new PreflightOptions { IntendedPurpose = given }, Now);

        Assert.Equal(expected, subject.PurposeOf(all[0], all));
    }

    [Theory]
    [InlineData(PfxErrorKind.PasswordIncorrect, "password")]
    [InlineData(PfxErrorKind.NotPfx, "right file")]
    [InlineData(PfxErrorKind.Damaged, "Copy the file again")]
    [InlineData(PfxErrorKind.Truncated, "Copy the file again")]
    [InlineData(PfxErrorKind.Unsupported, "TripleDES")]
    [InlineData(PfxErrorKind.LimitExceeded, "raise the limit")]
    [InlineData(PfxErrorKind.NoCertificate, "together with")]
    [InlineData(PfxErrorKind.NoPrivateKey, "together with")]
    [InlineData(PfxErrorKind.KeyMismatch, "where its key was made")]
    [InlineData(PfxErrorKind.MultipleKeyPairs, "a file of its own")]
    [InlineData(PfxErrorKind.Unreadable, "may read the file")]
    public void A_failure_to_open_is_an_error_with_advice_of_its_kind(PfxErrorKind kind, string advice)
    {
        var subject = new PreflightSubject("/anna.pfx", new PreflightOptions { UserPrincipalName = "a@contoso.com" }, Now);

        OpenFailure.Report(subject, new PfxException(kind, "What is wrong."));

        var finding = Assert.Single(subject.Findings);
        Assert.Equal(new PfxException(kind, "x").ErrorId, finding.Id);
        Assert.Equal(SmimeFindingSeverity.Error, finding.Severity);
        Assert.Equal("What is wrong.", finding.Message);
        Assert.Contains(advice, finding.Advice, StringComparison.Ordinal);
        Assert.Equal("a@contoso.com", finding.UserPrincipalName);
        Assert.Null(finding.Thumbprint);
    }

    [Fact]
    public void Rules_about_the_files_bytes_are_information_where_it_is_written_anew()
    {
        string[] ofBytes =
        [
            "TrailingBytes", "BerEncoding", "NoIntegrityCheck", "WeakEncryption", "EncodingRare", "Pbmac1Integrity",
            "HighIterations", "LowIterations", "MultipleKeyPairs", "UnmatchedPrivateKey", "DuplicateCertificate",
            "PasswordEmpty", "PasswordNotAscii", "PasswordTooLong", "ChainOrder",
        ];
        foreach (var rule in PreflightRules.All)
        {
            foreach (var encryption in new[] { SmimePfxEncryption.Unchanged, SmimePfxEncryption.TripleDesSha1 })
            {
                var expected = ofBytes.Contains(rule.Id) && encryption != SmimePfxEncryption.Unchanged ? Info
                    : SmimeFindingSeverity.Error;
                var subject = new PreflightSubject("/anna.pfx", new PreflightOptions { Encryption = encryption }, Now);

                subject.Add(rule, "What is the case.", severity: SmimeFindingSeverity.Error);

                Assert.Equal((rule.Id, expected), (subject.Findings[0].Id, subject.Findings[0].Severity));
                Assert.Equal(rule.Advice, subject.Findings[0].Advice);
            }
        }
    }

    private static CertificateInfo Issue(PreflightPerson person)
    {
        using var certificate = PreflightPki.Issue(person);
        return CertificateReader.Read(certificate.RawData);
    }
}
