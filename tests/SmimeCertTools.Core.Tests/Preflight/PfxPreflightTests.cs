using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Preflight;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Core.Tests.Import;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Preflight;

/// <summary>That a file passes all rules, whatever one of them finds, and what becomes of one that cannot be opened.</summary>
public sealed class PfxPreflightTests
{
    private static readonly PreflightOptions Unchanged = new()
    {
        Encryption = SmimePfxEncryption.Unchanged,
        UserPrincipalName = "anna",
        EmailAddresses = ["bob@contoso.com"],
    };

    private static readonly Lazy<X509Certificate2> Stranger = new(
        () => PreflightPki.Authority("CN=Stranger", null, PreflightPki.Now.AddYears(5)));

    [Fact]
    public void A_file_passes_the_rules_of_every_kind_and_the_worst_comes_first()
    {
        var findings = Bad().Test();

        Assert.Equal(
            ["AddressDiffers", "Expired", "ExtraCertificate", "KeyTooSmall", "LowIterations", "PasswordNotAscii",
                "UserPrincipalNameInvalid"],
            findings.Select(finding => finding.Id).Order(StringComparer.Ordinal));
        Assert.Equal(findings.OrderByDescending(finding => finding.Severity), findings);
        Assert.NotEqual(findings[0].Severity, findings[^1].Severity);
    }

    [Fact]
    public void What_is_not_for_mail_needs_no_address()
    {
        var options = new PreflightOptions { IntendedPurpose = UserPfxPurpose.Wifi, UserPrincipalName = "bob@contoso.com" };

        Assert.Equal("PfxOk", Assert.Single(new PreflightFile().Test(options: options)).Id);
    }

    [Fact]
    public void A_file_that_does_not_open_is_still_judged_by_what_it_shows()
    {
        var ids = Bad().Test("another").Select(finding => finding.Id);

        Assert.Equal(["LowIterations", "PfxPasswordIncorrect", "UserPrincipalNameInvalid"], ids.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_part_that_no_password_opens_is_told()
    {
        byte[] encrypted = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x06];
        var file = new PreflightFile
        {
            HasMac = false,
            Change = content =>
            {
                content[content.AsSpan().IndexOf(encrypted) + encrypted.Length - 1] = 3;
                return content;
            },
        };

        Assert.Contains(file.Test(), finding => finding.Id == "RecipientEncryptedPart");
        Assert.DoesNotContain(new PreflightFile().Test(), finding => finding.Id == "RecipientEncryptedPart");
    }

    [Fact]
    public async Task A_file_is_read_from_its_path_and_a_missing_one_is_a_finding_beside_what_is_wrong_with_the_user()
    {
        using var folder = new TempFolder();
        var file = new PreflightFile();
        using var password = SecretText.Copy(file.Password);
        var path = folder.Write("anna.pfx", file.Write());
        var clock = new FixedClock(PreflightPki.Now);

        var good = await PfxPreflight.CheckAsync(path, password, null, clock, CancellationToken.None);
        var wrongUser = await PfxPreflight.CheckAsync(path, password, Unchanged, clock, CancellationToken.None);
        var missing = await PfxPreflight.CheckAsync(folder.Combine("none"), password, Unchanged, clock, CancellationToken.None);

        Assert.Equal("PfxOk", Assert.Single(good).Id);
        Assert.Equal(path, good[0].Path);
        Assert.Contains(wrongUser, finding => finding.Id == "UserPrincipalNameInvalid");
        Assert.Equal(2, missing.Count);
        Assert.Equal("UserPrincipalNameInvalid", missing[1].Id);
        await Assert.ThrowsAsync<ArgumentNullException>(() => PfxPreflight.CheckAsync(path, null!));
    }

    // One thing wrong for each kind of rule.
    private static PreflightFile Bad() => new()
    {
        People =
        [
            new()
            {
                MakeKey = () => RSA.Create(1024),
                NotBefore = PreflightPki.Now.AddDays(-400),
                NotAfter = PreflightPki.Now.AddDays(-35),
            },
        ],
        Others = [PreflightPki.Issuing, PreflightPki.Root, Stranger.Value],
        Iterations = 999,
        Password = "pässword-" + Guid.NewGuid().ToString("N"),
        Options = Unchanged,
    };
}
