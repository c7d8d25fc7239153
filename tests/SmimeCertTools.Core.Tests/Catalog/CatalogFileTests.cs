using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Tests.Import;
using SmimeCertTools.TestSupport.Tools;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Core.Tests.Catalog;

[Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
public sealed class CatalogFileTests : IDisposable
{
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private readonly TempFolder _folder = new();
    private readonly List<SmimeException> _errors = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("catalog.csv")]
    [InlineData("catalog.CSV")]
    [InlineData("catalog.jsonl")]
    [InlineData("catalog.ndjson")]
    public async Task What_is_written_is_read_back_fact_by_fact(string name)
    {
        var path = _folder.Combine(name);
        CatalogEntry[] written =
            [Entry("anna@contoso.com", "/archive/a.pfx", "anna@contoso.com"), Entry("b@contoso.com", null, null)];

        await CatalogFile.WriteAsync(path, written, overwrite: false, default);
        var read = await ReadAsync(path);

        Assert.Empty(_errors);
        Assert.Equal(written.Select(Text), read!.Select(Text));
        Assert.Equal(written.Select(entry => entry.RawData), read!.Select(entry => entry.RawData));
        Assert.Equal("/archive/a.pfx", read![0].Path);
        Assert.Equal(SmimeCertCapability.Encryption, read[0].Capability);
        Assert.NotNull(read[0].SubjectKeyIdentifier);
    }

    [Fact]
    public async Task A_table_without_the_certificates_themselves_still_has_the_facts()
    {
        var written = Entry("anna@contoso.com", "/archive/a.pfx", null);
        var path = await WriteAsync("catalog.csv", written);
        var rows = File.ReadAllLines(path).Select(line => line[..line.LastIndexOf(',')]);
        File.WriteAllLines(path, rows);

        var entry = Assert.Single((await ReadAsync(path))!);

        Assert.Null(entry.RawData);
        Assert.Equal(Text(written, isRaw: false), Text(entry, isRaw: false));
    }

    [Fact]
    public async Task What_a_spreadsheet_made_of_numbers_and_dates_does_not_count_where_the_certificate_is_there()
    {
        var written = Entry("anna@contoso.com", "/archive/a.pfx", null);
        var path = await WriteAsync("catalog.csv", written);
        var header = string.Join(';', CatalogFields.All.Select(field => field.Name));
        var row = string.Join(';', CatalogFields.All.Select(field => field.Name switch
        {
            CatalogFields.NotBefore or CatalogFields.NotAfter => "28.11.2026 22:10",
            CatalogFields.SerialNumber or CatalogFields.Thumbprint => "1,2E+30",
            _ => field.Write(written)?.Replace(";", string.Empty, StringComparison.Ordinal),
        }));
        File.WriteAllText(path, header + "\r\n" + row + "\r\n", new UTF8Encoding(true));

        Assert.Equal(Text(written), Text(Assert.Single((await ReadAsync(path))!)));
    }

    [Fact]
    public async Task A_text_that_a_spreadsheet_would_run_is_written_as_text_and_read_as_it_was()
    {
        var odd = Entry("anna@contoso.com", "=cmd|'/c calc'!A1", "@anna@contoso.com") with { Subject = "+1" };
        var path = await WriteAsync("catalog.csv", odd);

        Assert.Contains("\"'=cmd|", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal("@anna@contoso.com", Assert.Single((await ReadAsync(path))!).UserPrincipalName);
    }

    [Theory]
    [InlineData("catalog.csv")]
    [InlineData("catalog.jsonl")]
    public async Task Apostrophes_of_its_own_stay_with_a_text(string name)
    {
        var path = await WriteAsync(name, Entry("anna@contoso.com", "/archive/a.pfx", "'-anna@contoso.com"));

        Assert.Equal("'-anna@contoso.com", Assert.Single((await ReadAsync(path))!).UserPrincipalName);
    }

    [Theory]
    [InlineData("Path,Password\na.pfx,x\n")]
    [InlineData("Path,PasswordFile,Thumbprint,RawData\na.pfx,x,,\n")]
    [InlineData("Path,Thumbprint\na.pfx,\n")]
    [InlineData("Path,Thumbprint,Issuer\na.pfx,,\n")]
    [InlineData("")]
    public async Task A_list_of_files_is_no_catalogue(string text) =>
        Assert.Null(await ReadAsync(_folder.Write("list.csv", text)));

    [Fact]
    public async Task Bad_lines_are_named_and_do_not_stop_the_others()
    {
        var good = Entry("anna@contoso.com", null, null);
        var other = Entry("b@contoso.com", null, null);
        var raw = Convert.ToBase64String(good.RawData!);
        var print = new string('A', 40);
        var path = _folder.Write("catalog.csv", $"""
            Thumbprint,RawData,NotBefore,NotAfter
            {other.Thumbprint},{raw},,
            {good.Thumbprint},AAAA,,
            {good.Thumbprint},{raw},,
            12,,2026-01-01,2027-01-01
            {print},,01/02/2026,2027-01-01
            {print},,2026-01-01,
            {print},,2026-01-01,2027-01-01T00:00:00Z

            """);

        var read = await ReadAsync(path);

        Assert.Equal([good.Thumbprint, print], read!.Select(entry => entry.Thumbprint));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), read![1].NotBefore);
        Assert.Equal(
            ["two certificates", "not one certificate", "40 hexadecimal", "NotBefore is no date", "NotAfter is no date"],
            _errors.Select(error => new[]
            {
                "two certificates", "not one certificate", "40 hexadecimal", "NotBefore is no date", "NotAfter is no date",
            }.Single(part => error.Message.Contains(part, StringComparison.Ordinal))));
        Assert.All(_errors, error => Assert.Equal("CatalogLineInvalid", error.ErrorId));
        Assert.Contains("Line 2 of", _errors[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("signing", "signing", SmimeCertCapability.Signing)]
    [InlineData("3", "7", null)]
    [InlineData("Everything", "+1", null)]
    public async Task What_is_no_value_of_a_fact_is_not_known(string capability, string usage, SmimeCertCapability? expected)
    {
        var path = _folder.Write("catalog.csv", $"""
            Thumbprint,Issuer,SerialNumber,NotBefore,NotAfter,Capability,KeyUsage
            {new string('A', 40)},CN=CA,0B,2026-01-01,2027-01-01,{capability},{usage}

            """);

        var entry = Assert.Single((await ReadAsync(path))!);

        Assert.Equal((expected, null), (entry.Capability, entry.KeyUsage));
    }

    [Fact]
    public async Task A_line_of_JSON_that_was_cut_off_is_named()
    {
        var path = await WriteAsync("catalog.jsonl", Entry("anna@contoso.com", null, null), Entry("b@contoso.com", null, null));
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text[..^20]);

        Assert.Single((await ReadAsync(path))!);
        Assert.Contains("Line 2 of", Assert.Single(_errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"a\":1}")]
    [InlineData("Path,Password")]
    public async Task JSON_Lines_of_something_else_are_refused(string text)
    {
        var path = _folder.Write("other.jsonl", text + "\n");
        var error = await Assert.ThrowsAsync<CatalogException>(() => ReadAsync(path));
        Assert.Equal("CatalogNotRecognized", error.ErrorId);
    }

    [Fact]
    public async Task A_catalogue_that_is_not_there_is_a_path_not_found()
    {
        var path = _folder.Combine("none.jsonl");
        var error = await Assert.ThrowsAsync<CatalogException>(() => ReadAsync(path));
        Assert.Equal("PathNotFound", error.ErrorId);
        Assert.StartsWith($"The catalogue '{path}' does not exist. ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_catalogue_has_no_certificates()
    {
        Assert.Empty((await ReadAsync(await WriteAsync("catalog.csv")))!);
        Assert.Empty((await ReadAsync(await WriteAsync("catalog.jsonl")))!);
    }

    [Theory]
    [InlineData("results.csv")]
    [InlineData("results.jsonl")]
    public async Task A_file_of_results_is_read_as_a_catalogue_each_certificate_once(string name)
    {
        var entry = Entry("anna@contoso.com", "/archive/a.pfx", "anna@contoso.com");
        var path = _folder.Combine(name);
        using (var results = ResultsFile.Open(path))
        {
            results.Append(Result(entry, SmimeImportStatus.Failed));
            results.Append(Result(entry, SmimeImportStatus.Imported));
            results.Append(Result(entry, SmimeImportStatus.Failed) with
            {
                Thumbprint = null,
                NotBefore = null,
                Certificate = null,
            });
        }

        var read = Assert.Single((await ReadAsync(path))!);

        Assert.Empty(_errors);
        Assert.Equal(Text(entry with { Purpose = UserPfxPurpose.SmimeEncryption }, isRaw: false), Text(read, isRaw: false));
    }

    [Theory]
    [InlineData("catalog.txt")]
    [InlineData("catalog")]
    public async Task Another_extension_is_refused(string name)
    {
        var error = await Assert.ThrowsAsync<FileWriteException>(() => WriteAsync(name));
        Assert.Equal("FileFormatUnknown", error.ErrorId);
    }

    [Fact]
    public async Task A_catalogue_is_replaced_only_when_that_is_wanted()
    {
        var path = await WriteAsync("catalog.csv");
        await Assert.ThrowsAsync<FileWriteException>(() => WriteAsync("catalog.csv", Entry("anna@contoso.com", null, null)));
        Assert.Empty((await ReadAsync(path))!);
        await CatalogFile.WriteAsync(path, [Entry("anna@contoso.com", null, null)], overwrite: true, default);
        Assert.Single((await ReadAsync(path))!);
    }

    private static string Text(CatalogEntry entry) => Text(entry, isRaw: true);

    private static string Text(CatalogEntry entry, bool isRaw) => string.Join('|', CatalogFields.All
        .Where(field => isRaw || field.Name != CatalogFields.RawData)
        .Select(field => field.Name + "=" + field.Write(entry)));

    private static CatalogEntry Entry(string address, string? path, string? owner)
    {
        var request = new CertificateRequest($"CN={address}", Key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyAgreement, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(TestPfx.EmailProtection)], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddEmailAddress(address);
        names.AddEmailAddress("second." + address);
        names.AddUserPrincipalName("upn." + address);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(
            request.SubjectName, X509SignatureGenerator.CreateForECDsa(Key), TestPfx.Now.AddYears(-1), TestPfx.Now.AddYears(1),
            Encoding.UTF8.GetBytes(address)[..8]);
        return CatalogEntry.Of(CertificateReader.Read(certificate.RawData), path, owner);
    }

    private static ResultsEntry Result(CatalogEntry entry, SmimeImportStatus status) => new()
    {
        Time = TestPfx.Now,
        RunId = "1f",
        Status = status,
        UserPrincipalName = entry.UserPrincipalName,
        Path = entry.Path,
        Thumbprint = entry.Thumbprint,
        Purpose = UserPfxPurpose.SmimeEncryption,
        Issuer = entry.Issuer,
        SerialNumber = entry.SerialNumber,
        NotBefore = entry.NotBefore,
        NotAfter = entry.NotAfter,
        Certificate = entry,
    };

    private Task<IReadOnlyList<CatalogEntry>?> ReadAsync(string path) =>
        CatalogFile.ReadAsync(path, _errors.Add, CancellationToken.None);

    private async Task<string> WriteAsync(string name, params CatalogEntry[] entries)
    {
        var path = _folder.Combine(name);
        await CatalogFile.WriteAsync(path, entries, overwrite: false, default);
        return path;
    }
}
