using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Packaging.Tests.Staged;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Help;

/// <summary>docs/samples/rollout.ps1 against the sandbox.</summary>
[Collection(StagedModuleCollection.Name)]
public sealed class HelpRolloutTests(HelpModuleFixture module) : IClassFixture<HelpModuleFixture>
{
    private const int Profiles = 19;

    private static string Command(string more = "") => $"""
        & '{RepositoryRoot.Combine("docs", "samples", "rollout.ps1")}' -GroupName 'Mail users' `
            -RootCertificatePath ./contoso-root.cer `
            -IntermediateCertificatePath ./contoso-issuing.pem -CertificationAuthority ca1.contoso.com `
            -CertificationAuthorityName 'Contoso Issuing CA 1' -CertificateTemplateName ContosoSmimeSigning `
            -AccountName Contoso {more}
        """;

    [Fact]
    public async Task A_second_run_changes_nothing_and_sends_no_write()
    {
        Assert.NotEmpty(module.Cmdlets);
        await using var rehearsal = await HelpRehearsal.StartAsync();

        var first = await rehearsal.RunAsync("first run", Command() + " | ForEach-Object { \"$($_.Status) $($_.Name)\" }");
        var writes = rehearsal.Writes;
        var second = await rehearsal.RunAsync("second run", Command() + " | ForEach-Object { \"$($_.Status) $($_.Name)\" }");

        var made = first.OutputAs<string>();
        Assert.Equal(Profiles, made.Count);
        Assert.All(made, line => Assert.StartsWith("Created ", line));
        Assert.Equal(made.Select(line => line.Replace("Created", "Unchanged")), second.OutputAs<string>());
        Assert.Equal(writes, rehearsal.Writes);
        foreach (var run in new[] { first, second })
        {
            Assert.StartsWith("Outlook on iOS and iPadOS cannot read the device's", Assert.Single(run.Warnings));
        }
    }

    [Fact]
    public async Task WhatIf_writes_nothing_before_and_after()
    {
        Assert.NotEmpty(module.Cmdlets);
        await using var rehearsal = await HelpRehearsal.StartAsync();
        var none = rehearsal.Writes;

        var before = await rehearsal.RunAsync("before", Command("-WhatIf"));
        Assert.Equal(none, rehearsal.Writes);
        await rehearsal.RunAsync("run", Command());
        var writes = rehearsal.Writes;
        await rehearsal.RunAsync("after", Command("-WhatIf"));

        Assert.Empty(before.Output);
        Assert.NotEqual(none, writes);
        Assert.Equal(writes, rehearsal.Writes);
    }
}
