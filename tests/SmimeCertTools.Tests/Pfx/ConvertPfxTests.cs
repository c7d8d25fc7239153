using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Pfx;
using SmimeCertTools.Records;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.Pfx;

public sealed class ConvertPfxTests
{
    [Theory]
    [InlineData("TripleDesSha1", "PBES1 3DES-CBC (SHA-1)", "HMAC-SHA1")]
    [InlineData("Aes256Sha256", "PBES2 AES-256-CBC (HMAC-SHA256)", "HMAC-SHA256")]
    public async Task A_file_is_written_anew_under_the_password_and_encryption_asked_for(
        string encryption, string expected, string integrity)
    {
        await using var bench = await PfxBench.StartAsync();
        var (path, thumbprint) = bench.AddPfx("alice.pfx");
        var before = File.ReadAllBytes(path);

        var item = Assert.Single(await bench.ConvertAsync(
            "Convert-SmimePfx alice.pfx -Password $Password -NewPassword $NewPassword -Iterations 3000 "
            + $"-PfxEncryption {encryption}"));

        Assert.Equal(bench.Folder.Combine("alice-converted.pfx"), item.Path);
        Assert.Equal(path, item.SourcePath);
        Assert.Equal(thumbprint, item.Thumbprint);
        Assert.Equal([thumbprint], item.Thumbprints);
        Assert.Contains("alice", item.Subject, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, item.ChainSubjects.Length);
        Assert.Equal(encryption, item.PfxEncryption.ToString());
        Assert.Equal(3000, item.Iterations);
        Assert.Equal(bench.NewPassword, PfxBench.TextOf(item.NewPassword));
        Assert.Equal([thumbprint], PfxBench.KeysIn(item.Path, bench.NewPassword));
        Assert.Equal(before, File.ReadAllBytes(path));
        using var contents = Open(item);
        var all = contents.Protection.KeyEncryption.Concat(contents.Protection.CertificateEncryption).ToList();
        Assert.All(all, part => Assert.Equal((expected, 3000), (part.Algorithm, part.Iterations)));
        Assert.Equal((integrity, 3000), (contents.Protection.MacAlgorithm, contents.Protection.MacIterations));
        Assert.Equal("Alice's key", Assert.Single(contents.KeyPairs).FriendlyName);
    }

    [Fact]
    public async Task Each_file_gets_a_random_password_of_its_own()
    {
        await using var bench = await PfxBench.StartAsync();
        var thumbprints = Enumerable.Range(0, 4).Select(i => bench.AddPfx($"{i}.pfx").Thumbprint).ToList();

        var items = await bench.ConvertAsync("Convert-SmimePfx *.pfx -Password $Password -RandomPassword");

        Assert.Equal(thumbprints, items.Select(item => item.Thumbprint));
        var passwords = items.Select(item => PfxBench.TextOf(item.NewPassword)).ToList();
        Assert.Equal(4, passwords.Distinct().Count());
        Assert.All(passwords, password => Assert.Matches("^[A-Za-z0-9]{32}$", password));
        Assert.All(items, item =>
        {
            Assert.Equal([item.Thumbprint], PfxBench.KeysIn(item.Path, PfxBench.TextOf(item.Password)));
            Assert.Equal(SmimePfxEncryption.TripleDesSha1, item.PfxEncryption);
        });
    }

    [Fact]
    public async Task Chosen_passwords_get_many_iterations_and_random_ones_few()
    {
        await using var bench = await PfxBench.StartAsync();
        bench.AddPfx("alice.pfx");

        var chosen = await bench.ConvertAsync(
            "Convert-SmimePfx alice.pfx -Password $Password -NewPassword $NewPassword -DestinationPath chosen.pfx");
        var random = await bench.ConvertAsync(
            "Convert-SmimePfx alice.pfx -Password $Password -RandomPassword -DestinationPath random.pfx");

        Assert.Equal(100_000, Assert.Single(chosen).Iterations);
        Assert.Equal(2_000, Assert.Single(random).Iterations);
    }

    [Fact]
    public async Task Chain_and_friendly_names_are_dropped_on_request()
    {
        await using var bench = await PfxBench.StartAsync();
        bench.AddPfx("alice.pfx");

        var item = Assert.Single(await bench.ConvertAsync(
            "Convert-SmimePfx alice.pfx -Password $Password -RandomPassword -DropChain -DropFriendlyName"));

        Assert.Empty(item.ChainSubjects);
        using var contents = Open(item);
        Assert.Single(contents.Certificates);
        Assert.Null(Assert.Single(contents.KeyPairs).FriendlyName);
    }

    [Fact]
    public async Task Several_key_pairs_stay_together_or_are_split()
    {
        await using var bench = await PfxBench.StartAsync();
        using var encryption = PfxBench.Issue();
        using var signing = PfxBench.Issue(usage: CertificateUsage.Signing);
        bench.Folder.Write("both.pfx", PfxBench.Bundle(bench.Password, encryption, signing));
        string[] expected = [encryption.Thumbprint, signing.Thumbprint];

        var together = Assert.Single(
            await bench.ConvertAsync("Convert-SmimePfx both.pfx -Password $Password -RandomPassword"));
        var split = await bench.ConvertAsync("Convert-SmimePfx both.pfx -Password $Password -RandomPassword -SplitKeyPairs");

        Assert.Equal(expected.Order(), together.Thumbprints.Order());
        Assert.Equal(expected.Order(), PfxBench.KeysIn(together.Path, PfxBench.TextOf(together.Password)).Order());
        Assert.Equal(expected.Order(), split.Select(item => item.Thumbprint).Order());
        Assert.NotEqual(PfxBench.TextOf(split[0].Password), PfxBench.TextOf(split[1].Password));
        Assert.All(split, item =>
        {
            Assert.Equal(bench.Folder.Combine($"both-{item.Thumbprint}.pfx"), item.Path);
            Assert.Equal([item.Thumbprint], PfxBench.KeysIn(item.Path, PfxBench.TextOf(item.Password)));
        });
    }

