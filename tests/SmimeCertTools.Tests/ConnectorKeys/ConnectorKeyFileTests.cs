using System;
using System.Collections.Generic;
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

/// <summary>Get- and Export-SmimeConnectorKey with files.</summary>
public sealed class ConnectorKeyFileTests
{
    [Fact]
    public async Task Every_form_of_a_key_has_the_same_fingerprint()
    {
        await using var shell = await KeyShell.OpenAsync();
        var key = await shell.NewAsync();
        using var rsa = RSA.Create();
        rsa.ImportFromEncryptedPem(File.ReadAllText(key.Path), shell.Text);
        shell.Write("old.blob", PrivateBlob(rsa));
        await shell.FileAsync("Export-SmimeConnectorKey -Path key.pub.pem -Format CngBlob -Destination pub.blob");

        var files = (await shell.RunAsync("Get-SmimeConnectorKey -Path key.pem, key.pub.pem, *.blob -Password $Password"))
            .EnsureNoErrors().OutputAs<SmimeConnectorKeyFile>();

        Assert.All(files, file => Assert.Equal(key.Fingerprint, file.Fingerprint));
        Assert.Equal(
            [
                SmimeConnectorKeyKind.PrivateKeyFile, SmimeConnectorKeyKind.PublicKeyFile,
                SmimeConnectorKeyKind.PlaintextPrivateKeyFile, SmimeConnectorKeyKind.PublicKeyFile,
            ],
            files.Select(file => file.Kind));
    }

    [Fact]
    public async Task A_wrong_or_missing_password_and_a_file_without_key_are_told_apart_and_the_others_go_on()
    {
        await using var shell = await KeyShell.OpenAsync();
        await shell.NewAsync();
        shell.Write("junk.txt", [1, 2, 3]);

        var wrong = await shell.RunAsync("Get-SmimeConnectorKey -Path junk.txt, none.pem, key.pem, key.pub.pem -Password $Wrong");
        Assert.Equal(["PublicKeyNotRecognized", "PathNotFound", "PrivateKeyPasswordIncorrect"], wrong.ErrorIds);
        Assert.Equal(SmimeConnectorKeyKind.PublicKeyFile, Assert.Single(wrong.OutputAs<SmimeConnectorKeyFile>()).Kind);
        Assert.All(wrong.Errors, error => Assert.Contains(Path.GetFileName(error.TargetObject.ToString())!, error.ToString(),
            StringComparison.Ordinal));

        var missing = await shell.RunAsync("Get-SmimeConnectorKey -Path key.pem");
        Assert.Equal("PrivateKeyPasswordIncorrect", Assert.Single(missing.ErrorIds));
    }

    [Fact]
    public async Task Files_come_down_the_pipeline_by_property_name()
    {
        await using var shell = await KeyShell.OpenAsync();
        var key = await shell.NewAsync();
        var shown = await shell.RunAsync(
            "$input | Get-SmimeConnectorKey -Password $Password",
            new[] { new FileInfo(key.Path), new FileInfo(key.PublicKeyPath!) });
        Assert.Equal(2, shown.EnsureNoErrors().OutputAs<SmimeConnectorKeyFile>().Count());

        var exported = await shell.FileAsync(
            "Get-SmimeConnectorKey -Path key.pem -Password $Password | "
            + "Export-SmimeConnectorKey -Password $Password -Destination { \"$($_.KeySize).pem\" }");
        Assert.Equal(shell.PathOf("2048.pem"), exported.Path);
        Assert.Equal(shell.Read("key.pub.pem"), shell.Read("2048.pem"));
    }

