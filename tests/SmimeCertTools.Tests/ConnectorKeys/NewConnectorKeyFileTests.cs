using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading.Tasks;
using SmimeCertTools.ConnectorKeys;
using SmimeCertTools.Hosting;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Tests.ConnectorKeys;

public sealed class NewConnectorKeyFileTests
{
    private static readonly string[] Pair = ["key.pem", "key.pub.pem"];

    [Fact]
    public async Task Both_halves_are_written_and_the_private_one_is_for_its_owner_alone()
    {
        await using var shell = await KeyShell.OpenAsync();
        var key = await shell.FileAsync("New-SmimeConnectorKey -Path key.pem -Password $Password");

        Assert.Equal(Pair, shell.Files());
        Assert.Equal(3072, key.KeySize);
        Assert.Equal(SmimeConnectorKeyKind.PrivateKeyFile, key.Kind);
        Assert.Equal(shell.PathOf("key.pem"), key.Path);
        Assert.Equal(shell.PathOf("key.pub.pem"), key.PublicKeyPath);
        using var rsa = RSA.Create();
        rsa.ImportFromEncryptedPem(File.ReadAllText(key.Path), shell.Text);
        Assert.Equal(key.Fingerprint, Convert.ToHexString(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo())));
        using var half = RSA.Create();
        half.ImportFromPem(File.ReadAllText(key.PublicKeyPath!));
        Assert.Equal(rsa.ExportSubjectPublicKeyInfo(), half.ExportSubjectPublicKeyInfo());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key.Path));
            var ordinary = shell.Write("ordinary", [1]);
            Assert.Equal(File.GetUnixFileMode(ordinary), File.GetUnixFileMode(key.PublicKeyPath!));
        }
    }

    [ToolFact("openssl")]
    public async Task Openssl_opens_both_files()
    {
        await using var shell = await KeyShell.OpenAsync();
        var key = await shell.NewAsync();
        var environment = new System.Collections.Generic.Dictionary<string, string> { ["KEY_PASSWORD"] = shell.Text };

        var derived = await OpenSsl.RunAsync(
            ["pkey", "-in", key.Path, "-passin", "env:KEY_PASSWORD", "-pubout", "-outform", "DER"], environment: environment);
        var written = await OpenSsl.RunAsync("pkey", "-pubin", "-in", key.PublicKeyPath!, "-outform", "DER");

        Assert.Equal(written, derived);
        Assert.Equal(key.Fingerprint, Convert.ToHexString(SHA256.HashData(written)));
    }

    [Theory]
    [InlineData(2048)]
    [InlineData(4096)]
    public async Task The_size_may_be_chosen(int bits)
    {
        await using var shell = await KeyShell.OpenAsync();
        var key = await shell.FileAsync($"New-SmimeConnectorKey -Path key.pem -Password $Password -KeyLength {bits}");
        Assert.Equal(bits, key.KeySize);
    }

    [Theory]
    [InlineData("1024")]
    [InlineData("3000")]
    [InlineData("8192")]
    public async Task Other_sizes_are_refused(string bits)
    {
        await using var shell = await KeyShell.OpenAsync();
        var result = await shell.RunAsync($"New-SmimeConnectorKey -Path key.pem -Password $Password -KeySize {bits}");
        Assert.Equal("ParameterArgumentValidationError", Assert.Single(result.ErrorIds));
        Assert.Empty(shell.Files());
    }

    [Fact]
    public async Task WhatIf_writes_nothing()
    {
        await using var shell = await KeyShell.OpenAsync();
        var result = (await shell.RunAsync("New-SmimeConnectorKey -Path key.pem -Password $Password -WhatIf")).EnsureNoErrors();
        Assert.Empty(result.Output);
        Assert.Contains("key.pub.pem", result.HostText, StringComparison.Ordinal);
        Assert.Empty(shell.Files());
    }

    [Theory]
    [InlineData("key.pem")]
    [InlineData("key.pub.pem")]
    public async Task Nothing_is_overwritten_and_then_neither_file_is_written(string existing)
    {
        await using var shell = await KeyShell.OpenAsync();
        shell.Write(existing, [1, 2, 3]);
        var result = await shell.RunAsync("New-SmimeConnectorKey -Path key.pem -Password $Password");
        Assert.Equal("FileExists", Assert.Single(result.ErrorIds));
        Assert.Empty(result.Output);
        Assert.Equal([existing], shell.Files());
        Assert.Equal([1, 2, 3], shell.Read(existing));
    }

    [Fact]
    public async Task A_private_half_that_cannot_be_written_leaves_the_public_one_as_it_was()
    {
        await using var shell = await KeyShell.OpenAsync();
        var result = await shell.RunAsync("New-SmimeConnectorKey -Path none/key.pem -PublicKeyPath a.pem -Password $Password");
        Assert.Equal("FileFolderNotFound", Assert.Single(result.ErrorIds));
        Assert.Empty(shell.Files());
    }

    [Fact]
    public async Task Replacing_a_private_key_is_asked_for()
    {
        await using var shell = await KeyShell.OpenAsync();
        var first = await shell.NewAsync();
        var before = shell.Read("key.pem");
        const string again = "New-SmimeConnectorKey -Path key.pem -Password $Password -KeySize 2048 -Force";

        shell.Shell.Answers.Choose("No");
        Assert.Empty((await shell.RunAsync(again)).EnsureNoErrors().Output);
        Assert.Contains("no longer be delivered", Assert.Single(shell.Shell.Answers.Asked), StringComparison.Ordinal);
        Assert.Equal(before, shell.Read("key.pem"));

        shell.Shell.Answers.Choose("Yes");
        var second = await shell.FileAsync(again);
        var third = await shell.FileAsync(again + " -Confirm:$false");
        Assert.Equal(2, shell.Shell.Answers.Asked.Count);
        Assert.Equal(3, new[] { first, second, third }.Select(key => key.Fingerprint).Distinct().Count());
        Assert.Equal(Pair, shell.Files());
        var now = await shell.FileAsync("Get-SmimeConnectorKey -Path key.pub.pem");
        Assert.Equal(third.Fingerprint, now.Fingerprint);
    }

    [Fact]
    public async Task An_empty_password_and_one_name_for_two_files_are_refused()
    {
        await using var shell = await KeyShell.OpenAsync();
        var empty = await shell.RunAsync("New-SmimeConnectorKey -Path key.pem -Password ([securestring]::new())");
        Assert.Equal("PasswordEmpty", Assert.Single(empty.ErrorIds));
        var same = await shell.RunAsync("New-SmimeConnectorKey -Path key.pem -Password $Password -PublicKeyPath ./key.pem");
        Assert.Equal("PathsAreSame", Assert.Single(same.ErrorIds));
        Assert.Empty(shell.Files());
    }

    [Fact]
    public async Task The_password_is_asked_for()
    {
        await using var shell = await KeyShell.OpenAsync();
        shell.Shell.Answers.TypeSecret(KeyShell.Secure(shell.Text));
        await shell.FileAsync("New-SmimeConnectorKey -Path key.pem -KeySize 2048");
        var read = await shell.FileAsync("Get-SmimeConnectorKey -Path key.pem -Password $Password");
        Assert.Equal(SmimeConnectorKeyKind.PrivateKeyFile, read.Kind);
    }

    [Fact]
    public async Task Without_key_storage_providers_the_error_says_what_to_do()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var shell = await KeyShell.OpenAsync();
        var result = await shell.RunAsync("New-SmimeConnectorKey");
        Assert.Equal("KeyStorageUnavailable", Assert.Single(result.ErrorIds));
        Assert.Contains("-Path", Assert.Single(result.AllErrors).ToString(), StringComparison.Ordinal);
    }
}
