using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.TestSupport.Shell;
using Xunit;

namespace SmimeCertTools.Tests.Hosting;

public sealed class FanOutCmdletTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task As_many_items_run_as_allowed_and_never_more(int limit)
    {
        var running = 0;
        var most = 0;
        var result = await RunAsync(
            async (cmdlet, number, token) =>
            {
                most = Math.Max(most, ++running);
                await Task.Delay(30, token);
                running--;
                cmdlet.WriteObject(number);
            },
            count: 12,
            limit);

        result.EnsureNoErrors();
        Assert.Equal(limit, most);
        Assert.Equal(Enumerable.Range(0, 12), result.OutputAs<int>().Order());
    }

    [Fact]
    public async Task A_limit_below_one_counts_as_one()
    {
        var result = await RunAsync(
            async (cmdlet, number, _) =>
            {
                await Task.Yield();
                cmdlet.WriteObject(number);
            },
            count: 3,
            limit: 0);

        result.EnsureNoErrors();
        Assert.Equal([0, 1, 2], result.OutputAs<int>());
    }

    [Fact]
    public async Task Items_run_on_the_pipeline_thread_and_what_they_await_side_by_side()
    {
        using var together = new Barrier(3);
        var threads = new HashSet<int>();
        var result = await RunAsync(
            async (_, _, token) =>
            {
                threads.Add(Environment.CurrentManagedThreadId);
                Assert.True(await Task.Factory.StartNew(
                    () => together.SignalAndWait(Patience, token), token, TaskCreationOptions.LongRunning,
                    TaskScheduler.Default));
                threads.Add(Environment.CurrentManagedThreadId);
            },
            count: 3,
            limit: 3);

        result.EnsureNoErrors();
        Assert.Single(threads);
    }

    [Fact]
    public async Task An_item_with_an_error_does_not_stop_the_others()
    {
        var result = await RunAsync(
            async (cmdlet, number, token) =>
            {
                await Task.Delay(5, token);
                if (number == 1)
                {
                    cmdlet.WriteError(new PfxException(PfxErrorKind.Damaged, "Damaged.", "1.pfx"), "1.pfx");
                    return;
                }

                cmdlet.WriteObject(number);
            },
            count: 5,
            limit: 2);

        Assert.Equal(["PfxDamaged"], result.ErrorIds);
        Assert.Equal([0, 2, 3, 4], result.OutputAs<int>().Order());
    }

    [Fact]
    public async Task An_exception_out_of_an_item_cancels_the_others_waits_for_them_and_is_thrown_again()
    {
        var started = 0;
        var ended = 0;
        var result = await RunAsync(
            async (_, number, token) =>
            {
                started++;
                try
                {
                    if (number == 2)
                    {
                        await Task.Yield();
                        throw new TimeZoneNotFoundException("item 2");
                    }

                    await Task.Delay(Timeout.Infinite, token);
                }
                finally
                {
                    await Task.Delay(50, CancellationToken.None);
                    ended++;
                }
            },
            count: 20,
            limit: 3);

        Assert.Equal("item 2", Assert.IsType<TimeZoneNotFoundException>(Assert.Single(result.AllErrors).Exception).Message);
        Assert.Equal(3, started);
        Assert.Equal(3, ended);
    }

    [Fact]
    public async Task After_an_error_of_the_session_items_under_way_still_report_what_they_did()
    {
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var result = await RunAsync(
            async (cmdlet, number, _) =>
            {
                await Task.Yield();
                if (number == 1)
                {
                    failed.SetResult();
                    cmdlet.WriteError(new GraphRequestException(GraphErrorKind.Unauthorized, "The token expired."), number);
                }

                await failed.Task;
                await Task.Delay(50, CancellationToken.None);
                cmdlet.WriteObject(number);
            },
            count: 10,
            limit: 2);

        Assert.Equal(["GraphUnauthorized"], result.ErrorIds);
        Assert.Equal([0], result.OutputAs<int>());
    }

    [Fact]
    public async Task Stopping_cancels_the_items_and_waits_for_them()
    {
        using var stopping = new CancellationTokenSource();
        var started = 0;
        var ended = 0;
        var result = await RunAsync(
            async (_, _, token) =>
            {
                if (++started == 3)
                {
                    stopping.CancelAfter(50);
                }

                try
                {
                    await Task.Delay(Timeout.Infinite, token);
                }
                finally
                {
                    await Task.Delay(100, CancellationToken.None);
                    ended++;
                }
            },
            count: 10,
            limit: 3,
            stopping.Token);

        Assert.True(result.WasStopped);
        Assert.Empty(result.AllErrors);
        Assert.Equal(3, started);
        Assert.Equal(3, ended);
    }

    [Fact]
    public async Task A_failing_command_downstream_leaves_no_item_behind()
    {
        var started = 0;
        var ended = 0;
        await using var shell = await OpenAsync();
        var result = await shell.RunAsync(
            "param($Item) $input | Invoke-FanOutProbe -Item $Item | & { process { throw 'downstream' } }",
            Parameters(async (cmdlet, number, token) =>
            {
                started++;
                try
                {
                    await Task.Delay(number == 0 ? 1 : Timeout.Infinite, token);
                    cmdlet.WriteObject(number);
                }
                finally
                {
                    await Task.Delay(50, CancellationToken.None);
                    ended++;
                }
            }),
            Enumerable.Range(0, 10)).WaitAsync(Patience);

        Assert.Equal("downstream", Assert.Single(result.AllErrors).Exception.Message);
        Assert.Equal(3, started);
        Assert.Equal(3, ended);
    }

    private static Dictionary<string, object?> Parameters(
        Func<InvokeFanOutProbeCommand, int, CancellationToken, Task> item, int limit = 3) =>
        new() { ["Item"] = item, ["Limit"] = limit };

    private static Task<HostedShell> OpenAsync() => HostedShell.OpenAsync(typeof(InvokeFanOutProbeCommand).Assembly.Location);

    private static async Task<ShellResult> RunAsync(
        Func<InvokeFanOutProbeCommand, int, CancellationToken, Task> item,
        int count,
        int limit,
        CancellationToken stopping = default)
    {
        await using var shell = await OpenAsync();
        return await shell.RunAsync(
            "param($Item, $Limit) $input | Invoke-FanOutProbe -Item $Item -ThrottleLimit $Limit",
            Parameters(item, limit),
            Enumerable.Range(0, count),
            stopping).WaitAsync(Patience);
    }
}
