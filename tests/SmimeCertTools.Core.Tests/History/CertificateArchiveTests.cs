using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Core.Tests.Import;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.History;

public sealed class CertificateArchiveTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SecretText _password = SecretText.Copy(Convert.ToBase64String(RandomNumberGenerator.GetBytes(18)));

    public void Dispose()
    {
        _folder.Dispose();
        _password.Dispose();
    }

    [Fact]
    public async Task One_unusable_file_does_not_stop_the_others()
    {
        var items = Enumerable.Range(0, 6).Select(i => Item(WritePfx($"{i}.pfx", $"user{i}@contoso.com"))).ToList();
        items.Insert(1, Item(_folder.Combine("none.pfx")));
        items.Insert(3, Item(_folder.Write("page.pfx", "<html></html>")));
        using var wrong = SecretText.Copy("wrong");
        items.Insert(5, new ArchiveItem { Path = items[0].Path, Password = wrong });
        var errors = new ConcurrentBag<SmimeException>();
        var counts = new Counter();

        var archive = await CertificateArchive.ReadAsync(items, errors.Add, counts, CancellationToken.None);

        Assert.Equal(
            ["0.pfx", "1.pfx", "2.pfx", "3.pfx", "4.pfx", "5.pfx"],
            archive.Certificates.Select(archived => System.IO.Path.GetFileName(archived.Path)));
        Assert.Equal(
            [PfxErrorKind.PasswordIncorrect, PfxErrorKind.NotPfx, PfxErrorKind.Unreadable],
            errors.Cast<PfxException>().Select(error => error.Kind).Order());
        Assert.Equal(Enumerable.Range(1, 9), counts.Seen.Order());
    }

    [Fact]
    public async Task Every_key_pair_of_a_file_counts_and_certificates_alone_do_not()
    {
        using var otherKey = RSA.Create(2048);
        using var one = TestPfx.Certificate(X509KeyUsageFlags.KeyEncipherment, address: "anna@contoso.com");
        using var two = TestPfx.Certificate(X509KeyUsageFlags.DigitalSignature, address: "anna@contoso.com", key: otherKey);
        using var bare = X509CertificateLoader.LoadCertificate(one.RawData);
        var both = _folder.Write("both.pfx", Export(one, two));
        var none = _folder.Write("none.pfx", Export(bare));
        var errors = new ConcurrentBag<SmimeException>();

        var archive = await CertificateArchive.ReadAsync([Item(both), Item(none)], errors.Add, null, CancellationToken.None);

        Assert.Equal(
            new[] { one.Thumbprint, two.Thumbprint }.Order(),
            archive.Certificates.Select(archived => archived.Thumbprint).Order());
        Assert.Equal((PfxErrorKind.NoPrivateKey, none), (((PfxException)Assert.Single(errors)).Kind, Assert.Single(errors).Item));
        Assert.Equal(2, archive.Find("anna@contoso.com", [], []).Count);
    }

    [Fact]
    public async Task An_empty_archive_finds_nothing()
    {
        var archive = await CertificateArchive.ReadAsync([], _ => { }, null, CancellationToken.None);
        Assert.Empty(archive.Certificates);
        Assert.Empty(archive.Find("anna@contoso.com", ["anna@contoso.com"], [new string('1', 40)]));
    }

    [Fact]
    public async Task Cancellation_and_a_failing_listener_end_the_reading()
    {
        var items = Enumerable.Range(0, 8).Select(_ => Item(_folder.Combine("none.pfx"))).ToList();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => CertificateArchive.ReadAsync(items, _ => { }, null, new CancellationToken(canceled: true)));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => CertificateArchive.ReadAsync(items, _ => throw new InvalidOperationException(), null, CancellationToken.None));
    }

    [Theory]
    [InlineData("ANNA@contoso.com", "", "", "12")] // named for her, whatever the address
    [InlineData("berta@contoso.com", "", "", "3")] // by the address, which is her user principal name
    [InlineData("b@contoso.com", "x@contoso.com,Berta@Contoso.com", "", "3")]
    [InlineData("carl@contoso.com", "carl@contoso.com", "", "")] // named for Anna, though his address is in it
    [InlineData("carl@contoso.com", "", "1", "1")] // but Intune has it for him
    [InlineData("anna@contoso.com", "berta@contoso.com", "2", "123")] // each once, in the archive's order
    [InlineData("nobody@contoso.com", "", "", "")]
    public void A_users_certificates_are_found(string user, string addresses, string thumbprints, string found)
    {
        var archive = new CertificateArchive(
            [
                Archived('1', "anna@contoso.com", "carl@contoso.com"),
                Archived('2', "Anna@contoso.com", "other@contoso.com"),
                Archived('3', null, "berta@contoso.com", "b.meier@contoso.com"),
                Archived('3', null, "berta@contoso.com"),
                Archived('4', null),
            ]);
        var result = archive.Find(user, addresses.Split(','), [.. thumbprints.Select(digit => new string(digit, 40))]);
        Assert.Equal(found, string.Concat(result.Select(archived => archived.Thumbprint[0])));
    }

    private static CatalogEntry Archived(char digit, string? user, params string[] addresses) => CatalogEntry.Of(
        TestCertificates.Info(digit, TestPfx.Now, TestPfx.Now.AddYears(1), CertificateKeyUsages.KeyEncipherment, addresses),
        digit + ".pfx",
        user);

    private string Password() => new(_password.Span);

    private byte[] Export(params X509Certificate2[] certificates) =>
        new X509Certificate2Collection(certificates).Export(X509ContentType.Pfx, Password())!;

    private ArchiveItem Item(string path) => new() { Path = path, Password = _password };

    private string WritePfx(string name, string address)
    {
        using var certificate = TestPfx.Certificate(X509KeyUsageFlags.KeyEncipherment, address: address);
        return _folder.Write(name, certificate.Export(X509ContentType.Pfx, Password()));
    }

    private sealed class Counter : IProgress<int>
    {
        private readonly ConcurrentBag<int> _seen = [];

        public IEnumerable<int> Seen => _seen;

        public void Report(int value) => _seen.Add(value);
    }
}
