using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading.Tasks;
using SmimeCertTools.ConnectorKeys;
using SmimeCertTools.Core.Tests.KeyProtection;
using Xunit;

namespace SmimeCertTools.Tests.ConnectorKeys;

/// <summary>What people see: tables, and no secret in any stream.</summary>
public sealed class ConnectorKeyViewTests : IDisposable
{
    private readonly IDisposable _substitution = new MemoryKeyProviders().Substitute();

    public void Dispose() => _substitution.Dispose();

    [Fact]
    public async Task Tables_fit_a_hundred_columns_and_show_what_counts()
    {
        await using var shell = await KeyShell.OpenAsync();
        var name = "SmimeCertTools-Connector-Key-" + Guid.NewGuid();
        (string Script, string[] Shown)[] tables =
        [
            ($"New-SmimeConnectorKey -KeyName {name} -KeySize 2048 -ServiceAccount 'CONTOSO\\svc-intune' -WarningAction Ignore",
                ["KeyName", "SmimeCertTools", "2048", "IsExportable : False", "NT AUTHORITY"]),
            ("New-SmimeConnectorKey -Path key.pem -Password $Password -KeySize 2048",
                ["PrivateKeyFile", "key.pem", "key.pub.pem"]),
            ("Get-SmimeConnectorKey -Path key.pub.pem", ["PublicKeyFile", "2048", "key.pub.pem"]),
            ("Test-SmimeConnectorKey -Path key.pem -Password $Password -PublicKeyPath key.pub.pem",
                ["Passed", "RoundTripOaepSha512", "PublicKey", "key.pem"]),
            ($"Test-SmimeConnectorKey -KeyName {name} -ServiceAccount nobody", ["Failed", "ServiceAccount"]),
        ];
        foreach (var (script, shown) in tables)
        {
            var text = (await shell.Shell.RenderAsync(script)).EnsureNoErrors().HostText;
            Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
            Assert.All(shown, part => Assert.Contains(part, text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task No_stream_holds_a_password_or_a_private_key()
    {
        await using var shell = await KeyShell.OpenAsync();
        var made = await shell.RunAsync("New-SmimeConnectorKey -Path key.pem -Password $Password -KeySize 2048 -Verbose -Debug");
        using var rsa = RSA.Create();
        rsa.ImportFromEncryptedPem(File.ReadAllText(shell.PathOf("key.pem")), shell.Text);
        shell.Write("old.blob", ConnectorKeyFileTests.PrivateBlob(rsa));
        shell.Write("clear.pem", System.Text.Encoding.ASCII.GetBytes(rsa.ExportPkcs8PrivateKeyPem()));
        const string options = "-Verbose -Debug -WarningAction Continue";
        var others = await shell.RunAsync(
            $"Get-SmimeConnectorKey -Path *.pem, *.blob -Password $Password {options}; "
            + $"Get-SmimeConnectorKey -Path *.pem -Password $Wrong {options}; "
            + $"Import-SmimeConnectorKey key.pem -Password $Wrong {options}; "
            + $"Import-SmimeConnectorKey clear.pem -Password $Password {options}; "
            + $"Import-SmimeConnectorKey old.blob -PlaintextBlob -Exportable {options}; "
            + $"Export-SmimeConnectorKey -Private -Password $Password -Destination copy.pem {options}; "
            + $"Export-SmimeConnectorKey -Path clear.pem -Destination public.pem {options}; "
            + $"Test-SmimeConnectorKey -Path key.pem -Password $Password {options}; "
            + $"Test-SmimeConnectorKey -Path key.pem -Password $Wrong {options}");

        Assert.NotEmpty(made.Output);
        Assert.NotEmpty(others.Output);
        Assert.NotEmpty(others.Verbose);
        Assert.Contains("PrivateKeyUnencrypted", others.ErrorIds);
        Assert.Contains("copy.pem", shell.Files());
        var text = made.AllText() + others.AllText();
        var key = rsa.ExportParameters(includePrivateParameters: true);
        string[] secrets =
        [
            shell.Text, .. new[] { key.D!, key.P!, key.Q!, key.DP! }
                .SelectMany(part => new[] { Convert.ToBase64String(part)[..32], Convert.ToHexString(part)[..32] }),
            Convert.ToBase64String(rsa.ExportPkcs8PrivateKey())[64..128],
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
    }
}
