using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Hosting;
using SmimeCertTools.Records;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.UserPfx;

/// <summary>In what protection PFX files leave the machine.</summary>
public sealed class ImportProtectionTests
{
    [Theory]
    [InlineData("", "PBES1 3DES-CBC (SHA-1)", "HMAC-SHA1")]
    [InlineData("-PfxEncryption TripleDesSha1", "PBES1 3DES-CBC (SHA-1)", "HMAC-SHA1")]
    [InlineData("-PfxEncryption Aes256Sha256", "PBES2 AES-256-CBC (HMAC-SHA256)", "HMAC-SHA256")]
    public async Task A_record_holds_the_key_pair_anew_under_a_random_password(
        string options, string encryption, string integrity)
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, thumbprint) = tenant.AddPfx("alice.pfx");

        (await tenant.ImportFileAsync(path, options: options)).EnsureNoErrors();

        var record = Assert.Single(tenant.Records);
        Assert.NotEqual(File.ReadAllBytes(path), record.EncryptedPfxBlob);
        var secret = SecretOf(record);
        Assert.Matches("^[A-Za-z0-9]{32}$", secret);
        using var contents = Open(record);
        Assert.Equal(thumbprint, Assert.Single(contents.KeyPairs).Certificate.Thumbprint);
        Assert.All(
            contents.Protection.KeyEncryption.Concat(contents.Protection.CertificateEncryption),
            part => Assert.Equal(encryption, part.Algorithm));
        Assert.Equal(integrity, contents.Protection.MacAlgorithm);
        AssertDelivered(tenant, 1);
    }

    [Fact]
    public async Task Unchanged_uploads_the_very_bytes_under_their_own_password()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("alice.pfx");

        (await tenant.ImportFileAsync(path, options: "-PfxEncryption Unchanged")).EnsureNoErrors();

        var record = Assert.Single(tenant.Records);
        Assert.Equal(File.ReadAllBytes(path), record.EncryptedPfxBlob);
        Assert.Equal(tenant.Password, SecretOf(record));
    }

    [Fact]
    public async Task Each_record_has_its_own_secret()
    {
        await using var tenant = await TestTenant.StartAsync();
        var rows = Enumerable.Range(0, 5)
            .Select(i => tenant.CsvRow(TestTenant.Alice, tenant.AddPfx($"{i}.pfx").Path)).ToList();

        (await tenant.ImportAsync(rows)).EnsureNoErrors();

        Assert.Equal(5, tenant.Records.Select(SecretOf).Append(tenant.Password).Distinct().Count() - 1);
        AssertDelivered(tenant, 5);
    }

    [Theory]
    [InlineData("pässwörd €")]
    [InlineData("🔑 key 鍵")]
    [InlineData("a password that is much too long for the padding: a password that is much too long for the padding: "
        + "a password that is much too long for the padding")]
    [InlineData("")]
    public async Task A_source_password_that_cannot_travel_need_not(string password)
    {
        await using var tenant = await TestTenant.StartAsync();
        using var certificate = PfxBench.Issue();
        var path = tenant.Folder.Write("alice.pfx", PfxBench.Bundle(password, certificate));
        var row = tenant.CsvRow(TestTenant.Alice, path, password);

        var refused = await tenant.ImportAsync(new[] { row }, "-PfxEncryption Unchanged");
        Assert.Contains(Assert.Single(refused.ErrorIds), new[] { "PasswordNotAscii", "PasswordTooLong", "PasswordEmpty" });
        Assert.Empty(tenant.Records);

        (await tenant.ImportAsync(new[] { row })).EnsureNoErrors();
        Assert.NotEqual(password, SecretOf(Assert.Single(tenant.Records)));
        AssertDelivered(tenant, 1);
    }

    [Theory]
    [InlineData("$null")]
    [InlineData("''")]
    [InlineData("([securestring]::new())")]
    public async Task A_file_without_password_is_taken_with_a_blank_one(string given)
    {
        await using var tenant = await TestTenant.StartAsync();
        using var certificate = PfxBench.Issue();
        var path = tenant.Folder.Write("alice.pfx", PfxBench.Bundle(null, certificate));

        var result = await tenant.RunAsync(
            $"param($Path, $Key) Import-SmimeUserPfx $Path -UPN alice@contoso.com -Password {given} -PublicKeyPath $Key",
            new() { ["Path"] = path, ["Key"] = tenant.KeyPath });

        Assert.Equal(SmimeImportStatus.Imported, Assert.Single(result.EnsureNoErrors().OutputAs<SmimeImportResult>()).Status);
        AssertDelivered(tenant, 1);
    }

    [Fact]
    public async Task A_password_that_is_left_out_is_an_error_where_nobody_can_be_asked()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("alice.pfx");

        var result = await tenant.RunAsync(
            "param($Path, $Key) Import-SmimeUserPfx $Path alice@contoso.com -PublicKeyPath $Key",
            new() { ["Path"] = path, ["Key"] = tenant.KeyPath });

        Assert.Equal("PasswordMissing", Assert.Single(result.ErrorIds));
        Assert.Equal(path, Assert.Single(result.AllErrors).TargetObject);
    }

    [Fact]
    public async Task Two_key_pairs_of_a_file_become_two_records_with_their_own_purposes()
    {
        await using var tenant = await TestTenant.StartAsync();
        using var encryption = PfxBench.Issue();
        using var signing = PfxBench.Issue(usage: CertificateUsage.Signing);
        var path = tenant.Folder.Write("both.pfx", PfxBench.Bundle(tenant.Password, encryption, signing));

        var result = await tenant.ImportFileAsync(path);

        var items = result.EnsureNoErrors().OutputAs<SmimeImportResult>().ToDictionary(item => item.Thumbprint!);
        Assert.Equal(2, items.Count);
        Assert.Equal(UserPfxPurpose.SmimeEncryption, items[encryption.Thumbprint].IntendedPurpose);
        Assert.Equal(UserPfxPurpose.SmimeSigning, items[signing.Thumbprint].IntendedPurpose);
        Assert.All(items.Values, item => Assert.Equal(path, item.Path));
        Assert.Equal(2, tenant.Records.Count);
        Assert.NotEqual(SecretOf(tenant.Records[0]), SecretOf(tenant.Records[1]));
        Assert.All(tenant.Records, record =>
        {
            using var contents = Open(record);
            Assert.Equal(record.Thumbprint.ToUpperInvariant(), Assert.Single(contents.KeyPairs).Certificate.Thumbprint);
        });
        AssertDelivered(tenant, 2);
    }

    [Fact]
    public async Task A_bad_pair_is_one_error_with_a_result_and_the_others_go_on()
    {
        await using var tenant = await TestTenant.StartAsync();
        using var encryption = PfxBench.Issue();
        using var dual = PfxBench.Issue(usage: CertificateUsage.Dual);
        using var signing = PfxBench.Issue(usage: CertificateUsage.Signing);
        var path = tenant.Folder.Write("three.pfx", PfxBench.Bundle(tenant.Password, encryption, dual, signing));
        var (last, _) = tenant.AddPfx("last.pfx");
        var rows = new[] { tenant.CsvRow(TestTenant.Alice, path), tenant.CsvRow(TestTenant.Alice, last) };

        var made = await tenant.RunAsync(
            "param($Key) $input | New-SmimeUserPfx -PublicKeyPath $Key", new() { ["Key"] = tenant.KeyPath }, rows);
        Assert.Equal("PurposeRequired", Assert.Single(made.ErrorIds));
        Assert.Equal(3, made.OutputAs<SmimeUserPfxRecord>().Count);

        var result = await tenant.ImportAsync(rows);
        Assert.Equal("PurposeRequired", Assert.Single(result.ErrorIds));
        Assert.Equal(path, Assert.Single(result.Errors).TargetObject);
        var items = result.OutputAs<SmimeImportResult>();
        Assert.Equal(4, items.Count);
        var failed = Assert.Single(items, item => item.Status == SmimeImportStatus.Failed);
        Assert.Equal((dual.Thumbprint, "PurposeRequired", path), (failed.Thumbprint, failed.ErrorId, failed.Path));
        Assert.NotNull(failed.NotAfter);
        Assert.Equal(3, tenant.Records.Count);
    }

    [Fact]
    public async Task Records_of_several_files_with_several_pairs_come_in_the_order_of_input()
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);
        var expected = new List<string>();
        var rows = new List<PSObject>();
        for (var i = 0; i < 5; i++)
        {
            using var encryption = PfxBench.Issue();
            using var signing = PfxBench.Issue(usage: CertificateUsage.Signing);
            var path = tenant.Folder.Write($"{i}.pfx", PfxBench.Bundle(tenant.Password, encryption, signing));
            rows.Add(tenant.CsvRow(TestTenant.Alice, path));
            expected.AddRange(PfxBench.KeysIn(path, tenant.Password));
        }

        var made = await tenant.RunAsync(
            "param($Key) $input | New-SmimeUserPfx -PublicKeyPath $Key -ThrottleLimit 3",
            new() { ["Key"] = tenant.KeyPath },
            rows);

        var actual = made.EnsureNoErrors().OutputAs<SmimeUserPfxRecord>().Select(record => record.Thumbprint).ToList();
        Assert.Equal(10, actual.Count);
        for (var i = 0; i < 10; i += 2)
        {
            Assert.Equal(expected.GetRange(i, 2).Order(), actual.GetRange(i, 2).Order());
        }
    }

    [Fact]
    public async Task Unchanged_takes_no_file_with_several_key_pairs()
    {
        await using var tenant = await TestTenant.StartAsync();
        using var encryption = PfxBench.Issue();
        using var signing = PfxBench.Issue(usage: CertificateUsage.Signing);
        var path = tenant.Folder.Write("both.pfx", PfxBench.Bundle(tenant.Password, encryption, signing));

        var result = await tenant.ImportFileAsync(path, options: "-PfxEncryption Unchanged");

        Assert.Equal("PfxMultipleKeyPairs", Assert.Single(result.ErrorIds));
        Assert.Empty(tenant.Records);
    }

    [Fact]
    public async Task WhatIf_shows_every_pair_and_sends_nothing()
    {
        await using var tenant = await TestTenant.StartAsync();
        using var encryption = PfxBench.Issue();
        using var signing = PfxBench.Issue(usage: CertificateUsage.Signing);
        var path = tenant.Folder.Write("both.pfx", PfxBench.Bundle(tenant.Password, encryption, signing));
        tenant.Host.State.Requests.Clear();

        var result = await tenant.ImportFileAsync(path, options: "-WhatIf");

        Assert.Contains(encryption.Thumbprint, result.EnsureNoErrors().HostText, StringComparison.Ordinal);
        Assert.Contains(signing.Thumbprint, result.HostText, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Equal(0, tenant.Writes());
    }

    [Fact]
    public async Task Verbose_tells_the_protection_before_and_after_and_no_stream_the_secret()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("alice.pfx");

        var result = await tenant.ImportFileAsync(path, options: "-PfxEncryption Aes256Sha256 -Verbose -Debug");
        var made = await tenant.RunAsync(
            "param($Path, $Key) New-SmimeUserPfx $Path -UPN alice@contoso.com -Password 'wrong pässword' -PublicKeyPath $Key "
            + "-Verbose",
            new() { ["Path"] = path, ["Key"] = tenant.KeyPath });

        Assert.Contains(result.Verbose, line => line.Contains("PBES1 3DES-CBC (SHA-1), 2048 iterations", StringComparison.Ordinal)
            && line.Contains("written anew with Aes256Sha256 under a random password", StringComparison.Ordinal));
        var text = result.AllText() + made.AllText();
        string[] secrets = [SecretOf(Assert.Single(tenant.Records)), tenant.Password, "wrong pässword"];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_there_is_not_sent_again_whatever_its_secret()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("alice.pfx");
        (await tenant.ImportFileAsync(path)).EnsureNoErrors();
        var secret = SecretOf(Assert.Single(tenant.Records));

        var again = await tenant.ImportFileAsync(path, options: "-PfxEncryption Aes256Sha256");
        Assert.Equal(
            SmimeImportStatus.AlreadyPresent, Assert.Single(again.EnsureNoErrors().OutputAs<SmimeImportResult>()).Status);
        Assert.Equal(secret, SecretOf(Assert.Single(tenant.Records)));

        (await tenant.ImportFileAsync(path, options: "-PfxEncryption Aes256Sha256 -Force")).EnsureNoErrors();
        Assert.NotEqual(secret, SecretOf(Assert.Single(tenant.Records)));
        AssertDelivered(tenant, 1);
    }

    private static string SecretOf(StoredUserPfx record) => Encoding.UTF8.GetString(TestTenant.ConnectorKey.Decrypt(
        Convert.FromBase64String(record.EncryptedPfxPassword), RSAEncryptionPadding.OaepSHA512));

    private static PfxContents Open(StoredUserPfx record)
    {
        using var password = SecretText.Copy(SecretOf(record));
        return PfxReader.Open(record.EncryptedPfxBlob, password);
    }

    private static void AssertDelivered(TestTenant tenant, int count)
    {
        using var delivery = tenant.Host.Devices.Deliver(TestTenant.Alice);
        Assert.Equal(count, delivery.Records.Count);
        Assert.All(delivery.Records, record => Assert.Equal(DeliveryStatus.Delivered, record.Status));
    }
}
