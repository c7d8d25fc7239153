using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Permissions;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Tests.Permissions;

/// <summary>Where documents and samples name permissions, they name all that their commands need, and no more.</summary>
public sealed partial class DocumentedPermissionsTests
{
    /// <summary>The samples that sign in, or are run in a session that is signed in.</summary>
    public static TheoryData<string> Samples =>
    [
        .. Directory.EnumerateFiles(RepositoryRoot.Combine("docs", "samples"), "*.ps1").Select(path => Path.GetFileName(path))
            .Where(name => name != "quickstart.ps1" && Needs(Read("docs", "samples", name)).Count > 0)
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void The_first_import_of_the_README_names_what_it_and_the_profiles_need()
    {
        var readme = Read("README.md");
        var import = Section(readme, "First import");
        var needed = Needs(import + Section(readme, "Profiles"));

        Assert.Equal(needed, Named(import[..import.IndexOf("```", StringComparison.Ordinal)]));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_names_what_it_needs(string name)
    {
        var script = Read("docs", "samples", name);

        Assert.Equal(Needs(script), Named(script));
    }

    [Fact]
    public void Samples_are_checked() =>
        Assert.Superset(
            new HashSet<string> { "rollout.ps1", "runbook.ps1", "cron-import.ps1", "scheduled-import.ps1" },
            Directory.EnumerateFiles(RepositoryRoot.Combine("docs", "samples")).Select(path => Path.GetFileName(path))
                .Where(name => Needs(Read("docs", "samples", name)).Count > 0).ToHashSet());

    // In prose as in code: what a section tells of is what its reader goes on to do.
    private static List<string> Needs(string text) =>
    [
        .. GraphPermission.Least(
            CmdletPermissions.Cmdlets.Where(cmdlet => Regex.IsMatch(text, $@"(?<![\w-]){cmdlet}(?![\w-])"))
                .Where(cmdlet => cmdlet is not ("Register-SmimeApplication" or "Grant-SmimePermission"))
                .SelectMany(CmdletPermissions.Of).Select(need => need.Permission))
            .Select(permission => permission.Value).Order(StringComparer.Ordinal),
    ];

    private static List<string> Named(string text) =>
        [.. Permission().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal)];

    private static string Section(string text, string heading)
    {
        var from = text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        Assert.True(from > 0, heading);
        var to = text.IndexOf("\n## ", from + 1, StringComparison.Ordinal);
        return text[from..(to < 0 ? text.Length : to)];
    }

    private static string Read(params string[] path) => File.ReadAllText(RepositoryRoot.Combine(path)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"\b[A-Z]\w+\.Read(Write)?\.All\b")]
    private static partial Regex Permission();
}
