using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.TestSupport.Shell;
using Xunit;

namespace SmimeCertTools.Tests.Hosting;

public sealed class AsyncCmdletTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Code_after_an_await_runs_on_the_pipeline_thread()
    {
        var result = await RunAsync(async cmdlet =>
        {
            cmdlet.WriteObject(Environment.CurrentManagedThreadId);
            cmdlet.WriteObject(await Task.Run(() => -Environment.CurrentManagedThreadId));
            cmdlet.WriteObject(Environment.CurrentManagedThreadId);
            await Task.Delay(20, cmdlet.Token);
            cmdlet.WriteVerbose("after");
            cmdlet.WriteObject(Environment.CurrentManagedThreadId);
        });

        result.EnsureNoErrors();
        var threads = result.OutputAs<int>();
        Assert.Equal(4, threads.Count);
        Assert.Equal(threads[0], threads[2]);
        Assert.Equal(threads[0], threads[3]);
        Assert.NotEqual(threads[0], -threads[1]);
    }

    [Fact]
    public async Task Reports_of_progress_arrive_on_the_pipeline_thread_before_the_end()
    {
        var threads = new List<int>();
        var result = await RunAsync(async cmdlet =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            IProgress<int> progress = new Progress<int>(percent =>
            {
                threads.Add(Environment.CurrentManagedThreadId);
                cmdlet.WriteProgress(new ProgressRecord(1, "Probe", "Working") { PercentComplete = percent });
            });
            await Task.Run(() =>
            {
                progress.Report(40);
                progress.Report(80);
            });
        });

        result.EnsureNoErrors();
        Assert.Contains(result.Progress, record => record.PercentComplete == 40);
        Assert.Contains(result.Progress, record => record.PercentComplete == 80);
        Assert.Equal(3, threads.Count);
        Assert.Single(threads.Distinct());
    }

    [Fact]
    public async Task Stopping_during_an_await_ends_the_run_as_stopped_and_only_after_the_work()
    {
        using var stopping = new CancellationTokenSource();
        var ended = false;
        var result = await RunAsync(
            async cmdlet =>
            {
                try
                {
                    stopping.CancelAfter(50);
                    await Task.Delay(Timeout.Infinite, cmdlet.Token);
                }
                finally
                {
                    await Task.Delay(200, CancellationToken.None);
                    ended = true;
                }
            },
            stopping.Token);

        Assert.True(result.WasStopped);
        Assert.True(ended);
        Assert.Empty(result.AllErrors);
    }

    [Fact]
    public async Task A_cancellation_without_a_stop_is_an_error()
    {
        var result = await RunAsync(_ => Task.FromCanceled(new CancellationToken(canceled: true)));

        Assert.False(result.WasStopped);
        Assert.IsType<TaskCanceledException>(Assert.Single(result.AllErrors).Exception, exactMatch: false);
    }

    [Fact]
    public async Task An_exception_keeps_its_type_and_its_stack()
    {
        var result = await RunAsync(async _ =>
        {
            await Task.Yield();
            ThrowFromHere();
        });

        var error = Assert.IsType<TimeZoneNotFoundException>(Assert.Single(result.AllErrors).Exception);
        Assert.Contains(nameof(ThrowFromHere), error.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_typed_error_that_leaves_a_block_is_a_terminating_error_with_its_id()
    {
        var result = await RunAsync(_ => throw new PfxException(PfxErrorKind.Damaged, "'a.pfx' is damaged.", "a.pfx"));

        var error = Assert.Single(result.AllErrors);
        Assert.Equal("PfxDamaged,SmimeCertTools.Tests.Hosting.InvokeAsyncProbeCommand", error.FullyQualifiedErrorId);
        Assert.Equal("a.pfx", error.TargetObject);
    }

    [Fact]
    public async Task A_callback_that_throws_ends_the_work_and_is_reported()
    {
        var ended = false;
        var result = await RunAsync(async cmdlet =>
        {
            IProgress<int> progress = new Progress<int>(_ => throw new TimeZoneNotFoundException("callback"));
            progress.Report(1);
            try
            {
                await Task.Delay(Timeout.Infinite, cmdlet.Token);
            }
            finally
            {
                ended = true;
            }
        });

        Assert.True(ended);
        Assert.Equal("callback", Assert.IsType<TimeZoneNotFoundException>(Assert.Single(result.AllErrors).Exception).Message);
    }

    [Fact]
    public async Task A_command_downstream_may_block_on_asynchronous_code()
    {
        var blocked = 0;
        void Block()
        {
            static async Task WaitAsync() => await Task.Delay(10);
            WaitAsync().GetAwaiter().GetResult();
            blocked++;
        }

        await using var shell = await OpenAsync();
        var run = shell.RunAsync(
            "param($Process, $Block) Invoke-AsyncProbe -Process $Process | & { process { $Block.Invoke() } }",
            new Dictionary<string, object?>
            {
                ["Process"] = (Func<InvokeAsyncProbeCommand, Task>)(async cmdlet =>
                {
                    await Task.Yield();
                    cmdlet.WriteObject(1);
                    cmdlet.WriteObject(new[] { 2, 3 }, enumerateCollection: true);
                }),
                ["Block"] = (Action)Block,
            });

        (await run.WaitAsync(Patience)).EnsureNoErrors();
        Assert.Equal(3, blocked);
    }

    [Fact]
    public async Task An_item_error_names_the_item_and_lets_the_block_go_on()
    {
        var result = await RunAsync(async cmdlet =>
        {
            await Task.Yield();
            cmdlet.WriteError(new PfxException(PfxErrorKind.PasswordIncorrect, "Wrong password.", "/full/a.pfx"), "a.pfx");
            cmdlet.WriteObject("on");
        });

        Assert.Equal(["PfxPasswordIncorrect"], result.ErrorIds);
        Assert.Equal("a.pfx", result.Errors[0].TargetObject);
        Assert.Equal(["on"], result.OutputAs<string>());
    }

    [Fact]
    public async Task An_error_of_the_session_ends_the_cmdlet()
    {
        var result = await RunAsync(cmdlet =>
        {
            cmdlet.WriteError(new GraphRequestException(GraphErrorKind.Unauthorized, "The token expired."), "anna@contoso.com");
            cmdlet.WriteObject("on");
            return Task.CompletedTask;
        });

        Assert.Equal(["GraphUnauthorized"], result.ErrorIds);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task A_message_to_a_person_is_shown_from_any_thread_whatever_the_preferences()
    {
        await using var shell = await OpenAsync();
        var result = await shell.RenderAsync(
            "param($Process) $InformationPreference = $WarningPreference = 'SilentlyContinue'; "
            + "Invoke-AsyncProbe -Process $Process",
            new Dictionary<string, object?>
            {
                ["Process"] = (Func<InvokeAsyncProbeCommand, Task>)(async cmdlet =>
                {
                    var show = cmdlet.PersonalMessage;
                    await Task.Run(() => show("Enter the code ABCD-1234."));
                }),
            }).WaitAsync(Patience);

        result.EnsureNoErrors();
        Assert.Contains("Enter the code ABCD-1234.", result.HostText, StringComparison.Ordinal);
    }

    private static void ThrowFromHere() => throw new TimeZoneNotFoundException("here");

    private static Task<HostedShell> OpenAsync() => HostedShell.OpenAsync(typeof(InvokeAsyncProbeCommand).Assembly.Location);

    private static async Task<ShellResult> RunAsync(
        Func<InvokeAsyncProbeCommand, Task> process, CancellationToken stopping = default)
    {
        await using var shell = await OpenAsync();
        return await shell.RunAsync(
            "param($Process) Invoke-AsyncProbe -Process $Process",
            new Dictionary<string, object?> { ["Process"] = process },
            stopping: stopping).WaitAsync(Patience);
    }
}