    [Fact]
    public async Task A_private_key_is_exported_encrypted_under_the_new_password_for_its_owner_alone()
    {
        await using var shell = await KeyShell.OpenAsync();
        var key = await shell.NewAsync();
        var copy = await shell.FileAsync(
            "Export-SmimeConnectorKey -Path key.pem -Private -Password $Password -NewPassword $Wrong -Destination copy.pem");

        Assert.Equal(key.Fingerprint, copy.Fingerprint);
        using var rsa = RSA.Create();
        rsa.ImportFromEncryptedPem(File.ReadAllText(copy.Path), "not " + shell.Text);
        Assert.Equal(key.Fingerprint, Convert.ToHexString(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo())));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy.Path));
        }
    }

    [ToolFact("openssl")]
    public async Task Openssl_opens_an_exported_private_key_and_finds_it_strongly_encrypted()
    {
        await using var shell = await KeyShell.OpenAsync();
        var key = await shell.NewAsync();
        await shell.FileAsync("Export-SmimeConnectorKey -Path key.pem -Private -Password $Password -Destination copy.pem");

        var derived = await OpenSsl.RunAsync(
            ["pkey", "-in", shell.PathOf("copy.pem"), "-passin", "env:KEY_PASSWORD", "-pubout", "-outform", "DER"],
            environment: new Dictionary<string, string> { ["KEY_PASSWORD"] = shell.Text });
        Assert.Equal(key.Fingerprint, Convert.ToHexString(SHA256.HashData(derived)));
        var structure = await OpenSsl.RunTextAsync("asn1parse", "-in", shell.PathOf("copy.pem"));
        Assert.All(
            new[] { "PBES2", "PBKDF2", "hmacWithSHA256", "aes-256-cbc" },
            name => Assert.Contains(name, structure, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_earlier_blob_becomes_an_encrypted_file()
    {
        await using var shell = await KeyShell.OpenAsync();
        using var rsa = RSA.Create(2048);
        shell.Write("old.blob", PrivateBlob(rsa));
        var key = await shell.FileAsync(
            "Export-SmimeConnectorKey -Path old.blob -Private -Password $Password -Destination new.pem");
        using var read = RSA.Create();
        read.ImportFromEncryptedPem(File.ReadAllText(key.Path), shell.Text);
        Assert.Equal(rsa.ExportParameters(true).D, read.ExportParameters(true).D);
    }

    [Fact]
    public async Task Nothing_is_overwritten_without_Force_and_WhatIf_writes_nothing()
    {
        await using var shell = await KeyShell.OpenAsync();
        await shell.NewAsync();
        shell.Write("there.pem", [1]);
        const string publicHalf = "Export-SmimeConnectorKey -Path key.pub.pem -Destination there.pem";
        const string privateHalf = "Export-SmimeConnectorKey -Path key.pem -Private -Password $Password -Destination there.pem";
        foreach (var script in new[] { publicHalf, privateHalf })
        {
            Assert.Equal("FileExists", Assert.Single((await shell.RunAsync(script)).ErrorIds));
            Assert.Empty((await shell.RunAsync(script + " -Force -WhatIf")).EnsureNoErrors().Output);
            Assert.Equal([1], shell.Read("there.pem"));
        }

        await shell.FileAsync(publicHalf + " -Force");
        Assert.Equal(shell.Read("key.pub.pem"), shell.Read("there.pem"));
        await shell.FileAsync(privateHalf + " -Force -Confirm:$false");
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", File.ReadAllText(shell.PathOf("there.pem")),
            StringComparison.Ordinal);
        Assert.Equal(["key.pem", "key.pub.pem", "there.pem"], shell.Files());
    }

    [Fact]
    public async Task What_cannot_be_exported_is_refused_and_leaves_nothing()
    {
        await using var shell = await KeyShell.OpenAsync();
        await shell.NewAsync();
        (string Script, string ErrorId)[] cases =
        [
            ("-Path key.pem -Password $Wrong -Destination a.pem", "PrivateKeyPasswordIncorrect"),
            ("-Path key.pem -Private -Password $Wrong -Destination a.pem", "PrivateKeyPasswordIncorrect"),
            ("-Path key.pub.pem -Private -Password $Password -Destination a.pem", "PrivateKeyNotRecognized"),
            ("-Path key.pem -Private -Password ([securestring]::new()) -Destination a.pem", "PasswordEmpty"),
            ("-Path key.pem -Password $Password -Destination none/a.pem", "FileFolderNotFound"),
            ("-Path key.pem -Private -Password $Password -Destination ./key.pem -Force", "PathsAreSame"),
            ("-Path none.pem -Destination a.pem", "PathNotFound"),
        ];
        foreach (var (script, errorId) in cases)
        {
            var result = await shell.RunAsync("Export-SmimeConnectorKey " + script);
            Assert.Equal((script, errorId), (script, Assert.Single(result.ErrorIds)));
            Assert.Empty(result.Output);
        }

        Assert.Equal(["key.pem", "key.pub.pem"], shell.Files());
    }

    /// <summary>RSAFULLPRIVATEBLOB as bcrypt.h describes it: header, exponent, modulus, p, q, dp, dq, 1/q, d.</summary>
    internal static byte[] PrivateBlob(RSA rsa)
    {
        var key = rsa.ExportParameters(includePrivateParameters: true);
        using var blob = new MemoryStream();
        using var writer = new BinaryWriter(blob);
        foreach (var number in new[]
        {
            0x33415352, rsa.KeySize, key.Exponent!.Length, key.Modulus!.Length, key.P!.Length, key.Q!.Length,
        })
        {
            writer.Write(number);
        }

        foreach (var part in new[] { key.Exponent, key.Modulus, key.P, key.Q, key.DP!, key.DQ!, key.InverseQ!, key.D! })
        {
            writer.Write(part);
        }

        writer.Flush();
        return blob.ToArray();
    }
}
