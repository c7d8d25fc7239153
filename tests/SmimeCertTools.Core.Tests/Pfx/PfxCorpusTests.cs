using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using SmimeCertTools.Core.Pfx;
using Xunit;
using Xunit.Abstractions;

namespace SmimeCertTools.Core.Tests.Pfx;

/// <summary>Third-party, hostile and mutated files against the outcome that is recorded for each.</summary>
public sealed class PfxCorpusTests(ITestOutputHelper output)
{
    // Guards against a hang, generous for a busy machine: the slowest recorded file takes 4,800,000 SHA-1 hashes to open.
    private static readonly TimeSpan Slowest = TimeSpan.FromSeconds(60);
    private static readonly PfxReadOptions CertificatesOnly = new() { CertificatesOnly = true };
    private static readonly TimeSpan Refusal = TimeSpan.FromSeconds(10);

    // An RSAES-OAEP key and its certificate, which the recording tool did not compare; there is a test of its own for it.
    private const string OaepKey = "pfx/dotnet-corefx/RsaOaep2048_NoParameters.pfx";

    [CorpusFact]
    public void An_RSAES_OAEP_key_is_paired_with_its_certificate()
    {
        var entry = Corpus.Entries("pfx", "files").Single(candidate => candidate.Text("file") == OaepKey);

        Assert.Equal([entry.Text("leaf_sha1")], CorpusVerdict.Of(entry).Pairs);
    }

    [CorpusFact]
    public void Every_third_party_file_ends_as_recorded() => CheckAll(Corpus.Entries("pfx", "files"), CheckFile);

    [CorpusFact]
    public void Every_file_of_a_common_producer_ends_as_recorded() => CheckAll(Corpus.Entries("generated", "files"), CheckFile);

    [CorpusFact]
    public void Every_hostile_file_is_met_as_recorded() => CheckAll(Corpus.Entries("generated", "hostile"), CheckHostile);

    [CorpusFact]
    public void Every_mutated_file_ends_cleanly()
    {
        var bases = Corpus.Entries("generated", "files").ToDictionary(entry => entry.Text("file"));
        CheckAll(Corpus.Entries("generated", "mutated"), entry => CheckMutated(entry, bases[entry.Text("base")]));
    }

    [CorpusFact]
    public void A_wrong_password_is_reported_as_such_for_every_protected_file() =>
        CheckAll(
            [.. Corpus.Entries("pfx", "files").Concat(Corpus.Entries("generated", "files"))
                .Where(entry => entry.Text("expected") == "valid" && IsProtected(entry))],
            CheckWrongPassword);

    private static (string? Problem, CorpusVerdict Verdict) CheckWrongPassword(JsonElement entry)
    {
        var verdict = CorpusVerdict.Of(entry, otherPassword: "not-the-password");
        return (Among(verdict, PfxErrorKind.PasswordIncorrect), verdict);
    }

    private static bool IsProtected(JsonElement entry)
    {
        var algorithms = entry.GetProperty("algorithms");
        return algorithms.Has("mac") || algorithms.Has("certificate_encryption") || algorithms.Has("key_encryption");
    }

    private static (string? Problem, CorpusVerdict Verdict) CheckFile(JsonElement entry)
    {
        var verdict = CorpusVerdict.Of(entry);
        var problem = entry.Text("expected") switch
        {
            "valid" => CheckContents(entry, verdict) ?? CheckPairs(entry, verdict),
            "valid_but_key_does_not_match" => CheckContents(entry, verdict)
                ?? (verdict.SingleError == PfxErrorKind.KeyMismatch ? null : "the mismatch is not reported"),
            "valid_rare_algorithm" => verdict.Error == PfxErrorKind.Unsupported ? null : CheckContents(entry, verdict),
            "quirk" => verdict.Opened ? CheckContents(entry, verdict) : Refused(verdict),
            "mac_fail" => Among(verdict, PfxErrorKind.PasswordIncorrect, PfxErrorKind.Damaged),
            "unknown_password" => Among(verdict, PfxErrorKind.PasswordIncorrect),
            "different_mac_and_cipher_passwords" => Among(verdict, PfxErrorKind.PasswordIncorrect),
            "malformed" or "reject" => Refused(verdict),
            "must_not_crash" => null,
            var other => "the expectation '" + other + "' is unknown to this test",
        };
        return (problem ?? Within(verdict, Slowest), verdict);
    }

