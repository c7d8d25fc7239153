using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using SmimeCertTools.Packaging.Tests.Staged;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Help;

/// <summary>The commands of the README and of the about pages, one after the other as a reader would run them.</summary>
[Collection(StagedModuleCollection.Name)]
public sealed partial class HelpSnippetTests
{
    [Theory]
    [InlineData("README.md", 10)]
    [InlineData("docs/en-US/about_SmimeCertTools.md", 7)]
    [InlineData("docs/en-US/about_SmimeConnectorKeys.md", 5)]
    [InlineData("docs/en-US/about_SmimeDeployment.md", 1)]
    [InlineData("docs/en-US/about_SmimeExchange.md", 1)]
    [InlineData("docs/en-US/about_SmimeMigration.md", 5)]
    [InlineData("docs/en-US/about_SmimePfxProtection.md", 1)]
    [InlineData("docs/en-US/about_SmimeProfiles.md", 1)]
    [InlineData("docs/en-US/about_SmimeReport.md", 1)]
    public async Task Commands_run_against_the_sandbox(string file, int count)
    {
        var snippets = Snippets(file);
        Assert.Equal(count, snippets.Count);
        await using var rehearsal = await HelpRehearsal.StartAsync();
        if (file.EndsWith("about_SmimeConnectorKeys.md", StringComparison.Ordinal))
        {
            // There the reader makes the key.
            await rehearsal.RunAsync("preparation", "Remove-Item -Path connector.pem");
        }

        foreach (var snippet in snippets)
        {
            await rehearsal.RunAsync(file, snippet);
        }

        rehearsal.CheckDelivery();
    }

    [Fact]
    public void Every_page_with_commands_is_run()
    {
        string[] run =
        [
            "README.md", "about_SmimeCertTools.md", "about_SmimeConnectorKeys.md", "about_SmimeDeployment.md",
            "about_SmimeExchange.md", "about_SmimeMigration.md", "about_SmimePfxProtection.md", "about_SmimeProfiles.md",
            "about_SmimeReport.md",
        ];
        var pages = Directory.GetFiles(RepositoryRoot.Combine("docs", "en-US"), "about_*.md")
            .Select(path => Path.GetFileName(path)).Where(name => Snippets("docs/en-US/" + name).Count > 0).Prepend("README.md");
        Assert.Equal(run.Order(StringComparer.Ordinal), pages.Order(StringComparer.Ordinal));
    }

    /// <summary>The commands for PowerShell; those that start programs of the repository have tests of their own.</summary>
    private static List<string> Snippets(string file) =>
    [
        .. Fenced().Matches(File.ReadAllText(RepositoryRoot.Combine(file.Split('/'))).ReplaceLineEndings("\n"))
            .Select(match => match.Groups[1].Value).Where(code => !code.StartsWith("dotnet ", StringComparison.Ordinal))
            .Select(code => code.Replace("./artifacts/", RepositoryRoot.Combine("artifacts") + "/", StringComparison.Ordinal)),
    ];

    [GeneratedRegex("^```powershell\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
