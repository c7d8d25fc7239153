using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using CsvHelper;
using CsvHelper.Configuration;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Reports;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Reports;

public sealed class ReportWriterTests
{
    [Fact]
    public async Task A_page_shows_every_user_certificate_and_finding_escaped()
    {
        var report = ReportSamples.Of(12, ReportSamples.Hostile);
        var page = await TextAsync(report, ReportFormat.Html);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("{{ 7 | times: 7 }}", page, StringComparison.Ordinal);
        Assert.All(report.Users.Skip(2), user => Assert.Contains(user.UserPrincipalName, page, StringComparison.Ordinal));
        Assert.All(report.Users.SelectMany(user => user.Certificates),
            certificate => Assert.Contains(certificate.Thumbprint, page, StringComparison.Ordinal));
        Assert.All(report.FindingGroups, group => Assert.Contains(group.Id, page, StringComparison.Ordinal));
        Assert.Equal(report.Users.Sum(user => user.Gaps.Count), page.Split("<rect class=\"g\"").Length - 2);
    }

    [Fact]
    public async Task A_table_has_the_same_and_no_cell_is_a_formula()
    {
        var report = ReportSamples.Of(12, ReportSamples.Hostile);
        var text = await TextAsync(report, ReportFormat.Csv);
        using var reader = new CsvReader(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture));
        var rows = reader.GetRecords<dynamic>().Select(row => (IDictionary<string, object>)row).ToList();
        Assert.Equal(report.CertificateCount, rows.Count(row => (string)row["Kind"] == "Certificate"));
        Assert.Equal(report.Users.Count, rows.Count(row => (string)row["Kind"] == "User"));
        Assert.Equal(report.Findings.Count, rows.Count(row => (string)row["Kind"] == "Finding"));
        Assert.Equal(report.Users.Sum(user => user.Gaps.Count), rows.Count(row => (string)row["Kind"] == "Gap"));
        Assert.Equal(2, rows.Count(row => (string)row["Kind"] == "Reading"));
        Assert.All(rows.SelectMany(row => row.Values).Cast<string>(), cell => Assert.False(cell.StartsWith('='), cell));
        Assert.Contains(rows, row => ((string)row["UserPrincipalName"]).StartsWith("'=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_has_the_same()
    {
        var report = ReportSamples.Of(12, ReportSamples.Hostile);
        using var json = JsonDocument.Parse(await TextAsync(report, ReportFormat.Json));
        var users = json.RootElement.GetProperty("Users").EnumerateArray().ToList();
        Assert.Equal(report.Users.Select(user => user.UserPrincipalName),
            users.Select(user => user.GetProperty("UserPrincipalName").GetString()));
        Assert.Equal(report.CertificateCount, users.Sum(user => user.GetProperty("Certificates").GetArrayLength()));
        Assert.Equal(report.Findings.Count, json.RootElement.GetProperty("Findings").GetArrayLength());
        Assert.Equal(report.Coverage.Both, json.RootElement.GetProperty("Coverage").GetProperty("Both").GetInt32());
        Assert.Equal("deviceManagement/userPfxCertificates",
            json.RootElement.GetProperty("Origin").GetProperty("Readings")[0].GetProperty("Collection").GetString());
        Assert.Single(json.RootElement.GetProperty("Origin").GetProperty("Unread").EnumerateArray());
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task A_file_gets_its_name_when_it_is_complete_and_replaces_another_only_when_told()
    {
        using var folder = new TempFolder();
        var path = folder.Combine("report.html");
        await ReportWriter.WriteAsync(ReportSamples.Empty(), path, null, overwrite: false, CancellationToken.None);
        var first = await File.ReadAllBytesAsync(path);
        var error = await Assert.ThrowsAsync<FileWriteException>(() => ReportWriter.WriteAsync(
            ReportSamples.Of(1), path, null, overwrite: false, CancellationToken.None));
        Assert.Equal(FileWriteErrorKind.Exists, error.Kind);

        // What fails on the way leaves what was there before, and nothing else.
        var broken = ReportTemplate.Parse("text {{ report.nonsense }}", "own.liquid");
        await Assert.ThrowsAsync<ReportException>(() => ReportWriter.WriteAsync(
            ReportSamples.Of(1), path, broken, overwrite: true, CancellationToken.None));
        Assert.Equal(first, await File.ReadAllBytesAsync(path));
        await ReportWriter.WriteAsync(ReportSamples.Of(1), path, null, overwrite: true, CancellationToken.None);
        Assert.NotEqual(first, await File.ReadAllBytesAsync(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("a.html", ReportFormat.Html)]
    [InlineData("a.HTM", ReportFormat.Html)]
    [InlineData("a.csv", ReportFormat.Csv)]
    [InlineData("a.Json", ReportFormat.Json)]
    public void The_extension_says_the_form(string path, ReportFormat format) => Assert.Equal(format, ReportFormats.Of(path));

    [Theory]
    [InlineData("a.pdf")]
    [InlineData("a")]
    public void Another_extension_is_an_error(string path) => Assert.Equal(
        FileWriteErrorKind.FormatUnknown, Assert.Throws<FileWriteException>(() => ReportFormats.Of(path)).Kind);

    private static async Task<string> TextAsync(Report report, ReportFormat format)
    {
        using var stream = new MemoryStream();
        await ReportWriter.WriteAsync(report, stream, format, null, CancellationToken.None);
        return Encoding.UTF8.GetString(stream.ToArray()).TrimStart('\uFEFF');
    }
}
