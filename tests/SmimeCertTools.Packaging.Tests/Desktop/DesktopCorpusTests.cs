using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Corpus;
using SmimeCertTools.TestSupport.Tools;
using Xunit;
using Xunit.Abstractions;

namespace SmimeCertTools.Packaging.Tests.Desktop;

/// <summary>Third-party, hostile and mutated files, opened by the shipped files of Windows PowerShell's edition.</summary>
public sealed class DesktopCorpusTests(ITestOutputHelper output)
{
    [MonoFact(needsCorpus: true)]
    public async Task Every_third_party_file_ends_as_recorded() =>
        await CheckAsync(Entries("pfx", "files"), CorpusRules.File);

    [MonoFact(needsCorpus: true)]
    public async Task Every_file_of_a_common_producer_ends_as_recorded() =>
        await CheckAsync(Entries("generated", "files"), CorpusRules.File);

    [MonoFact(needsCorpus: true)]
    public async Task Every_hostile_file_is_met_as_recorded() =>
        await CheckAsync(Entries("generated", "hostile"), CorpusRules.Hostile);

    [MonoFact(needsCorpus: true)]
    public async Task Every_mutated_file_ends_cleanly()
    {
        var bases = Entries("generated", "files").ToDictionary(entry => Text(entry, "file")!);
        await CheckAsync(
            Entries("generated", "mutated"), (entry, file) => CorpusRules.Mutated(entry, bases[Text(entry, "base")!], file));
    }

    private static List<JsonElement> Entries(string folder, string list)
    {
        using var manifest = SharedCorpus.Manifest(folder);
        return [.. manifest.RootElement.GetProperty(list).EnumerateArray().Select(entry => entry.Clone())];
    }

    private static string? Text(JsonElement entry, string name) => entry.GetProperty(name).GetString();

    private async Task CheckAsync(List<JsonElement> entries, Func<JsonElement, OpenedFile, string?> rule)
    {
        using var folder = new TempFolder();
        var lines = entries.Select(entry => SharedCorpus.PathOf(Text(entry, "file")!)
            + (Text(entry, "password") is { } password ? "\t" + password : string.Empty) + "\n");
        var list = folder.Write("list.txt", string.Concat(lines));

        var run = await DesktopRun.StartAsync("open", [list]);

        var opened = run.Lines("opened");
        Assert.Equal(entries.Select(entry => SharedCorpus.PathOf(Text(entry, "file")!)), opened.Select(line => line[0]));
        var files = opened.Select(Read).ToList();
        var problems = entries.Zip(files)
            .Select(pair => (Problem: pair.Second.Unexpected ?? rule(pair.First, pair.Second), pair.First, pair.Second))
            .Where(result => result.Problem is not null)
            .Select(result => Text(result.First, "file") + ": " + result.Problem + " (was " + result.Second + ")")
            .ToList();
        output.WriteLine(
            $"{files.Count} files, {files.Count(file => file.Opened)} opened, {problems.Count} problems; the slowest took "
            + $"{files.Max(file => file.Time).TotalSeconds:F1} s");
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    private static OpenedFile Read(string[] line) => new()
    {
        Error = line[1].Length == 0 || line[1][0] == '!' ? null : line[1],
        Unexpected = line[1].StartsWith('!') ? line[1] : null,
        Certificates = line[2].Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet(),
        Pairs = line[3].Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet(),
        SingleError = line[4].Length == 0 ? null : line[4],
        Time = TimeSpan.FromMilliseconds(long.Parse(line[5], CultureInfo.InvariantCulture)),
    };
}
