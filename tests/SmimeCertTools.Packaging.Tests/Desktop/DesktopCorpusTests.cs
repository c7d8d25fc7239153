using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Packaging.Tests.Staged;
using SmimeCertTools.TestSupport.Corpus;
using SmimeCertTools.TestSupport.Tools;
using Xunit;
using Xunit.Abstractions;

namespace SmimeCertTools.Packaging.Tests.Desktop;

/// <summary>Third-party, hostile and mutated files, opened by the shipped files of Windows PowerShell's edition.</summary>
public sealed class DesktopCorpusTests(ITestOutputHelper output)
{
    [MonoFact(needsCorpus: true)]
    public async Task Every_third_party_file_ends_as_recorded() => await CheckAsync("third-party");

    [MonoFact(needsCorpus: true)]
    public async Task Every_file_of_a_common_producer_ends_as_recorded() => await CheckAsync("common producers");

    [MonoFact(needsCorpus: true)]
    public async Task Every_hostile_file_is_met_as_recorded() => await CheckAsync("hostile");

    [MonoFact(needsCorpus: true)]
    public async Task Every_mutated_file_ends_cleanly() => await CheckAsync("mutated");

    private async Task CheckAsync(string list)
    {
        var entries = CorpusCheck.Entries(list);
        using var folder = new TempFolder();
        var lines = entries.Select(entry => SharedCorpus.PathOf(CorpusCheck.Text(entry, "file")!)
            + (CorpusCheck.Text(entry, "password") is { } password ? "\t" + password : string.Empty) + "\n");
        var run = await DesktopRun.StartAsync("open", [folder.Write("list.txt", string.Concat(lines))]);

        var opened = run.Lines("opened");
        Assert.Equal(
            entries.Select(entry => SharedCorpus.PathOf(CorpusCheck.Text(entry, "file")!)), opened.Select(line => line[0]));
        CorpusCheck.Judge(list, entries, [.. opened.Select(Read)], output);
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
