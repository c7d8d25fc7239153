using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Sources;

/// <summary>
/// What build.ps1 -Task Mutation changes and by which tests it judges: run by hand, it would else be found to name what is gone
/// when somebody needs it.
/// </summary>
public sealed class MutationAreaTests
{
    /// <summary>What must not lose or claim anything: each of these files is in an area.</summary>
    private static readonly string[] Wanted =
    [
        "Bulk/JobRun.cs", "Bulk/Results", "Graph/Connection/ConfirmedWrite.cs", "Graph/Http/Pacing", "Graph/Http/Retries.cs",
        "Graph/Http/RetryPolicy.cs", "Graph/Http/RequestHandler.cs", "Import/RecordWrite.cs", "Import/UserPfxImporter.cs",
        "Jobs/ImportJob.cs", "Jobs/ImportUpload.cs", "Jobs/RecordDeletion.cs", "Jobs/RemovalJob.cs", "Jobs/UserPfxRemover.cs",
        "Preflight",
    ];

    private static readonly string Tests = RepositoryRoot.Combine("tests", "SmimeCertTools.Core.Tests");
    private static readonly string Core = RepositoryRoot.Combine("src", "SmimeCertTools.Core");

    public static TheoryData<string> Areas => [.. Read("Mutation/areas.json").EnumerateObject().Select(area => area.Name)];

    [Theory]
    [MemberData(nameof(Areas))]
    public void An_area_names_files_and_tests_that_exist(string name)
    {
        var area = Read("Mutation/areas.json").GetProperty(name);

        Assert.All(Patterns(area), pattern => Assert.NotEmpty(Files(pattern)));
        var filter = area.GetProperty("tests").GetString()!;
        var names = Regex.Matches(filter, @"FullyQualifiedName!?~([\w.]+)").Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(names);
        Assert.Equal(names.Count, filter.Split('&', '|').Length);
        var sources = Directory.EnumerateFiles(Tests, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains(Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar))
            .SelectMany(FullNames).ToList();
        Assert.All(names, part => Assert.Contains(sources, known => known.Contains(part, StringComparison.Ordinal)));
    }

    [Fact]
    public void What_must_not_lose_or_claim_anything_is_in_an_area()
    {
        var all = Read("Mutation/areas.json").EnumerateObject().SelectMany(area => Patterns(area.Value)).SelectMany(Files)
            .ToHashSet(StringComparer.Ordinal);

        var wanted = Wanted.SelectMany(path => path.EndsWith(".cs", StringComparison.Ordinal) ? [path] : Files(path + "/*.cs"));
        Assert.DoesNotContain(wanted, file => !all.Contains(file));
    }

    [Fact]
    public void Nothing_but_texts_and_ConfigureAwait_is_left_unchanged()
    {
        var options = Read("stryker-config.json").GetProperty("stryker-config");

        Assert.Equal(["string"], options.GetProperty("ignore-mutations").EnumerateArray().Select(item => item.GetString()));
        Assert.Equal(["ConfigureAwait"], options.GetProperty("ignore-methods").EnumerateArray().Select(item => item.GetString()));
        Assert.True(options.GetProperty("thresholds").GetProperty("break").GetInt32() >= 85);
        Assert.True(File.Exists(Path.Combine(Core, options.GetProperty("project").GetString()!)));
        var tools = File.ReadAllText(RepositoryRoot.Combine(".config", "dotnet-tools.json"));
        Assert.Contains("\"dotnet-stryker\"", tools, StringComparison.Ordinal);
    }

    private static JsonElement Read(string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine([Tests, .. file.Split('/')]))).RootElement;

    private static IEnumerable<string> Patterns(JsonElement area) =>
        area.GetProperty("mutate").EnumerateArray().Select(item => item.GetString()!);

    // The files of the core that a pattern stands for, by their paths in it.
    private static IReadOnlyList<string> Files(string pattern)
    {
        var (folder, name) = (Path.GetDirectoryName(pattern)!, Path.GetFileName(pattern));
        var full = Path.Combine(Core, folder);
        return !Directory.Exists(full) ? [] : [.. Directory.EnumerateFiles(full, name)
            .Select(file => Path.GetRelativePath(Core, file).Replace('\\', '/'))];
    }

    // Namespace, class and method of each test in a file.
    private static IEnumerable<string> FullNames(string file)
    {
        var text = File.ReadAllText(file);
        var space = Regex.Match(text, @"^namespace ([\w.]+);", RegexOptions.Multiline).Groups[1].Value;
        foreach (Match type in Regex.Matches(text, @"\bclass (\w+Tests)\b"))
        {
            foreach (Match method in Regex.Matches(text, @"public (?:async )?(?:void|Task) (\w+)\("))
            {
                yield return $"{space}.{type.Groups[1].Value}.{method.Groups[1].Value}";
            }
        }
    }
}
