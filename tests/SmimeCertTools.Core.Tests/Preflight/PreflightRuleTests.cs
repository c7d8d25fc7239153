using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Preflight;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Preflight;

public sealed class PreflightRuleTests
{
    /// <summary>Rules whose breach cannot be made with the platform's own writer; they have tests of their own.</summary>
    private static readonly string[] TestedElsewhere = ["CurveExplicit", "KeySizeUnusual", "Pbmac1Integrity", "PfxOk"];

    public static TheoryData<int, string> Cases
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (var i = 0; i < PreflightCases.All.Count; i++)
            {
                data.Add(i, $"{PreflightCases.All[i].Id} {PreflightCases.All[i].Severity}");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_breach_is_found_with_its_severity_and_advice(int number, string name)
    {
        var (id, severity, file) = PreflightCases.All[number];

        var findings = file.Test();

        Assert.NotEmpty(name);
        var finding = findings.FirstOrDefault(candidate => candidate.Id == id);
        Assert.True(finding is not null, "found: " + string.Join(", ", findings.Select(found => found.Id)));
        Assert.Equal(severity, finding!.Severity);
        Assert.Equal("/anna.pfx", finding.Path);
        Assert.NotEmpty(finding.Message);
        Assert.True(finding.Advice is not null || severity == SmimeFindingSeverity.Information);
        Assert.Equal(
            findings.All(found => found.Severity == SmimeFindingSeverity.Information),
            findings.Any(found => found.Id == "PfxOk"));
        Assert.Equal(findings.OrderByDescending(found => found.Severity), findings);
        Assert.DoesNotContain(
            findings,
            found => file.Password.Length > 3 && found.Message.Contains(file.Password, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_rule_is_broken_by_a_test()
    {
        Assert.Equal(
            PreflightRules.All.Select(rule => rule.Id).Order(StringComparer.Ordinal),
            PreflightCases.All.Select(one => one.Id).Concat(TestedElsewhere).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(PreflightRules.All.Count, PreflightRules.All.Select(rule => rule.Id).Distinct().Count());
    }

    [Theory]
    [InlineData(X509KeyUsageFlags.KeyEncipherment)]
    [InlineData(X509KeyUsageFlags.DigitalSignature)]
    public void A_good_file_breaks_no_rule(X509KeyUsageFlags usage)
    {
        var file = new PreflightFile { People = [new() { KeyUsage = usage, Policy = "2.23.140.1.5.1.3" }] };
        foreach (var strict in new[] { false, true })
        {
            var finding = Assert.Single(file.Test(options: new PreflightOptions
            {
                UserPrincipalName = "ANNA@contoso.com",
                EmailAddresses = ["other@contoso.com", "Anna@Contoso.com"],
                Encryption = SmimePfxEncryption.Unchanged,
                Strict = strict,
            }));
            Assert.Equal("PfxOk", finding.Id);
            Assert.Equal(SmimeFindingSeverity.Information, finding.Severity);
            Assert.Equal("ANNA@contoso.com", finding.UserPrincipalName);
            Assert.Equal(40, finding.Thumbprint!.Length);
        }
    }

    [Fact]
    public void Limits_themselves_are_kept()
    {
        var start = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var before = new DateTimeOffset(2023, 8, 31, 0, 0, 0, TimeSpan.Zero);
        foreach (var person in new[]
        {
            new PreflightPerson { NotBefore = start, NotAfter = start.AddDays(825).AddSeconds(-1), Policy = "2.23.140.1.5.1.3" },
            new() { NotBefore = start, NotAfter = start.AddDays(1185).AddSeconds(-1), Policy = "2.23.140.1.5.1.1" },
            new() { NotBefore = before, NotAfter = before.AddYears(4), Policy = "2.23.140.1.5.1.3" },
            new() { NotAfter = PreflightPki.Now.AddDays(30).AddSeconds(1) },
        })
        {
            Assert.Equal("PfxOk", Assert.Single(new PreflightFile { People = [person] }.Test()).Id);
        }

        var longest = new PreflightFile
        {
            Password = new string('x', 126),
            Iterations = 1000,
            Options = new PreflightOptions { Encryption = SmimePfxEncryption.Unchanged },
        };
        Assert.Equal("PfxOk", Assert.Single(longest.Test()).Id);
        Assert.Equal(300_000, Pkcs12LoaderLimits.Defaults.IndividualKdfIterationLimit);
    }

    [Fact]
    public void Strict_makes_errors_of_warnings_and_of_nothing_else()
    {
        var file = new PreflightFile { People = [new() { Purposes = [] }], Others = [PreflightPki.Issuing] };

        var findings = file.Test(options: new PreflightOptions { Strict = true })
            .ToDictionary(found => found.Id, found => found.Severity);

        Assert.Equal(SmimeFindingSeverity.Error, findings["EkuNotStated"]);
        Assert.Equal(SmimeFindingSeverity.Information, findings["ChainRootMissing"]);
        Assert.Equal(2, findings.Count);
    }

    [Fact]
    public void A_purpose_settles_the_pairs_that_leave_a_choice_and_no_others()
    {
        const X509KeyUsageFlags Dual = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment;
        var file = new PreflightFile
        {
            People =
            [
                new() { KeyUsage = Dual },
                new() { KeyUsage = X509KeyUsageFlags.DigitalSignature, MakeKey = () => RSA.Create(2048) },
            ],
        };

        var options = new PreflightOptions { IntendedPurpose = UserPfxPurpose.SmimeEncryption };
        var ids = file.Test(options: options).Select(found => found.Id);

        Assert.Equal(["MultipleKeyPairs", "PfxOk"], ids);
    }

    [Fact]
    public async Task What_keeps_a_file_from_being_used_is_a_finding_with_the_errors_id()
    {
        Assert.Equal("PfxPasswordIncorrect", new PreflightFile().Test("another")[0].Id);
        Assert.Equal("PfxTruncated", new PreflightFile { Change = content => content[..^20] }.Test()[0].Id);
        Assert.Equal("PfxNotRecognized", new PreflightFile { Change = _ => "no PFX"u8.ToArray() }.Test()[0].Id);
        Assert.Equal("PfxLimitExceeded", new PreflightFile().Test(options: new PreflightOptions { MaxIterations = 999 })[0].Id);
        Assert.Equal("PfxNoPrivateKey", new PreflightFile { People = [] }.Test()[0].Id);
        Assert.Equal("PfxKeyMismatch", new PreflightFile { People = [], HasStrangeKey = true }.Test()[0].Id);

        using var folder = new TempFolder();
        using var password = SecretText.Absent();
        var missing = await PfxPreflight.CheckAsync(folder.Combine("none.pfx"), password, null, CancellationToken.None);
        Assert.Equal("PathNotFound", Assert.Single(missing).Id);
    }

    [Fact]
    public void The_topic_lists_every_rule_with_its_source_and_every_error()
    {
        var page = File.ReadAllText(RepositoryRoot.Combine("docs", "en-US", "about_SmimePfxFindings.md"));
        var listed = Regex.Matches(page, @"^- `(\w+)`: .+ Source: (.+)\.$", RegexOptions.Multiline)
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value));
        Assert.Equal(
            PreflightRules.All.Select(rule => (rule.Id, rule.Source)).Order(),
            listed.Order());
        foreach (var kind in Enum.GetValues<PfxErrorKind>().Where(kind => kind != PfxErrorKind.MultipleKeyPairs))
        {
            Assert.Contains("- `" + new PfxException(kind, "x").ErrorId + "`: ", page, StringComparison.Ordinal);
        }
    }
}
