using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.TestSupport.Corpus;
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

    [CorpusFact]
    public void An_RSAES_OAEP_key_is_paired_with_its_certificate()
    {
        var entry = Corpus.Entries("pfx", "files").Single(candidate => candidate.Text("file") == CorpusRules.OaepKey);

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
        return (CorpusRules.Among(verdict.Outcome, nameof(PfxErrorKind.PasswordIncorrect)), verdict);
    }

    private static bool IsProtected(JsonElement entry)
    {
        var algorithms = entry.GetProperty("algorithms");
        return algorithms.Has("mac") || algorithms.Has("certificate_encryption") || algorithms.Has("key_encryption");
    }

    private static (string? Problem, CorpusVerdict Verdict) CheckFile(JsonElement entry)
    {
        var verdict = CorpusVerdict.Of(entry);
        return (CorpusRules.File(entry, verdict.Outcome) ?? Within(verdict, Slowest), verdict);
    }

    private static (string? Problem, CorpusVerdict Verdict) CheckHostile(JsonElement entry)
    {
        var verdict = CorpusVerdict.Of(entry);
        var problem = CorpusRules.Hostile(entry, verdict.Outcome);
        if (problem is null
            && entry.Text("expected") == "certs_ok_key_reject_fast"
            && CorpusVerdict.Of(entry, CertificatesOnly) is not { Opened: true, Certificates.Count: 1 })
        {
            problem = "the certificates cannot be listed";
        }

        return (problem ?? Within(verdict, Refusal), verdict);
    }

    private static (string? Problem, CorpusVerdict Verdict) CheckMutated(JsonElement entry, JsonElement original)
    {
        var verdict = CorpusVerdict.Of(entry);
        return (CorpusRules.Mutated(entry, original, verdict.Outcome) ?? Within(verdict, Slowest), verdict);
    }

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
