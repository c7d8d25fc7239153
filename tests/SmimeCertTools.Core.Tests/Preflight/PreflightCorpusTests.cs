using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Preflight;
using SmimeCertTools.Core.Tests.Pfx;
using Xunit;
using Xunit.Abstractions;

namespace SmimeCertTools.Core.Tests.Preflight;

/// <summary>Third-party, hostile and mutated files and certificates.</summary>
public sealed class PreflightCorpusTests(ITestOutputHelper output)
{
    [CorpusFact]
    public void Every_file_ends_in_findings_and_a_verdict()
    {
        var options = new PreflightOptions { Encryption = SmimePfxEncryption.Unchanged, MaxIterations = 100_000 };
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var all = Corpus.Entries("pfx", "files").Concat(Corpus.Entries("generated", "files"))
            .Concat(Corpus.Entries("generated", "hostile")).Concat(Corpus.Entries("generated", "mutated")).ToList();
        var known = PreflightRules.All.Select(rule => rule.Id).ToHashSet();
        foreach (var entry in all)
        {
            var findings = Check(entry, options);
            Assert.NotEmpty(findings);
            Assert.All(
                findings,
                found => Assert.True(known.Contains(found.Id) || found.Id.StartsWith("Pfx", StringComparison.Ordinal)));
            foreach (var id in findings.Select(found => found.Severity + " " + found.Id).Distinct())
            {
                counts[id] = counts.GetValueOrDefault(id) + 1;
            }
        }

        output.WriteLine(all.Count + " files");
        foreach (var (id, count) in counts)
        {
            output.WriteLine(count.ToString().PadLeft(5) + "  " + id);
        }

        Assert.True(all.Count > 300);
    }

    [CorpusFact]
    public void Encodings_that_devices_refuse_are_found_in_the_files_of_their_producers()
    {
        var files = Corpus.Entries("generated", "files").ToDictionary(entry => Path.GetFileName(entry.Text("file")));
        foreach (var (file, id) in new[]
        {
            ("g01-openssl3-default.pfx", "EncodingNotUniversal"), ("g02-legacy-rc2-40-3des-sha1.pfx", "WeakEncryption"),
            ("g05-pbmac1-sha256.pfx", "Pbmac1Integrity"), ("g06-nomac.pfx", "NoIntegrityCheck"),
            ("g07b-nothing-encrypted-mac.pfx", "PrivateKeyInClear"), ("g09c-utf8-emoji-password-17.pfx", "PasswordNotAscii"),
            ("g13-iter600000.pfx", "HighIterations"), ("g20b-three-keypairs.pfx", "MultipleKeyPairs"),
            ("g63-certtool-arcfour.p12", "EncodingRare"), ("g24d-keysig.pfx", "EncodingNotUniversal"),
        })
        {
            var unchanged = Check(files[file], new PreflightOptions { Encryption = SmimePfxEncryption.Unchanged });
            Assert.Contains(unchanged, found => found.Id == id && found.Severity != SmimeFindingSeverity.Information);
            var inTheWay = id == "PrivateKeyInClear" ? SmimeFindingSeverity.Error : SmimeFindingSeverity.Warning;
            Assert.DoesNotContain(
                Check(files[file], new PreflightOptions()), found => found.Id == id && found.Severity >= inTheWay);
        }
    }

    [TestSupport.Tools.CorpusTheory]
    [InlineData("e_legacy_generation_deprecated", "LegacyGeneration")]
    [InlineData("e_smime_strict_eku_check", "EkuNotForMail")]
    public void Public_rules_agree_with_zlint(string lint, string id)
    {
        var agreed = 0;
        foreach (var entry in Corpus.Entries("smime-certs", "files"))
        {
            foreach (var expectation in entry.GetProperty("expectations").EnumerateArray().Where(one => one.Text("lint") == lint))
            {
                using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(Corpus.PathOf(entry.Text("file"))));
                var subject = new PreflightSubject("/x.pfx", new PreflightOptions(), certificate.NotBefore);
                var info = CertificateReader.Read(certificate.RawData);
                ValidityRules.Check(subject, info, null);
                PurposeRules.Check(subject, info, null);
                if (expectation.Text("status") is "error" or "pass")
                {
                    var isError = expectation.Text("status") == "error";
                    Assert.True(isError == subject.Findings.Any(found => found.Id == id), entry.Text("file"));
                    agreed++;
                }
            }
        }

        output.WriteLine(agreed + " certificates agree on " + lint);
        Assert.True(agreed > 0);
    }

    private static IReadOnlyList<PreflightFinding> Check(JsonElement entry, PreflightOptions options)
    {
        using var password = entry.Password();
        return PfxPreflight.Check(
            "/corpus.pfx", File.ReadAllBytes(Corpus.PathOf(entry.Text("file"))), password, options, PreflightPki.Now);
    }
}