    [Fact]
    public async Task A_split_file_keeps_its_own_chain_unless_dropped()
    {
        await using var bench = await PfxBench.StartAsync();
        bench.AddPfx("alice.pfx");

        var kept = await bench.ConvertAsync("Convert-SmimePfx alice.pfx -Password $Password -RandomPassword -SplitKeyPairs");
        var dropped = await bench.ConvertAsync(
            "Convert-SmimePfx alice.pfx -Password $Password -RandomPassword -SplitKeyPairs -DropChain -DestinationPath x.pfx");

        Assert.Equal(2, Assert.Single(kept).ChainSubjects.Length);
        Assert.Empty(Assert.Single(dropped).ChainSubjects);
        Assert.Equal(bench.Folder.Combine($"x-{dropped[0].Thumbprint}.pfx"), dropped[0].Path);
    }

    [Theory]
    [InlineData("pässwörd €")]
    [InlineData("🔑 key 鍵")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Any_password_opens_and_any_but_an_empty_one_is_written(string? text)
    {
        await using var bench = await PfxBench.StartAsync();
        using var certificate = PfxBench.Issue();
        bench.Folder.Write("alice.pfx", PfxBench.Bundle(text, certificate));
        var row = text is null
            ? CsvRow.Of(("Path", "alice.pfx"))
            : CsvRow.Of(("Path", "alice.pfx"), ("Password", text));

        var item = Assert.Single(await bench.ConvertAsync("$input | Convert-SmimePfx -RandomPassword", new[] { row }));
        Assert.Equal([certificate.Thumbprint], PfxBench.KeysIn(item.Path, PfxBench.TextOf(item.Password)));
        if (!string.IsNullOrEmpty(text))
        {
            row = CsvRow.Of(
                ("Path", "alice.pfx"), ("Password", text), ("NewPassword", text), ("DestinationPath", "again.pfx"));
            var again = Assert.Single(await bench.ConvertAsync("$input | Convert-SmimePfx -Iterations 2000", new[] { row }));
            Assert.Equal([certificate.Thumbprint], PfxBench.KeysIn(again.Path, text));
        }
    }

    [Fact]
    public async Task Output_pipes_on_by_property_name()
    {
        await using var bench = await PfxBench.StartAsync();
        var (_, thumbprint) = bench.AddPfx("alice.pfx");
        bench.Folder.Write("key.pem", TestTenant.ConnectorKey.PublicKeyPem);

        var result = await bench.RunAsync(
            "Convert-SmimePfx alice.pfx -Password $Password -RandomPassword "
            + "| New-SmimeUserPfx -UserPrincipalName alice@contoso.com -PublicKeyPath key.pem -PfxEncryption Unchanged");

        var record = Assert.Single(result.EnsureNoErrors().OutputAs<SmimeUserPfxRecord>());
        Assert.Equal(thumbprint, record.Thumbprint);
        var blob = Convert.FromBase64String(record.EncryptedPfxBlob);
        Assert.Equal(File.ReadAllBytes(bench.Folder.Combine("alice-converted.pfx")), blob);
        var password = Encoding.ASCII.GetString(TestTenant.ConnectorKey.Decrypt(
            Convert.FromBase64String(record.EncryptedPfxPassword),
            System.Security.Cryptography.RSAEncryptionPadding.OaepSHA512));
        Assert.Equal([thumbprint], PfxBench.KeysIn(bench.Folder.Combine("alice-converted.pfx"), password));
    }

    [Fact]
    public async Task Results_come_in_the_order_of_input()
    {
        await using var bench = await PfxBench.StartAsync();
        var rows = Enumerable.Range(0, 12).Select(i => CsvRow.Of(
            ("Path", bench.AddPfx($"{i:00}.pfx").Path), ("Password", bench.Password))).ToList();

        var items = await bench.ConvertAsync("$input | Convert-SmimePfx -RandomPassword -ThrottleLimit 5", rows);

        Assert.Equal(rows.Select(row => row.Properties["Path"].Value), items.Select(item => item.SourcePath));
    }

    [ToolTheory("openssl")]
    [InlineData("TripleDesSha1", ":sha1")]
    [InlineData("Aes256Sha256", ":sha256")]
    public async Task What_is_written_opens_in_openssl(string encryption, string integrity)
    {
        await using var bench = await PfxBench.StartAsync();
        bench.AddPfx("alice.pfx");
        var item = Assert.Single(await bench.ConvertAsync(
            $"Convert-SmimePfx alice.pfx -Password $Password -RandomPassword -PfxEncryption {encryption}"));

        var shown = Encoding.UTF8.GetString(await OpenSsl.RunAsync(
            ["pkcs12", "-in", item.Path, "-nodes", "-passin", "stdin"],
            Encoding.ASCII.GetBytes(PfxBench.TextOf(item.Password) + "\n")));
        var structure = await OpenSsl.RunTextAsync("asn1parse", "-inform", "DER", "-in", item.Path);

        Assert.Contains("BEGIN PRIVATE KEY", shown, StringComparison.Ordinal);
        Assert.Equal(3, shown.Split("BEGIN CERTIFICATE").Length - 1);
        Assert.Contains(integrity, structure, StringComparison.Ordinal);
    }

    private static PfxContents Open(SmimeConvertedPfx item)
    {
        using var password = SecretText.From(item.NewPassword);
        return PfxReader.Open(File.ReadAllBytes(item.Path), password);
    }
}
