using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.ConnectorKeys;
using SmimeCertTools.Core.Tests.KeyProtection;
using SmimeCertTools.Hosting;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.ConnectorKeys;

/// <summary>What the cmdlets make of keys and names that are not as they should be, with providers that are in memory.</summary>
public sealed class ProviderKeyOddityTests : IDisposable
{
    private const string Service = "-ServiceAccount 'CONTOSO\\svc-intune'";

    private readonly MemoryKeyProviders _providers = new();
    private readonly IDisposable _substitution;

    public ProviderKeyOddityTests() => _substitution = _providers.Substitute();

    public void Dispose() => _substitution.Dispose();

    [Fact]
    public async Task A_record_is_tested_with_the_key_that_is_given_beside_it()
    {
        await using var shell = await KeyShell.OpenAsync();
        await KeyAsync(shell, "New-SmimeConnectorKey -KeySize 2048 -KeyName Mine");
        await KeyAsync(shell, "New-SmimeConnectorKey -KeySize 2048 -KeyName Other");
        await shell.FileAsync("Export-SmimeConnectorKey -KeyName Mine -Destination mine.pem");
        await shell.FileAsync("Export-SmimeConnectorKey -KeyName Other -Destination other.pem");
        await shell.NewAsync();
        using var certificate = TestTenant.Pki.Issue(
            new PersonCertificate { MailAddress = TestTenant.Alice, Usage = CertificateUsage.Encryption });
        shell.Write("a.pfx", PfxWriter.Write(certificate, shell.Text));
        const string make = "New-SmimeUserPfx a.pfx -UserPrincipalName alice@contoso.com -Password $Password -KeyName Mine";

        Assert.Equal(["Record True"], await ChecksAsync("-KeyName Mine"));
        Assert.Equal(["Record False"], await ChecksAsync("-KeyName Other"));
        Assert.Equal(["Record True"], await ChecksAsync("-ProviderName 'Microsoft Software Key Storage Provider'"));
        Assert.Equal(["Record True", "PublicKey True"], await ChecksAsync("-PublicKeyPath mine.pem"));
        Assert.Equal(["Record True", "PublicKey False"], await ChecksAsync("-PublicKeyPath other.pem"));
        Assert.Equal(["Record False", "PublicKey True"], await ChecksAsync("-KeyName Other -PublicKeyPath other.pem"));
        Assert.Equal(
            ["Record False", "PublicKey False"], await ChecksAsync("-Path key.pem -Password $Password -PublicKeyPath mine.pem"));
        var missing = await shell.RunAsync($"{make} | Test-SmimeConnectorKey -KeyName None -Quiet");
        Assert.Equal("KeyNotFound", Assert.Single(missing.ErrorIds));
        Assert.Equal(false, Assert.Single(missing.Output).BaseObject);
        var both = (await shell.RunAsync($"$r = {make}; $r, $r | Test-SmimeConnectorKey -PublicKeyPath mine.pem"))
            .EnsureNoErrors();
        Assert.Equal(3, both.Output.Count);

        async Task<IEnumerable<string>> ChecksAsync(string arguments) =>
            (await shell.RunAsync($"{make} | Test-SmimeConnectorKey {arguments}")).EnsureNoErrors()
            .OutputAs<SmimeConnectorKeyTestResult>().Select(item => $"{item.Check} {item.Passed}");
    }

