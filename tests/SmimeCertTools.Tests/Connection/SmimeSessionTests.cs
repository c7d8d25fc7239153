using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Connection;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Hosting;
using SmimeCertTools.Tests.Hosting;
using SmimeCertTools.TestSupport.Shell;
using Xunit;

namespace SmimeCertTools.Tests.Connection;

public sealed class SmimeSessionTests(ConnectionFixture fixture) : IClassFixture<ConnectionFixture>
{
    [Fact]
    public async Task Without_a_connection_a_command_says_how_to_connect()
    {
        await using var shell = await ConnectionFixture.OpenAsync();

        var result = await ProbeAsync(shell, _ => Task.CompletedTask);

        var error = Assert.Single(result.AllErrors);
        Assert.Equal(["GraphNotConnected"], result.ErrorIds);
        Assert.Contains("Connect-SmimeGraph", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ConnectionError, error.CategoryInfo.Category);
    }

    [Fact]
    public async Task Each_runspace_has_its_own_connection()
    {
        await using var first = await ConnectionFixture.OpenAsync();
        await using var second = await ConnectionFixture.OpenAsync();

        (await fixture.ConnectAsync(first)).EnsureNoErrors();
        Assert.Equal(["GraphNotConnected"], (await ProbeAsync(second, _ => Task.CompletedTask)).ErrorIds);

        (await fixture.ConnectAsync(second)).EnsureNoErrors();
        (await first.RunAsync("Disconnect-SmimeGraph")).EnsureNoErrors();
        Assert.Empty((await first.RunAsync("Get-SmimeGraphContext")).Output);
        (await ProbeAsync(second, LookUpAsync)).EnsureNoErrors();
    }

    [Fact]
    public async Task Disconnecting_twice_or_asking_without_a_connection_is_no_error()
    {
        await using var shell = await ConnectionFixture.OpenAsync();

        var result = await shell.RunAsync("Disconnect-SmimeGraph; Disconnect-SmimeGraph; Get-SmimeGraphContext");

        result.EnsureNoErrors();
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("Disconnect-SmimeGraph")]
    [InlineData("Connect-SmimeGraph -AccessToken $Token -GraphUri $Uri")]
    [InlineData("Remove-Module SmimeCertTools")]
    public async Task A_connection_ends_when_it_is_left_or_replaced(string ending)
    {
        await using var shell = await ConnectionFixture.OpenAsync();
        (await fixture.ConnectAsync(shell)).EnsureNoErrors();
        var connection = await TakeConnectionAsync(shell);
        using var token = ConnectionFixture.Secure(fixture.Sandbox.IssueToken());

        (await shell.RunAsync(
            "param($Token, $Uri) " + ending,
            new Dictionary<string, object?> { ["Token"] = token, ["Uri"] = fixture.Sandbox.GraphUri })).EnsureNoErrors();

        await AssertEndedAsync(connection);
    }

    [Fact]
    public async Task A_connection_ends_with_its_runspace()
    {
        GraphConnection connection;
        await using (var shell = await ConnectionFixture.OpenAsync())
        {
            (await fixture.ConnectAsync(shell)).EnsureNoErrors();
            connection = await TakeConnectionAsync(shell);
        }

        await AssertEndedAsync(connection);
    }

    [Fact]
    public async Task After_the_module_comes_back_there_is_no_connection()
    {
        await using var shell = await ConnectionFixture.OpenAsync();
        (await fixture.ConnectAsync(shell)).EnsureNoErrors();

        (await shell.RunAsync("Remove-Module SmimeCertTools")).EnsureNoErrors();
        (await shell.ImportAsync(typeof(SmimeGraphContext).Assembly.Location)).EnsureNoErrors();

        Assert.Empty((await shell.RunAsync("Get-SmimeGraphContext")).Output);
    }

    [Fact]
    public async Task A_wait_for_the_service_is_told_in_the_verbose_stream()
    {
        await using var shell = await ConnectionFixture.OpenAsync();
        (await fixture.ConnectAsync(shell)).EnsureNoErrors();
        fixture.Sandbox.Faults.Add("GET", "userPfxCertificates", 429, times: 1, retryAfter: "0.1");

        var result = await ProbeAsync(shell, LookUpAsync, "-Verbose");

        result.EnsureNoErrors();
        Assert.Contains(result.Verbose, line => line.Contains("429", StringComparison.Ordinal));
        Assert.Equal([0], result.OutputAs<int>());
    }

    private static async Task LookUpAsync(InvokeAsyncProbeCommand cmdlet)
    {
        var records = await new UserPfxClient(cmdlet.Connection).ListUserAsync(ConnectionFixture.User, cmdlet.Token);
        cmdlet.WriteObject(records.Count);
    }

    private static async Task<GraphConnection> TakeConnectionAsync(HostedShell shell)
    {
        GraphConnection? connection = null;
        (await ProbeAsync(shell, cmdlet =>
        {
            connection = SmimeSession.Current.Connection;
            return Task.CompletedTask;
        })).EnsureNoErrors();
        return connection!;
    }

    private static Task<ShellResult> ProbeAsync(
        HostedShell shell, Func<InvokeAsyncProbeCommand, Task> process, string more = "") =>
        shell.RunAsync(
            $"param($Process) Invoke-AsyncProbe -Process $Process {more}",
            new Dictionary<string, object?>
            {
                ["Process"] = (Func<InvokeAsyncProbeCommand, Task>)(cmdlet =>
                {
                    _ = cmdlet.Connection;
                    return process(cmdlet);
                }),
            });

    private static Task AssertEndedAsync(GraphConnection connection) =>
        Assert.ThrowsAnyAsync<ObjectDisposedException>(
            () => new UserPfxClient(connection).ListUserAsync(ConnectionFixture.User, CancellationToken.None));
}
