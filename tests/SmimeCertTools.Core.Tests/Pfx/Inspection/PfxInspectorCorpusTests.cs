using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Inspection;
using SmimeCertTools.Core.Secrets;
using Xunit;
using Xunit.Abstractions;

namespace SmimeCertTools.Core.Tests.Pfx.Inspection;

/// <summary>Third-party, hostile and mutated files: what is told agrees with what was recorded.</summary>
public sealed class PfxInspectorCorpusTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> MacNames = new()
    {
        ["sha1"] = "HMAC-SHA1",
        ["sha256"] = "HMAC-SHA256",
        ["sha384"] = "HMAC-SHA384",
        ["sha512"] = "HMAC-SHA512",
        ["PBMAC1"] = "PBMAC1",
        ["gostr3411-94"] = "HMAC-GOST",
        ["streebog-512"] = "HMAC-Streebog-512",
    };

    [CorpusFact]
    public void Protection_is_told_without_a_password_as_recorded()
    {
        var checkedFiles = 0;
        var readable = Files()
            .Where(entry => entry.Text("expected") is "valid" or "valid_rare_algorithm" or "unknown_password");
        foreach (var entry in readable)
        {
            var file = entry.Text("file");
            var inspection = Inspect(entry, null);
            var algorithms = entry.GetProperty("algorithms");
            var mac = algorithms.Has("mac") ? algorithms.GetProperty("mac") : default;
            var name = mac.ValueKind == JsonValueKind.Object && mac.Has("alg") ? mac.Text("alg") : null;
            if (name is null)
            {
                Assert.True(inspection.Protection.MacAlgorithm is null, file);
            }
            else
            {
                Assert.StartsWith(MacNames.GetValueOrDefault(name, "HMAC-" + name), inspection.Protection.MacAlgorithm!,
                    StringComparison.Ordinal);
            }

            if (mac.ValueKind == JsonValueKind.Object && mac.Has("mac_iterations") && name != "PBMAC1")
            {
                Assert.True(Iterations(mac.GetProperty("mac_iterations")) == inspection.Protection.MacIterations, file);
            }

            CheckEncryption(algorithms, inspection, file);
            checkedFiles++;
        }

        output.WriteLine(checkedFiles + " files told their protection without a password");
        Assert.True(checkedFiles > 150);
    }

    [CorpusFact]
    public void Contents_are_told_with_the_password_as_recorded()
    {
        var checkedFiles = 0;
        foreach (var entry in Files().Where(entry => entry.Text("expected") == "valid" && entry.Has("cert_count")))
        {
            using var password = entry.Password();
            var inspection = Inspect(entry, password);
            var file = entry.Text("file");
            Assert.True(inspection.IsOpened && inspection.OpenError is null, file);
            Assert.True(
                entry.GetProperty("certs").EnumerateArray().Select(certificate => certificate.Text("sha1")).ToHashSet()
                    .SetEquals(inspection.Certificates.Select(certificate => certificate.Certificate.Thumbprint)),
                file);
            Assert.True(
                !entry.Has("keys") || RecordedPairs(entry).IsSubsetOf(inspection.Certificates
                    .Where(certificate => certificate.HasPrivateKey == true)
                    .Select(certificate => certificate.Certificate.Thumbprint)),
                file);
            checkedFiles++;
        }

        output.WriteLine(checkedFiles + " files told their contents");
        Assert.True(checkedFiles > 150);
    }

    [CorpusFact]
    public void No_file_ends_in_anything_but_a_result_or_a_named_error()
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var all = Files()
            .Concat(Corpus.Entries("generated", "hostile"))
            .Concat(Corpus.Entries("generated", "mutated")).ToList();
        foreach (var entry in all)
        {
            using var password = entry.Password();
            foreach (var (how, given) in new[] { ("without", null), ("with", password) })
            {
                string outcome;
                try
                {
                    var inspection = Inspect(entry, given);
                    outcome = inspection.IsOpened ? "opened" : inspection.OpenError is { } error ? "told, " + error.Kind : "told";
                }
                catch (PfxException error)
                {
                    outcome = error.Kind.ToString();
                }

                var key = how + " password: " + outcome;
                counts[key] = counts.GetValueOrDefault(key) + 1;
            }
        }

        output.WriteLine(all.Count + " files");
        foreach (var (key, count) in counts)
        {
            output.WriteLine(count.ToString().PadLeft(5) + "  " + key);
        }

        Assert.True(all.Count > 300);
    }

    private static IEnumerable<JsonElement> Files() =>
        Corpus.Entries("pfx", "files").Concat(Corpus.Entries("generated", "files"));

    private static PfxInspection Inspect(JsonElement entry, SecretText? password) =>
        PfxInspector.Inspect(File.ReadAllBytes(Corpus.PathOf(entry.Text("file"))), password);

    private static HashSet<string> RecordedPairs(JsonElement entry) =>
    [
        .. entry.GetProperty("keys").EnumerateArray()
            .Where(key => key.Has("matches_cert_sha1"))
            .SelectMany(key => key.GetProperty("matches_cert_sha1").EnumerateArray())
            .Select(thumbprint => thumbprint.GetString()!),
    ];

    // Text stands for "1(default)" and for integers that JSON readers may round.
    private static int Iterations(JsonElement recorded) => recorded.ValueKind == JsonValueKind.String
        ? recorded.GetString()!.Contains("default", StringComparison.Ordinal) ? 1 : int.MaxValue
        : (int)Math.Min(recorded.GetInt64(), int.MaxValue);

    // Without a password nobody can tell which part holds what, so that the iterations of all are compared together.
    private static void CheckEncryption(JsonElement algorithms, PfxInspection inspection, string file)
    {
        if (!algorithms.Has("certificate_encryption") || !algorithms.Has("key_encryption"))
        {
            return;
        }

        var expected = algorithms.GetProperty("certificate_encryption").EnumerateArray()
            .Concat(algorithms.GetProperty("key_encryption").EnumerateArray())
            .Where(encryption => encryption.Has("iterations"))
            .Select(encryption => Iterations(encryption.GetProperty("iterations"))).Distinct().Order();
        var told = inspection.UnopenedParts.Concat(inspection.Protection.CertificateEncryption)
            .Concat(inspection.Protection.KeyEncryption)
            .Where(encryption => encryption.Algorithm != "None")
            .Select(encryption => encryption.Iterations).Distinct().Order().ToList();
        Assert.True(expected.All(told.Contains), file + ": " + string.Join(' ', told));
    }
}