    private static (string? Problem, CorpusVerdict Verdict) CheckHostile(JsonElement entry)
    {
        var verdict = CorpusVerdict.Of(entry);
        var problem = entry.Text("expected") switch
        {
            "malformed" or "malformed_or_decoded" => Refused(verdict),
            "malformed_or_mac_fail" => Among(verdict, PfxErrorKind.Damaged, PfxErrorKind.PasswordIncorrect),
            "reject_fast" => Among(verdict, PfxErrorKind.LimitExceeded),
            "reject_fast_or_unsupported" => Among(verdict, PfxErrorKind.LimitExceeded, PfxErrorKind.Unsupported),
            "certs_ok_key_reject_fast" => Among(verdict, PfxErrorKind.LimitExceeded)
                ?? (CorpusVerdict.Of(entry, CertificatesOnly) is { Opened: true, Certificates.Count: 1 }
                    ? null
                    : "the certificates cannot be listed"),
            "decrypt_error" => Refused(verdict),
            "unsupported" => Among(verdict, PfxErrorKind.Unsupported),
            "valid" or "valid_or_warn" => verdict.Opened && verdict.Pairs.Count == 1 ? null : "its key pair does not open",
            "valid_no_certs" => verdict.Opened && verdict.Certificates.Count == 0 ? null : "it does not open as empty",
            "must_not_crash" => null,
            var other => "the expectation '" + other + "' is unknown to this test",
        };
        return (problem ?? Within(verdict, Refusal), verdict);
    }

    private static (string? Problem, CorpusVerdict Verdict) CheckMutated(JsonElement entry, JsonElement original)
    {
        var verdict = CorpusVerdict.Of(entry);
        var problem = entry.Text("op") == "trunc" ? Among(verdict, PfxErrorKind.Truncated, PfxErrorKind.NotPfx)
            : entry.Text("expected") == "opens_same_contents" ? CheckContents(original, verdict)
            : verdict.Opened && original.GetProperty("algorithms").Has("mac") ? CheckContents(original, verdict)
            : null;
        return (problem ?? Within(verdict, Slowest), verdict);
    }

    private static string? CheckContents(JsonElement entry, CorpusVerdict verdict)
    {
        if (!verdict.Opened)
        {
            return "it does not open";
        }

        // Without a count the recording tools could not read the certificates themselves.
        if (!entry.Has("cert_count"))
        {
            return null;
        }

        var expected = entry.GetProperty("certs").EnumerateArray().Select(certificate => certificate.Text("sha1")).ToHashSet();
        return verdict.Certificates.SetEquals(expected) ? null : "the certificates differ";
    }

    private static string? CheckPairs(JsonElement entry, CorpusVerdict verdict)
    {
        if (!entry.Has("keys") || entry.Text("file") == OaepKey)
        {
            return null;
        }

        var expected = entry.GetProperty("keys").EnumerateArray()
            .Where(key => key.Has("matches_cert_sha1"))
            .SelectMany(key => key.GetProperty("matches_cert_sha1").EnumerateArray())
            .Select(thumbprint => thumbprint.GetString()!)
            .ToHashSet();
        return verdict.Pairs.SetEquals(expected)
            ? null
            : "the key pairs differ: " + verdict.Pairs.Count + " for " + expected.Count;
    }

    private static string? Refused(CorpusVerdict verdict) => verdict.Error is null ? "it is not refused" : null;

    private static string? Among(CorpusVerdict verdict, params PfxErrorKind[] kinds) =>
        verdict.Error is { } kind && kinds.Contains(kind) ? null : "it is not reported as " + string.Join(" or ", kinds);

    private static string? Within(CorpusVerdict verdict, TimeSpan limit) =>
        verdict.Time <= limit ? null : "it takes " + verdict.Time;

    private void CheckAll(IReadOnlyList<JsonElement> entries, Func<JsonElement, (string? Problem, CorpusVerdict Verdict)> check)
    {
        var problems = new List<string>();
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var slowest = (Time: TimeSpan.Zero, File: string.Empty);
        var largest = (Bytes: 0L, File: string.Empty);
        foreach (var entry in entries)
        {
            var (problem, verdict) = check(entry);
            var file = entry.Text("file");
            if (problem is not null || verdict.Unexpected is not null)
            {
                problems.Add(file + ": " + problem + " (expected " + entry.Text("expected") + ", was " + verdict + ")");
            }

            var key = entry.Text("expected") + " -> " + verdict;
            counts[key] = counts.GetValueOrDefault(key) + 1;
            slowest = verdict.Time > slowest.Time ? (verdict.Time, file) : slowest;
            largest = verdict.Allocated > largest.Bytes ? (verdict.Allocated, file) : largest;
        }

        output.WriteLine(entries.Count + " files, " + problems.Count + " problems");
        foreach (var (key, count) in counts)
        {
            output.WriteLine(count.ToString().PadLeft(5) + "  " + key);
        }

        output.WriteLine("slowest: " + slowest.Time.TotalMilliseconds.ToString("F1") + " ms, " + slowest.File);
        output.WriteLine("most allocated: " + (largest.Bytes >> 10) + " KiB, " + largest.File);
        Assert.NotEmpty(entries);
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }
}
