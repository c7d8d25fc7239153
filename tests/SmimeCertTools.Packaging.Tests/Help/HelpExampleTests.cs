using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Packaging.Tests.Staged;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Help;

[Collection(StagedModuleCollection.Name)]
public sealed class HelpExampleTests(HelpModuleFixture module) : IClassFixture<HelpModuleFixture>
{
    public static TheoryData<string> Names => HelpPages.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Examples_parse_and_use_parameters_that_exist(string name)
    {
        foreach (var example in HelpPages.Of(name).Examples)
        {
            HelpScripts.Check(example.Code, module.Cmdlets);
            Assert.Contains(name, example.Code, StringComparison.Ordinal);
            Assert.NotEmpty(example.Remarks);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Examples_are_numbered(string name) => Assert.All(
        HelpPages.Of(name).Examples.Select((example, index) => (example.Title, Number: index + 1)),
        example => Assert.StartsWith($"Example {example.Number}: ", example.Title, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Examples_run_against_the_sandbox(string name)
    {
        await using var rehearsal = await HelpRehearsal.StartAsync();
        if (name is not ("Import-SmimeUserPfx" or "New-SmimeUserPfx"))
        {
            await rehearsal.RunAsync(
                "preparation", "Import-Csv -Path users.csv | Import-SmimeUserPfx -PublicKeyPath connector-public.pem");
            Assert.Equal(4, rehearsal.Records.Count);
        }

        if (name is "Get-SmimeProfile" or "Set-SmimeProfileAssignment" or "Remove-SmimeProfile")
        {
            await rehearsal.RunAsync("preparation", "New-TrustedRootProfile -Name 'Contoso root {Platform}' "
                + "-Platform Windows, IOS, MacOS -CertificatePath contoso-root.cer -GroupName 'Mail users'");
        }

        foreach (var example in HelpPages.Of(name).Examples)
        {
            await rehearsal.RunAsync($"{name}, {example.Title}", example.Code);
        }

        Assert.Equal(Expected(name), rehearsal.Records);
        rehearsal.CheckDelivery();
    }

    /// <summary>What Intune holds after a page's examples.</summary>
    private static string[] Expected(string name) => name switch
    {
        "Import-SmimeUserPfx" =>
        [
            "alice@contoso.com smimeEncryption", "alice@contoso.com smimeEncryption", "alice@contoso.com smimeEncryption",
            "alice@contoso.com smimeSigning", "bob@contoso.com smimeEncryption", "bob@contoso.com smimeEncryption",
            "carol@contoso.com smimeEncryption",
        ],
        "New-SmimeUserPfx" =>
            ["alice@contoso.com smimeEncryption", "alice@contoso.com smimeEncryption", "alice@contoso.com smimeEncryption"],
        "Remove-SmimeUserPfx" => ["alice@contoso.com smimeEncryption"],
        _ =>
        [
            "alice@contoso.com smimeEncryption", "alice@contoso.com smimeSigning", "bob@contoso.com smimeEncryption",
            "carol@contoso.com smimeEncryption",
        ],
    };
}
