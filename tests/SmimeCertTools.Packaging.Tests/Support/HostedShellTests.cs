using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Shell;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Support;

public sealed class HostedShellTests
{
    private const string Asking =
        "[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param([Parameter(Mandatory)][string] $Name) "
        + "if ($PSCmdlet.ShouldProcess($Name, 'Remove')) { $Name }";

    [Fact]
    public async Task Parameters_and_pipeline_input_reach_the_script()
    {
        await using var shell = await HostedShell.OpenAsync();
        var result = await shell.RunAsync(
            "param($Add) foreach ($i in $input) { $i + $Add }", new Dictionary<string, object?> { ["Add"] = 10 }, new[] { 1, 2 });
        Assert.Equal([11, 12], result.EnsureNoErrors().OutputAs<int>());
    }

    [Fact]
    public async Task Every_stream_is_captured()
    {
        await using var shell = await HostedShell.OpenAsync();
        var result = await shell.RunAsync(
            """
            function Test-Streams {
                [CmdletBinding()] param()
                $PSCmdlet.WriteWarning('warned'); $PSCmdlet.WriteVerbose('detail'); $PSCmdlet.WriteDebug('deep')
                $PSCmdlet.WriteInformation('info', @('tag'))
                $PSCmdlet.WriteProgress([System.Management.Automation.ProgressRecord]::new(1, 'working', 'half'))
                $e = [System.Management.Automation.ErrorRecord]::new(
                    [System.IO.IOException]::new('bad'), 'BadThing', 'ReadError', 'item')
                $PSCmdlet.WriteError($e); 'out'
            }
            Test-Streams -Verbose -Debug -WarningAction Continue
            """);
        Assert.Equal("out", Assert.Single(result.OutputAs<string>()));
        Assert.Equal("BadThing", Assert.Single(result.ErrorIds));
        Assert.Equal("warned", Assert.Single(result.Warnings));
        Assert.Equal("detail", Assert.Single(result.Verbose));
        Assert.Equal("deep", Assert.Single(result.Debug));
        Assert.Equal("info", Assert.Single(result.Information).MessageData);
        Assert.Contains(result.Progress, p => p.Activity == "working");
        Assert.All(
            new[] { "out", "bad", "item", "warned", "detail", "deep", "info", "working" },
            text => Assert.Contains(text, result.AllText(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rendering_shows_tables_at_the_width_and_errors()
    {
        await using var shell = await HostedShell.OpenAsync(new HostedShellOptions { Width = 60 });
        var result = await shell.RenderAsync("[pscustomobject]@{ Name = 'a'; Value = 'b' * 200 }; 1/0");
        var lines = result.HostText.Split('\n');
        Assert.Contains(lines, l => l.StartsWith("Name", StringComparison.Ordinal));
        Assert.All(lines, l => Assert.InRange(l.Length, 0, 60));
        Assert.Contains("divide by zero", result.HostText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Yes", true)]
    [InlineData("No", false)]
    public async Task A_confirmation_is_answered_from_the_script(string answer, bool done)
    {
        await using var shell = await HostedShell.OpenAsync();
        shell.Answers.Choose(answer);
        var result = await shell.RunAsync("function Remove-It { " + Asking + " } Remove-It -Name thing");
        Assert.Equal(done, result.EnsureNoErrors().Output.Count == 1);
        Assert.Contains("thing", Assert.Single(shell.Answers.Asked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_without_an_answer_fails_the_run()
    {
        await using var shell = await HostedShell.OpenAsync();
        var result = await shell.RunAsync("function Remove-It { " + Asking + " } Remove-It -Name thing");
        Assert.NotEmpty(result.AllErrors);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task A_mandatory_parameter_left_out_is_typed_in()
    {
        await using var shell = await HostedShell.OpenAsync();
        shell.Answers.Type("typed").Choose("Yes");
        var result = await shell.RunAsync("function Remove-It { " + Asking + " } Remove-It");
        Assert.Equal("typed", Assert.Single(result.EnsureNoErrors().OutputAs<string>()));
    }

    [Fact]
    public async Task A_terminating_error_is_told_apart()
    {
        await using var shell = await HostedShell.OpenAsync();
        var result = await shell.RunAsync("throw 'the end'");
        Assert.Empty(result.Errors);
        Assert.Equal("the end", result.TerminatingError?.Exception.Message);
    }

    [Fact]
    public async Task Cancelling_stops_the_run()
    {
        await using var shell = await HostedShell.OpenAsync();
        using var stopping = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var clock = Stopwatch.StartNew();
        var result = await shell.RunAsync("1; while ($true) { }", stopping: stopping.Token);
        Assert.True(result.WasStopped);
        Assert.Equal(1, Assert.Single(result.OutputAs<int>()));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Runspaces_do_not_share_variables()
    {
        await using var one = await HostedShell.OpenAsync();
        await using var two = await HostedShell.OpenAsync();
        (await one.RunAsync("$global:x = 1")).EnsureNoErrors();
        Assert.Null((await two.RunAsync("$global:x")).Output.FirstOrDefault());
    }
}