    [Fact]
    public async Task Accounts_that_a_replacement_drops_are_named_before_it()
    {
        await using var shell = await KeyShell.OpenAsync();
        await KeyAsync(shell, $"New-SmimeConnectorKey -KeySize 2048 -Exportable {Service}");
        await shell.NewAsync();
        foreach (var command in new[]
        {
            "New-SmimeConnectorKey -KeySize 2048 -Exportable -Force",
            "Import-SmimeConnectorKey -Path key.pem -Password $Password -Force",
        })
        {
            var asked = (await shell.RunAsync(command + " -WhatIf")).EnsureNoErrors();
            Assert.Contains(@"'CONTOSO\svc-intune'", Assert.Single(asked.Warnings), StringComparison.Ordinal);
            Assert.Empty((await shell.RunAsync($"{command} {Service} -WhatIf")).EnsureNoErrors().Warnings);
        }

        var replaced = (await shell.RunAsync("New-SmimeConnectorKey -KeySize 2048 -Exportable -Force -Confirm:$false"))
            .EnsureNoErrors();
        Assert.Contains("-ServiceAccount", Assert.Single(replaced.Warnings), StringComparison.Ordinal);
        Assert.Empty((await shell.RunAsync("New-SmimeConnectorKey -KeySize 2048 -Exportable -Force -WhatIf"))
            .EnsureNoErrors().Warnings);
    }

    [Theory]
    [InlineData("-KeyName ' '", "ValueUnusable")]
    [InlineData("-KeyName \"a`0b\"", "ValueUnusable")]
    [InlineData("-KeyName ('k' * 513)", "ValueUnusable")]
    [InlineData("-ProviderName ' '", "ValueUnusable")]
    [InlineData("-ServiceAccount ' '", "ValueUnusable")]
    [InlineData("-ServiceAccount ('x' * 600)", "ServiceAccountNotFound")]
    [InlineData("-ProviderName Nobody", "KeyNotFound")]
    [InlineData("-ProviderName Nobody -Force", "KeyNotFound")]
    public async Task Names_that_cannot_be_are_refused(string arguments, string id)
    {
        await using var shell = await KeyShell.OpenAsync();
        Assert.Equal(id, Assert.Single((await shell.RunAsync("New-SmimeConnectorKey -KeySize 2048 " + arguments)).ErrorIds));
        Assert.Empty(_providers.List(MemoryKeyProviders.SoftwareProvider));
    }

    [Fact]
    public async Task A_damaged_key_is_replaced_with_Force()
    {
        await using var shell = await KeyShell.OpenAsync();
        const string Provider = MemoryKeyProviders.SoftwareProvider;
        _providers.AddDamaged(Provider, "Damaged", MemoryKeyProviders.DamagedKeyset);
        _providers.AddGarbled(Provider, "Garbled");
        var read = await shell.RunAsync("Get-SmimeConnectorKey -KeyName Damaged");
        Assert.Equal("KeyStorageFailed", Assert.Single(read.ErrorIds));
        Assert.Contains("is damaged", Assert.Single(read.Errors).Exception.Message, StringComparison.Ordinal);
        foreach (var name in new[] { "Damaged", "Garbled" })
        {
            var command = $"New-SmimeConnectorKey -KeySize 2048 -KeyName {name}";
            Assert.Equal("KeyExists", Assert.Single((await shell.RunAsync(command)).ErrorIds));
            Assert.Equal(2048, (await KeyAsync(shell, command + " -Force -Confirm:$false")).KeySize);
        }
    }

    [Fact]
    public async Task A_key_is_found_by_its_whole_name_when_that_has_brackets()
    {
        await using var shell = await KeyShell.OpenAsync();
        await KeyAsync(shell, "New-SmimeConnectorKey -KeySize 2048 -KeyName 'Key[1]'");
        Assert.Equal(["Key[1]"], await NamesAsync(shell, "Get-SmimeConnectorKey -KeyName 'Key[1]'"));
    }

    private static async Task<SmimeConnectorProviderKey> KeyAsync(KeyShell shell, string script) =>
        Assert.Single((await shell.RunAsync(script)).EnsureNoErrors().OutputAs<SmimeConnectorProviderKey>());

    private static async Task<IEnumerable<string>> NamesAsync(KeyShell shell, string script) =>
        (await shell.RunAsync(script)).EnsureNoErrors().OutputAs<SmimeConnectorProviderKey>().Select(key => key.KeyName);
}
