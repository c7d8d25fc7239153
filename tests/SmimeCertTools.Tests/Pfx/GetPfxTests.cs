using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using SmimeCertTools.Pfx;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using Xunit;
using Xunit.Abstractions;

namespace SmimeCertTools.Tests.Pfx;

public sealed class GetPfxTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Its_lists_are_indexed()
    {
        await using var folder = await PfxFolder.CreateAsync();
        var thumbprint = folder.Add("alice.pfx").Thumbprint;

        Assert.Equal(
            [thumbprint, "PBES1 3DES-CBC (SHA-1)", TestTenant.Alice],
            (await folder.RunAsync("""
                $pfx = Get-SmimePfx alice.pfx -Password $Password
                $pfx.Certificates[0].Thumbprint
                $pfx.Protection.KeyEncryption[0].Algorithm
                $pfx.Certificates[0].EmailAddresses[0]
                """)).EnsureNoErrors().OutputAs<string>());
    }

    [Fact]
    public async Task A_file_shows_its_certificates_and_its_protection()
    {
        await using var folder = await PfxFolder.CreateAsync();
        var (path, thumbprint) = folder.Add("alice.pfx");

        var file = Assert.Single((await folder.RunAsync("Get-SmimePfx alice.pfx -Password $Password")).EnsureNoErrors()
            .OutputAs<SmimePfx>());

        Assert.Equal(path, file.Path);
        Assert.True(file.IsOpened);
        Assert.Equal(1, file.KeyPairCount);
        Assert.Equal(0, file.UnmatchedKeyCount);
        Assert.Null(file.Note);
        Assert.Equal("HMAC-SHA1, 2,048 iterations", file.Protection.Integrity.ToString());
        Assert.Equal("PBES1 3DES-CBC (SHA-1)", Assert.Single(file.Protection.KeyEncryption).Algorithm);
        Assert.Equal(2048, Assert.Single(file.Protection.CertificateEncryption).Iterations);
        Assert.Empty(file.Protection.UnopenedParts);

        Assert.Equal(3, file.Certificates.Length);
        var leaf = file.Certificates[0];
        Assert.Equal(thumbprint, leaf.Thumbprint);
        Assert.Equal(64, leaf.ThumbprintSha256.Length);
        Assert.Equal([TestTenant.Alice], leaf.EmailAddresses);
        Assert.Equal([TestTenant.Alice], leaf.UserPrincipalNames);
        Assert.Equal(["emailProtection"], leaf.Purposes);
        Assert.Equal(X509KeyUsageFlags.KeyEncipherment, leaf.KeyUsage);
        Assert.Equal(SmimeCertCapability.Encryption, leaf.Capability);
        Assert.Equal("alice.pfx", leaf.FriendlyName);
        Assert.True(leaf.HasPrivateKey);
        Assert.Equal([TestTenant.Pki.Issuing.Thumbprint, TestTenant.Pki.Root.Thumbprint], leaf.ChainThumbprints);
        Assert.Equal([TestTenant.Pki.Issuing.Subject, TestTenant.Pki.Root.Subject], leaf.Chain);
        Assert.All(
            file.Certificates.Skip(1),
            authority => Assert.True(authority is { IsCertificateAuthority: true, HasPrivateKey: false }));
    }

    [Fact]
    public async Task Without_a_password_the_protection_is_told()
    {
        await using var folder = await PfxFolder.CreateAsync();
        folder.Add("alice.pfx", encryption: PfxEncryption.Aes256Sha256);

        var result = (await folder.RunAsync("Get-SmimePfx alice.pfx")).EnsureNoErrors();

        var file = Assert.Single(result.OutputAs<SmimePfx>());
        Assert.Empty(result.Warnings);
        Assert.False(file.IsOpened);
        Assert.Empty(file.Certificates);
        Assert.Null(file.KeyPairCount);
        Assert.Equal("PBES2 AES-256-CBC (HMAC-SHA256)", Assert.Single(file.Protection.UnopenedParts).Algorithm);
        Assert.Equal("PBES2 AES-256-CBC (HMAC-SHA256)", Assert.Single(file.Protection.KeyEncryption).Algorithm);
        Assert.Contains("-Password", file.Note, StringComparison.Ordinal);

        var certificates = await folder.RunAsync("Get-SmimePfx alice.pfx -Certificate");
        Assert.Empty(certificates.EnsureNoErrors().Output);
        Assert.Contains("-Password", Assert.Single(certificates.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_files_are_errors_of_their_own_and_the_others_come_in_order()
    {
        await using var folder = await PfxFolder.CreateAsync();
        var good = new[] { "a.pfx", "c.pfx", "e.pfx" }.Select(name => folder.Add(name).Path).ToList();
        folder.Tenant.Folder.Write("b.pfx", "no PFX");
        folder.Tenant.Folder.Write("d.pfx", File.ReadAllBytes(good[0])[..500]);

        var result = await folder.RunAsync("Get-SmimePfx *.pfx, none.pfx, ' ' -Password $Password");

        Assert.Equal(good, result.OutputAs<SmimePfx>().Select(file => file.Path));
        Assert.Equal(["PfxNotRecognized", "PfxTruncated", "PathNotFound", "PathMissing"], result.ErrorIds);

        var wrong = await folder.RunAsync("Get-SmimePfx a.pfx, c.pfx -Password $Wrong");
        Assert.Empty(wrong.Output);
        Assert.Equal(["PfxPasswordIncorrect", "PfxPasswordIncorrect"], wrong.ErrorIds);
        Assert.DoesNotContain("not the password", wrong.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_come_from_the_pipeline_by_name_with_a_password_of_their_own()
    {
        await using var folder = await PfxFolder.CreateAsync();
        var (path, thumbprint) = folder.Add("alice[1].pfx");

        var result = (await folder.RunAsync(
            """
            & {
                Get-ChildItem *.pfx | Select-Object FullName, @{ Name = 'Password'; Expression = { $Password } }
                Get-ChildItem *.pfx |
                    Select-Object @{ Name = 'Path'; Expression = 'FullName' }, @{ Name = 'Password'; Expression = { $Password } }
                Get-ChildItem *.pfx
            } | Get-SmimePfx
            """)).EnsureNoErrors();

        var files = result.OutputAs<SmimePfx>();
        Assert.Equal([path, path, path], files.Select(file => file.Path));
        Assert.Equal([true, true, false], files.Select(file => file.IsOpened));
        Assert.Equal(thumbprint, files[1].Certificates[0].Thumbprint);
    }

    [Fact]
    public async Task More_iterations_than_allowed_are_told_and_not_derived()
    {
        await using var folder = await PfxFolder.CreateAsync();
        folder.Add("alice.pfx");

        var result = await folder.RunAsync("Get-SmimePfx alice.pfx -Password $Password -MaxIterations 2000");

        var file = Assert.Single(result.EnsureNoErrors().OutputAs<SmimePfx>());
        Assert.False(file.IsOpened);
        Assert.Equal(2048, file.Protection.Integrity.Iterations);
        Assert.Contains("2,048", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Views_fit_a_hundred_columns()
    {
        await using var folder = await PfxFolder.CreateAsync();
        var (_, thumbprint) = folder.Add("alice.pfx");
        folder.Add("bob.pfx", CertificateUsage.Dual, TestTenant.Bob, PfxEncryption.Aes256Sha256);
        foreach (var (script, expected) in new[]
        {
            ("Get-SmimePfx *.pfx -Password $Password", new[] { thumbprint, TestTenant.Bob, "Both", "CA", "2,048 iterations" }),
            ("Get-SmimePfx bob.pfx", ["Not opened", "PBES2 AES-256-CBC", "Give -Password"]),
            ("Get-SmimePfx *.pfx -Password $Password -Certificate", [thumbprint, TestTenant.Bob, "Both", "CA", "Path:"]),
            ("(Get-SmimePfx alice.pfx -Password $Password).Protection", ["Integrity", "HMAC-SHA1, 2,048 iterations"]),
        })
        {
            var text = (await folder.RenderAsync(script)).HostText;
            output.WriteLine(text);
            Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
            Assert.All(expected, part => Assert.Contains(part, text, StringComparison.Ordinal));
        }
    }
}
