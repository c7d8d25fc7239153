using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using SmimeCertTools.Packaging.Tests.Staged;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Help;

[Collection(StagedModuleCollection.Name)]
public sealed partial class HelpReadmeTests(HelpModuleFixture module) : IClassFixture<HelpModuleFixture>
{
    public static TheoryData<string> Files => [.. FileNames];

    /// <summary>Every Markdown file of the documentation, from the repository's root.</summary>
    private static IReadOnlyList<string> FileNames { get; } =
    [
        "README.md", "CHANGELOG.md",
        .. Directory.EnumerateFiles(RepositoryRoot.Combine("docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(RepositoryRoot.Path, path).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Snippets_parse_and_use_cmdlets_and_parameters_that_exist(string file) =>
        Assert.All(Fenced().Matches(Read(file)).Select(match => match.Groups[1].Value),
            script => HelpScripts.Check(script, module.Cmdlets));

    [Theory]
    [MemberData(nameof(Files))]
    public void Relative_links_lead_to_files(string file)
    {
        var folder = Path.GetDirectoryName(RepositoryRoot.Combine(file.Split('/')))!;
        var links = Link().Matches(Read(file)).Select(match => match.Groups[1].Value).Where(
            link => !link.Contains(':', StringComparison.Ordinal));
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(folder, link.Split('#')[0])), $"{file} links to {link}."));
    }

    [Fact]
    public void Projects_named_in_commands_exist()
    {
        var projects = FileNames.SelectMany(file => Project().Matches(Read(file))).Select(match => match.Groups[1].Value)
            .ToHashSet();
        Assert.Contains("src/SmimeCertTools.Quickstart", projects);
        Assert.All(projects, project => Assert.True(Directory.Exists(RepositoryRoot.Combine(project.Split('/'))), project));
    }

    [Fact]
    public async Task The_list_of_error_ids_is_that_of_the_code()
    {
        // The module loads its core when it is first needed.
        (await module.Shell.RunAsync(
            "param($Token) Connect-SmimeGraph -AccessToken $Token -NoVerify; Disconnect-SmimeGraph",
            new Dictionary<string, object?> { ["Token"] = new NetworkCredential(string.Empty, "opaque").SecurePassword }))
                .EnsureNoErrors();
        var inCode = ErrorSources().SelectMany(text => ErrorIdInCode().Matches(text)).Select(match => match.Groups[1].Value)
            .Concat(CoreIds());
        Assert.Equal(inCode.Distinct().Order(StringComparer.Ordinal), ListedIds().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Error_ids_in_the_pages_are_in_the_list()
    {
        var listed = ListedIds();
        foreach (var page in HelpPages.All)
        {
            var text = Read($"docs/en-US/{page.Name}.md");
            var table = text.IndexOf("| ErrorId |", StringComparison.Ordinal);
            var rows = table < 0 ? [] : text[table..].Split('\n').Skip(2).TakeWhile(line => line.StartsWith('|')).ToList();
            var ids = rows.SelectMany(row => Code().Matches(row.Split('|')[1])).Select(match => match.Groups[1].Value);
            Assert.All(ids, id => Assert.Contains(id, listed));
        }
    }

    /// <summary>The ErrorId of every kind of the core's exceptions, asked of the staged core itself.</summary>
    private static IEnumerable<string> CoreIds()
    {
        var core = AppDomain.CurrentDomain.GetAssemblies().First(assembly => assembly.GetName().Name == "SmimeCertTools.Core");
        var root = core.GetType("SmimeCertTools.Core.SmimeException", throwOnError: true)!;
        foreach (var type in core.GetExportedTypes().Where(type => type.IsSubclassOf(root) && !type.IsAbstract))
        {
            // One without a kind brings the error of another place.
            var constructor = type.GetConstructors().Single();
            var kind = constructor.GetParameters()[0].ParameterType;
            if (!kind.IsEnum)
            {
                continue;
            }

            foreach (var value in Enum.GetValues(kind))
            {
                object?[] arguments = [value, "message", .. constructor.GetParameters().Skip(2).Select(_ => (object?)null)];
                yield return (string)root.GetProperty("ErrorId")!.GetValue(constructor.Invoke(arguments))!;
            }
        }
    }

    private static HashSet<string> ListedIds() =>
        [.. ListedId().Matches(Read("docs/design/errors.md")).Select(match => match.Groups[1].Value)];

    private static IEnumerable<string> ErrorSources() => Directory
        .EnumerateFiles(RepositoryRoot.Combine("src", "SmimeCertTools", "Errors"), "*.cs").Select(path => File.ReadAllText(path));

    private static string Read(string file) => File.ReadAllText(RepositoryRoot.Combine(file.Split('/'))).ReplaceLineEndings("\n");

    [GeneratedRegex("^```powershell\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"--project ([\w./]+)")]
    private static partial Regex Project();

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex ListedId();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Code();

    // Where an ErrorRecord is made, or named once for several: const string ...Id.
    [GeneratedRegex(@"(?:^\s+|\bconst string \w+Id = )""([A-Z]\w+)""(?:[,;]\s*$|, \w+\);)", RegexOptions.Multiline)]
    private static partial Regex ErrorIdInCode();
}
