using System;
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
