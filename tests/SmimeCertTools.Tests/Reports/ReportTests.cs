using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Reports;
using SmimeCertTools.Tests.Support;
using Xunit;

namespace SmimeCertTools.Tests.Reports;

public sealed class ReportTests
{
    [Fact]
    public async Task A_report_says_who_was_asked_for_what()
    {
        await using var tenant = await TestTenant.StartAsync();
        var thumbprint = tenant.AddPfx("alice.pfx").Thumbprint;
        (await tenant.ImportFileAsync(tenant.Folder.Combine("alice.pfx"))).EnsureNoErrors();
        var written = (await ExportAsync(tenant, "-PassThru")).EnsureNoErrors().OutputAs<SmimeReport>().Single();
        Assert.Equal((1, 1, 1), (written.UserCount, written.CertificateCount, written.EncryptionCount));
        Assert.Empty(written.Unread);
        var page = await File.ReadAllTextAsync(written.Path);
        Assert.Equal(new FileInfo(written.Path).Length, written.Length);
        foreach (var text in new[]
        {
            thumbprint, TestTenant.Alice, tenant.Host.GraphUri.AbsoluteUri, "deviceManagement/userPfxCertificates",
            "deviceManagement/deviceConfigurations", "all users with imported certificates",
        })
        {
            Assert.Contains(text, page, StringComparison.Ordinal);
        }

        // To read is all that it does.
        Assert.Equal(1, tenant.Writes());
    }

    [Fact]
    public async Task What_may_not_be_read_is_a_warning_and_stands_in_the_report()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.AddPfx("alice.pfx");
        (await tenant.ImportFileAsync(tenant.Folder.Combine("alice.pfx"))).EnsureNoErrors();
        tenant.Host.Faults.Add("GET", "deviceManagement/deviceConfigurations", 403, times: 10);
        var result = await ExportAsync(tenant, "-PassThru");
        Assert.Empty(result.ErrorIds);
        Assert.Contains(result.Warnings,
            warning => warning.StartsWith("Certificate and e-mail profiles", StringComparison.Ordinal));
        var written = result.OutputAs<SmimeReport>().Single();
        Assert.Contains("Certificate and e-mail profiles", written.Unread);
        Assert.Contains("Not everything could be read", await File.ReadAllTextAsync(written.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_records_nothing_is_written()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.Faults.Add("GET", "deviceManagement/userPfxCertificates", 403, times: 100);
        var result = await ExportAsync(tenant, "-PassThru");
        Assert.Equal(["GraphForbidden"], result.ErrorIds);
        Assert.False(File.Exists(tenant.Folder.Combine("report.html")));
    }

    [Fact]
    public async Task A_cmdlet_that_is_not_connected_asks_for_it_and_one_with_WhatIf_reads_nothing()
    {
        await using var tenant = await TestTenant.StartAsync();
        var before = tenant.Host.State.Requests.Entries.Count;
        (await ExportAsync(tenant, "-WhatIf")).EnsureNoErrors();
        Assert.Equal(before, tenant.Host.State.Requests.Entries.Count);
        Assert.False(File.Exists(tenant.Folder.Combine("report.html")));
        (await tenant.RunAsync("Disconnect-SmimeGraph")).EnsureNoErrors();
        Assert.Equal(["GraphNotConnected"], (await ExportAsync(tenant, string.Empty)).ErrorIds);
    }

    private static Task<TestSupport.Shell.ShellResult> ExportAsync(TestTenant tenant, string options) => tenant.RunAsync(
        $"param($Path) Export-SmimeReport -Path $Path {options}", new() { ["Path"] = tenant.Folder.Combine("report.html") });
}
