using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using SmimeCertTools.TestSupport.Corpus;
using SmimeCertTools.TestSupport.Tools;
using Xunit;
using Xunit.Abstractions;

namespace SmimeCertTools.Packaging.Tests.Staged;

/// <summary>The corpus's lists of files, and how what an edition made of them is judged.</summary>
internal static class CorpusCheck
{
    public static Dictionary<string, (string Folder, string List)> Lists { get; } = new()
    {
        ["third-party"] = ("pfx", "files"),
        ["common producers"] = ("generated", "files"),
        ["hostile"] = ("generated", "hostile"),
        ["mutated"] = ("generated", "mutated"),
    };

    public static List<JsonElement> Entries(string list)
    {
        var (folder, name) = Lists[list];
        using var manifest = SharedCorpus.Manifest(folder);
        return [.. manifest.RootElement.GetProperty(name).EnumerateArray().Select(entry => entry.Clone())];
    }

    public static string? Text(JsonElement entry, string name) => entry.GetProperty(name).GetString();

    public static void Judge(string list, List<JsonElement> entries, List<OpenedFile> files, ITestOutputHelper output)
    {
        var bases = list == "mutated" ? Entries("common producers").ToDictionary(entry => Text(entry, "file")!) : [];
        string? Rule(JsonElement entry, OpenedFile file) => list switch
        {
            "hostile" => CorpusRules.Hostile(entry, file),
            "mutated" => CorpusRules.Mutated(entry, bases[Text(entry, "base")!], file),
            _ => CorpusRules.File(entry, file),
        };
        var problems = entries.Zip(files)
            .Select(pair => (Problem: pair.Second.Unexpected ?? Rule(pair.First, pair.Second), pair.First, pair.Second))
            .Where(result => result.Problem is not null)
            .Select(result => Text(result.First, "file") + ": " + result.Problem + " (was " + result.Second + ")")
            .ToList();
        output.WriteLine(
            $"{files.Count} files, {files.Count(file => file.Opened)} opened, {problems.Count} problems; the slowest took "
            + $"{files.Max(file => file.Time).TotalSeconds:F1} s");
        Assert.Equal(entries.Count, files.Count);
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }
}
