using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using SmimeCertTools.ConnectorKeys;
using SmimeCertTools.Core.Tests.KeyProtection;
using SmimeCertTools.Hosting;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.ConnectorKeys;

/// <summary>The cmdlets with key storage providers that are in memory.</summary>
public sealed class ProviderKeyTests : IDisposable
{
    private const string Service = "-ServiceAccount 'CONTOSO\\svc-intune'";

    private readonly MemoryKeyProviders _providers = new();
    private readonly IDisposable _substitution;

    public ProviderKeyTests() => _substitution = _providers.Substitute();

    public void Dispose() => _substitution.Dispose();

    [Fact]
    public async Task A_new_key_is_under_the_default_names_for_the_accounts_that_need_it()
    {
        await using var shell = await KeyShell.OpenAsync();
        var result = (await shell.RunAsync($"New-SmimeConnectorKey {Service}")).EnsureNoErrors();
        var key = Assert.Single(result.OutputAs<SmimeConnectorProviderKey>());

        Assert.Equal(MemoryKeyProviders.SoftwareProvider, key.ProviderName);
        Assert.Equal("PFXEncryptionKey", key.KeyName);
        Assert.Equal(3072, key.KeySize);
        Assert.False(key.IsExportable);
        Assert.Contains("cannot be exported", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(
            [@"BUILTIN\Administrators", @"CONTOSO\svc-intune", @"NT AUTHORITY\SYSTEM"],
            key.Access!.Where(entry => entry is { CanUse: true, IsDenied: false }).Select(entry => entry.ToString()).Order());
    }

    [Fact]
    public async Task A_second_connector_gets_the_same_key_by_an_encrypted_file()
    {
        await using var shell = await KeyShell.OpenAsync();
        var first = await KeyAsync(shell, "New-SmimeConnectorKey -MakeExportable");
        await shell.FileAsync("Get-SmimeConnectorKey PFXEncryptionKey | "
            + "Export-SmimeConnectorKey -Private -Password $Password -Destination key.pem");
        await shell.FileAsync("Export-SmimeConnectorKey -FilePath public.pem");
        var second = await KeyAsync(shell,
            $"Import-SmimeConnectorKey key.pem -Password $Password -KeyName Second {Service} -Exportable:$false");

        Assert.Equal(first.Fingerprint, second.Fingerprint);
        Assert.False(second.IsExportable);
        Assert.DoesNotContain("BEGIN PRIVATE KEY", File.ReadAllText(shell.PathOf("key.pem")), StringComparison.Ordinal);
        var tests = (await shell.RunAsync(
            $"Test-SmimeConnectorKey -KeyName Second -PublicKeyPath public.pem {Service}; "
            + $"Get-SmimeConnectorKey Second | Test-SmimeConnectorKey {Service} -Quiet")).EnsureNoErrors();
        Assert.Equal(
            ["PublicKey True", "ServiceAccount True"],
            tests.Output.Skip(3).Take(2).Select(item => $"{item.Properties["Check"].Value} {item.Properties["Passed"].Value}"));
        Assert.Equal(true, tests.Output[5].BaseObject);
    }

    [Fact]
    public async Task The_earlier_blob_moves_over_with_a_warning_and_asks_for_no_password()
    {
        await using var shell = await KeyShell.OpenAsync();
        using var rsa = RSA.Create(2048);
        shell.Write("old.blob", ConnectorKeyFileTests.PrivateBlob(rsa));
        var result = (await shell.RunAsync("Import-SmimeConnectorKey -Path old.blob -PlaintextBlob")).EnsureNoErrors();
        Assert.Equal(
            Convert.ToHexString(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo())),
            Assert.Single(result.OutputAs<SmimeConnectorProviderKey>()).Fingerprint);
        var warning = Assert.Single(result.Warnings);
        Assert.Contains("old.blob", warning, StringComparison.Ordinal);
        Assert.Contains("Destroy", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blob_in_clear_is_taken_with_PlaintextBlob_alone_and_nothing_else_is()
    {
        await using var shell = await KeyShell.OpenAsync();
        using var rsa = RSA.Create(2048);
        shell.Write("old.blob", ConnectorKeyFileTests.PrivateBlob(rsa));
        await shell.NewAsync();

        var asEncrypted = await shell.RunAsync("Import-SmimeConnectorKey -Path old.blob -Password $Password");
        var asPlaintext = await shell.RunAsync("Import-SmimeConnectorKey -Path key.pem -PlaintextBlob");

        Assert.Equal("PrivateKeyUnencrypted", Assert.Single(asEncrypted.ErrorIds));
        Assert.Contains("-PlaintextBlob", asEncrypted.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Empty(asEncrypted.Output);
        Assert.Equal("PrivateKeyPasswordIncorrect", Assert.Single(asPlaintext.ErrorIds));
        Assert.Empty(asPlaintext.Output);
    }

    [Fact]
    public async Task A_pfx_is_imported_too()
    {
        await using var shell = await KeyShell.OpenAsync();
        using var certificate = TestTenant.Pki.Issue(
            new PersonCertificate { MailAddress = TestTenant.Alice, Usage = CertificateUsage.Encryption });
        shell.Write("key.pfx", PfxWriter.Write(certificate, shell.Text));
        using var rsa = certificate.GetRSAPublicKey()!;
        var key = await KeyAsync(shell, "Import-SmimeConnectorKey -Path key.pfx -Password $Password");
        Assert.Equal(Convert.ToHexString(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo())), key.Fingerprint);
    }

    [Fact]
    public async Task A_key_that_is_there_is_replaced_with_Force_alone_and_after_a_question()
    {
        await using var shell = await KeyShell.OpenAsync();
        var first = await KeyAsync(shell, "New-SmimeConnectorKey -KeySize 2048");
        await shell.NewAsync();
        foreach (var command in new[]
        {
            "New-SmimeConnectorKey -KeySize 2048", "Import-SmimeConnectorKey -Path key.pem -Password $Password",
        })
        {
            Assert.Equal("KeyExists", Assert.Single((await shell.RunAsync(command)).ErrorIds));
            shell.Shell.Answers.Choose("No");
            Assert.Empty((await shell.RunAsync(command + " -Force")).EnsureNoErrors().Output);
            Assert.Empty((await shell.RunAsync(command + " -Force -WhatIf")).EnsureNoErrors().Output);
            var there = await KeyAsync(shell, "Get-SmimeConnectorKey PFXEncryptionKey");
            Assert.Equal(first.Fingerprint, there.Fingerprint);
        }

        Assert.Equal(2, shell.Shell.Answers.Asked.Count);
        Assert.All(shell.Shell.Answers.Asked, text => Assert.Contains("no longer be delivered", text, StringComparison.Ordinal));
        var second = await KeyAsync(shell, "New-SmimeConnectorKey -KeySize 2048 -Force -Confirm:$false");
        Assert.NotEqual(first.Fingerprint, second.Fingerprint);
        shell.Shell.Answers.Choose("Yes");
        var third = await KeyAsync(shell, "Import-SmimeConnectorKey -Path key.pem -Password $Password -Force");
        Assert.NotEqual(second.Fingerprint, third.Fingerprint);
    }

    [Fact]
    public async Task WhatIf_changes_no_provider_and_writes_no_file()
    {
        await using var shell = await KeyShell.OpenAsync();
        await KeyAsync(shell, "New-SmimeConnectorKey -Exportable -KeySize 2048 -KeyName There");
        await shell.NewAsync();
        var files = shell.Files();
        var result = (await shell.RunAsync(
            "New-SmimeConnectorKey -WhatIf; Import-SmimeConnectorKey key.pem -Password $Password -WhatIf; "
            + "Export-SmimeConnectorKey -KeyName There -Destination a.pem -WhatIf; "
            + "Export-SmimeConnectorKey -KeyName There -Private -Password $Password -Destination b.pem -WhatIf"))
            .EnsureNoErrors();
        Assert.Empty(result.Output);
        Assert.Equal(["There"], _providers.List(MemoryKeyProviders.SoftwareProvider));
        Assert.Equal(files, shell.Files());
    }

    [Fact]
    public async Task Keys_are_listed_by_wildcard_and_those_that_are_no_connector_keys_left_out()
    {
        await using var shell = await KeyShell.OpenAsync();
        await KeyAsync(shell, "New-SmimeConnectorKey -KeySize 2048 -KeyName Key-B");
        await KeyAsync(shell, "New-SmimeConnectorKey -KeySize 2048 -KeyName Key-A");
        await KeyAsync(shell, "New-SmimeConnectorKey -KeySize 2048 -KeyName Other");
        _providers.AddEc(MemoryKeyProviders.SoftwareProvider, "Key-Ec");

        Assert.Equal(["Key-A", "Key-B", "Other"], await NamesAsync(shell, "Get-SmimeConnectorKey"));
        Assert.Equal(["Key-A", "Key-B"], await NamesAsync(shell, "Get-SmimeConnectorKey -KeyName key-*"));
        Assert.Contains(
            (await shell.RunAsync("Get-SmimeConnectorKey -Verbose")).Verbose,
            text => text.Contains("Key-Ec", StringComparison.Ordinal));
        var named = await shell.RunAsync("Get-SmimeConnectorKey Key-Ec, Missing, Other");
        Assert.Equal(["PublicKeyNotRsa", "KeyNotFound"], named.ErrorIds);
        Assert.Single(named.Output);
        Assert.Equal("KeyNotFound", Assert.Single((await shell.RunAsync("Get-SmimeConnectorKey -ProviderName Nobody")).ErrorIds));
    }

    [Fact]
    public async Task A_key_that_is_not_exportable_stays()
    {
        await using var shell = await KeyShell.OpenAsync();
        await KeyAsync(shell, "New-SmimeConnectorKey -KeySize 2048");
        var result = await shell.RunAsync("Export-SmimeConnectorKey -Private -Password $Password -Destination key.pem");
        Assert.Equal("KeyNotExportable", Assert.Single(result.ErrorIds));
        Assert.Empty(shell.Files());
    }

    [Fact]
    public async Task An_account_without_proven_access_does_not_pass_the_test()
    {
        await using var shell = await KeyShell.OpenAsync();
        await KeyAsync(shell, "New-SmimeConnectorKey -KeySize 2048");
        var result = (await shell.RunAsync($"Test-SmimeConnectorKey {Service}")).EnsureNoErrors();
        var check = result.OutputAs<SmimeConnectorKeyTestResult>().Single(item => item.Check == "ServiceAccount");
        Assert.False(check.Passed);
        Assert.Equal(SmimeConnectorKeyCheck.Unknown, check.Result);
        Assert.Contains("Administrators", check.Detail, StringComparison.Ordinal);
        var system = await shell.RunAsync("Test-SmimeConnectorKey -ServiceAccount 'NT AUTHORITY\\SYSTEM' -Quiet");
        Assert.Equal(true, Assert.Single(system.EnsureNoErrors().Output).BaseObject);
        var unknown = await shell.RunAsync("Test-SmimeConnectorKey -ServiceAccount nobody -Quiet");
        Assert.Equal(false, Assert.Single(unknown.EnsureNoErrors().Output).BaseObject);
        var created = await shell.RunAsync("New-SmimeConnectorKey -KeyName Other -ServiceAccount nobody");
        Assert.Equal("ServiceAccountNotFound", Assert.Single(created.ErrorIds));
        Assert.Equal(["PFXEncryptionKey"], _providers.List(MemoryKeyProviders.SoftwareProvider));
    }

    [Fact]
    public async Task A_record_opens_with_the_key_that_it_names()
    {
        await using var shell = await KeyShell.OpenAsync();
        await KeyAsync(shell, "New-SmimeConnectorKey -KeySize 2048 -KeyName Mine");
        using var certificate = TestTenant.Pki.Issue(
            new PersonCertificate { MailAddress = TestTenant.Alice, Usage = CertificateUsage.Encryption });
        shell.Write("a.pfx", PfxWriter.Write(certificate, shell.Text));
        const string make = "New-SmimeUserPfx a.pfx -UserPrincipalName alice@contoso.com -Password $Password -KeyName Mine";
        var result = (await shell.RunAsync($"{make} | Test-SmimeConnectorKey")).EnsureNoErrors();
        Assert.Equal(
            ["Record True"],
            result.OutputAs<SmimeConnectorKeyTestResult>().Select(item => $"{item.Check} {item.Passed}"));
        var renamed = (await shell.RunAsync(make)).EnsureNoErrors().Output;
        await KeyAsync(shell, "New-SmimeConnectorKey -KeySize 2048 -KeyName Mine -Force -Confirm:$false");
        var lost = (await shell.RunAsync("$input | Test-SmimeConnectorKey", renamed)).EnsureNoErrors();
        Assert.False(Assert.Single(lost.OutputAs<SmimeConnectorKeyTestResult>()).Passed);
    }

    [Fact]
    public async Task Names_complete_from_the_provider()
    {
        await using var shell = await KeyShell.OpenAsync();
        await KeyAsync(shell, "New-SmimeConnectorKey -KeySize 2048 -KeyName 'My key'");
        Assert.Equal(["PFXEncryptionKey", "'My key'"], await shell.Shell.CompleteAsync("Get-SmimeConnectorKey -KeyName "));
        Assert.Equal(["'My key'"], await shell.Shell.CompleteAsync("Export-SmimeConnectorKey -KeyName m"));
        Assert.Equal(
            ["PFXEncryptionKey"],
            await shell.Shell.CompleteAsync(
                "Get-SmimeConnectorKey -ProviderName 'Microsoft Platform Crypto Provider' -KeyName "));
        Assert.Equal(
            ["PFXEncryptionKey"], await shell.Shell.CompleteAsync("Get-SmimeConnectorKey -ProviderName Nobody -KeyName "));
    }

    private static async Task<SmimeConnectorProviderKey> KeyAsync(KeyShell shell, string script) =>
        Assert.Single((await shell.RunAsync(script)).EnsureNoErrors().OutputAs<SmimeConnectorProviderKey>());

    private static async Task<IEnumerable<string>> NamesAsync(KeyShell shell, string script) =>
        (await shell.RunAsync(script)).EnsureNoErrors().OutputAs<SmimeConnectorProviderKey>().Select(key => key.KeyName);
}
