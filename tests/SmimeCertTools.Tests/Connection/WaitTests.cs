using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Tests.Hosting;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using Xunit;

namespace SmimeCertTools.Tests.Connection;

/// <summary>What a command says while Graph wants no requests.</summary>
public sealed class WaitTests
{
    [Theory]
    [InlineData("Get-SmimeProfile")]
    [InlineData("Get-SmimeUserPfx -UserPrincipalName alice@contoso.com")]
    [InlineData("Get-UserCertHistory -UserPrincipalName alice@contoso.com")]
    [InlineData("Get-CertificateConnector")]
    public async Task After_a_wait_that_is_too_long_the_next_command_fails_at_once_and_says_until_when(string command)
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.Faults.Add("*", "beta", 429, retryAfter: "600");
        Assert.Contains("GraphThrottled", (await tenant.RunAsync("Get-SmimeProfile")).ErrorIds);
        tenant.Host.State.Requests.Clear();

        var result = await tenant.RunAsync(command);

        Assert.Equal("GraphThrottled", result.ErrorIds.Distinct().Single());
        Assert.Matches(@"to wait (5\d\d|600)(\.\d)? s, until \d\d:\d\d:\d\d\. Try again then", Text(result));
        Assert.Empty(tenant.Host.State.Requests.Entries);
    }

    [Theory]
    [InlineData("Get-SmimeProfile")]
    [InlineData("Remove-SmimeUserPfx alice@contoso.com -All -Confirm:$false")]
    public async Task A_wait_that_another_command_was_asked_for_is_told_and_can_be_stopped(string command)
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.Faults.Add("GET", "deviceConfigurations", 429, retryAfter: "240");
        using (var stopping = new CancellationTokenSource())
        {
            await StopAtFirstWarningAsync(tenant, "Get-SmimeProfile", stopping);
        }

        tenant.Host.State.Requests.Clear();
        using var stop = new CancellationTokenSource();
        var warnings = await StopAtFirstWarningAsync(tenant, command, stop);

        Assert.Matches(
            @"^Graph asked to wait \(429, too many requests\); the next request is sent in 2\d\d([.,]\d)? s, at [\d:]{8}\.$",
            Assert.Single(warnings));
        Assert.Empty(tenant.Host.State.Requests.Entries);
    }

    [Fact]
    public async Task A_wait_is_counted_down_by_a_bar_that_goes_away()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.Faults.Add("GET", "deviceConfigurations", 429, retryAfter: "3");

        var result = await tenant.RunAsync("Get-SmimeProfile");

        result.EnsureNoErrors();
        var bars = result.Progress.Where(record => record.Activity == "Waiting for Microsoft Graph").ToList();
        Assert.Equal(3, bars[0].SecondsRemaining);
        Assert.Equal("throttled by the service (429)", bars[0].StatusDescription);
        Assert.Contains(bars, record => record.SecondsRemaining is 1 or 2);
        Assert.Equal(System.Management.Automation.ProgressRecordType.Completed, bars[^1].RecordType);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public async Task An_import_waits_for_what_a_command_that_asks_once_does_not_wait_for()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("alice.pfx");
        tenant.Host.Faults.Add("POST", TestTenant.RecordsPath, 429, retryAfter: "600");
        using var stopping = new CancellationTokenSource();

        var warnings = await StopAtFirstWarningAsync(
            tenant, "Import-SmimeUserPfx $Path -UserPrincipalName alice@contoso.com -Password $Password -PublicKeyPath $Key",
            stopping, path);

        Assert.StartsWith("Graph answered 429; sending again in 600 s, at ", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Empty(tenant.Records);
    }

    [Theory]
    [InlineData("30, 31.5, 33, 30.2, 34.9, 32, 30, 36", 1)]
    [InlineData("30, 31.5, 120, 121", 2)]
    [InlineData("3, 4, 5", 0)]
    public async Task Requests_that_wait_together_are_one_warning(string seconds, int warnings)
    {
        await using var shell = await HostedShell.OpenAsync(typeof(ShowWaitProbeCommand).Assembly.Location);

        var result = await shell.RunAsync($"Show-WaitProbe -Seconds {seconds}");

        Assert.Equal(warnings, result.EnsureNoErrors().Warnings.Count);
    }

    private static string Text(ShellResult result) =>
        result.AllErrors[0].ErrorDetails?.Message ?? result.AllErrors[0].Exception.Message;

    private static async Task<string[]> StopAtFirstWarningAsync(
        TestTenant tenant, string command, CancellationTokenSource stopping, string? path = null)
    {
        tenant.Shell.Warned = stopping.Cancel;
        var run = tenant.RunAsync(
            $"param($Path, $Key, $Password) {command}",
            new()
            {
                ["Path"] = path,
                ["Key"] = tenant.KeyPath,
                ["Password"] = TestTenant.Secure(tenant.Password),
            },
            stopping: stopping.Token);
        var result = await run;
        Assert.True(result.WasStopped);
        return [.. result.Warnings];
    }
}
