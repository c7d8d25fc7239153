using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using SmimeCertTools.Packaging.Tests.Staged;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Help;

[Collection(StagedModuleCollection.Name)]
public sealed class HelpSampleTests(HelpModuleFixture module) : IClassFixture<HelpModuleFixture>
{
    private static string Folder => RepositoryRoot.Combine("docs", "samples");

    public static TheoryData<string> Names =>
    [
        .. Directory.EnumerateFiles(Folder, "*.ps1").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_parses_and_uses_cmdlets_and_parameters_that_exist(string name) =>
        HelpScripts.Check(File.ReadAllText(Path.Combine(Folder, name)), module.Cmdlets);

    /// <summary>Where each sample is run in the real PowerShell; modules of others have stand-ins there.</summary>
    private static readonly Dictionary<string, string> Runs = new()
    {
        ["cron-import.ps1"] = "tests/pester/Sample.Tests.ps1",
        ["publish-ad.ps1"] = "tests/pester/Publishing.Tests.ps1", // Get-ADUser, Set-ADUser: there is no domain.
        ["publish-exchange.ps1"] = "tests/pester/Publishing.Tests.ps1", // Get-Recipient and others: there is no Exchange.
        ["quickstart.ps1"] = "src/SmimeCertTools.Quickstart/Program.cs", // QuickstartTests run the program.
        ["rollout.ps1"] = "docs/samples/quickstart.ps1",
        ["runbook.ps1"] = "tests/pester/Sample.Tests.ps1", // Get-Secret: there is no vault.
        ["scheduled-import.ps1"] = "tests/pester/Sample.Tests.ps1",
    };

    [Fact]
    public void Every_sample_is_run_in_the_real_PowerShell()
    {
        Assert.Equal(
            Directory.EnumerateFiles(Folder, "*.ps1").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal),
            Runs.Keys.Order(StringComparer.Ordinal));
        Assert.All(Runs, run => Assert.Contains(
            run.Key, File.ReadAllText(RepositoryRoot.Combine(run.Value.Split('/'))), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("scheduled-import.ps1")]
    [InlineData("cron-import.ps1")]
    public void A_sample_for_a_scheduler_documents_each_exit_code_it_has(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name));
        foreach (var code in new[] { "0", "1", "2", "3" })
        {
            Assert.Contains($"{code} ", text[text.IndexOf("Exit codes:", StringComparison.Ordinal)..], StringComparison.Ordinal);
        }

        Assert.Contains("exit 3", text, StringComparison.Ordinal);
        Assert.EndsWith("exit $exitCode", text.TrimEnd(), StringComparison.Ordinal);
    }
}
