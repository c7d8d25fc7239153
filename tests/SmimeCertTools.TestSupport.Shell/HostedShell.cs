using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.TestSupport.Shell;

/// <summary>
/// One runspace of PowerShell 7 with every cmdlet that comes with it and no others. What the cmdlets under test are given (rows,
/// records, files) is to come from those. One run at a time; use one shell for each runspace wanted.
/// </summary>
public sealed class HostedShell : IAsyncDisposable
{
    private readonly Runspace runspace;
    private readonly CapturingHost host;

    // Read once, when the engine is first used. A test tells nobody which modules it imports.
    static HostedShell() => Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

    private HostedShell(Runspace runspace, CapturingHost host, HostAnswers answers)
    {
        this.runspace = runspace;
        this.host = host;
        Answers = answers;
    }

    /// <summary>What the pretended user answers when asked.</summary>
    public HostAnswers Answers { get; }

    /// <summary>Told, on any thread, of each warning as it comes; null for nobody.</summary>
    public Action? Warned { get; set; }

    /// <summary>The runspace, for what this class does not offer.</summary>
    public Runspace Runspace => runspace;

    /// <summary>Opens a runspace and imports the modules asked for; fails when one of them does not load.</summary>
    public static Task<HostedShell> OpenAsync(params string[] modules) => OpenAsync(new HostedShellOptions { Modules = modules });

    /// <summary>Opens a runspace as <paramref name="options"/> say.</summary>
    public static async Task<HostedShell> OpenAsync(HostedShellOptions options)
    {
        var answers = new HostAnswers();
        var host = new CapturingHost(options.Width, answers);
        // The commands of Utility, Management and Security are built in: half the time of importing those modules.
        var state = InitialSessionState.CreateDefault();
        state.ThrowOnRunspaceOpenError = true;
        foreach (var file in options.FormatFiles)
        {
            state.Formats.Add(new SessionStateFormatEntry(file));
        }

        var runspace = RunspaceFactory.CreateRunspace(options.Host ?? host, state);
        await Task.Run(runspace.Open);
        var shell = new HostedShell(runspace, host, answers);

        // No search of the machine for modules with a command that is not there: what is installed on it decides nothing here.
        (await shell.RunAsync("$global:PSModuleAutoLoadingPreference = 'None'")).EnsureNoErrors();
        foreach (var module in options.Modules)
        {
            (await shell.ImportAsync(module)).EnsureNoErrors();
        }

        return shell;
    }

    /// <summary>Imports a module or an assembly by path; the output is its PSModuleInfo.</summary>
    public Task<ShellResult> ImportAsync(string path) => RunAsync(
        "param($Path) Microsoft.PowerShell.Core\\Import-Module -Name $Path -PassThru -ErrorAction Stop",
        new Dictionary<string, object?> { ["Path"] = path });

    /// <summary>
    /// Runs a script in the global scope. <paramref name="parameters"/> bind to its <c>param(…)</c> block;
    /// <paramref name="input"/> is its <c>$input</c>. Errors are in the result, never thrown. Cancelling
    /// <paramref name="stopping"/> does what Ctrl+C does. With -Debug the engine asks after each warning whether to go on: answer
    /// it, or add -WarningAction Continue.
    /// </summary>
    public Task<ShellResult> RunAsync(
        string script, IReadOnlyDictionary<string, object?>? parameters = null, IEnumerable? input = null,
        CancellationToken stopping = default) =>
        InvokeAsync(script, parameters, input, outDefault: false, stopping);

    /// <summary>
    /// As <see cref="RunAsync"/>, but shows output and errors as a console would: the result's <see cref="ShellResult.HostText"/>
    /// has the formatted text, its Output is empty.
    /// </summary>
    public Task<ShellResult> RenderAsync(
        string script, IReadOnlyDictionary<string, object?>? parameters = null, IEnumerable? input = null,
        CancellationToken stopping = default) =>
        InvokeAsync(script, parameters, input, outDefault: true, stopping);

    /// <summary>The texts that the Tab key would offer at the end of <paramref name="line"/>.</summary>
    public async Task<IReadOnlyList<string>> CompleteAsync(string line)
    {
        using var shell = PowerShell.Create(runspace);
        var completion = await Task.Run(() => CommandCompletion.CompleteInput(line, line.Length, null, shell));
        return [.. completion.CompletionMatches.Select(m => m.CompletionText)];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Task.Run(runspace.Dispose);

    private async Task<ShellResult> InvokeAsync(
        string script, IReadOnlyDictionary<string, object?>? parameters, IEnumerable? input, bool outDefault,
        CancellationToken stopping)
    {
        using var shell = PowerShell.Create(runspace);
        shell.AddScript(script, useLocalScope: false);
        foreach (var (name, value) in parameters ?? new Dictionary<string, object?>())
        {
            shell.AddParameter(name, value);
        }

        if (outDefault)
        {
            shell.AddCommand("Microsoft.PowerShell.Core\\Out-Default");
            shell.Commands.Commands[^1].MergeUnclaimedPreviousCommandResults =
                PipelineResultTypes.Error | PipelineResultTypes.Output;
        }

        // Everything is in the collection before the run begins; a complete collection lets the pipeline end.
        using var source = new PSDataCollection<object?>();
        foreach (var item in input ?? Array.Empty<object>())
        {
            source.Add(item);
        }

        source.Complete();
        using var output = new PSDataCollection<PSObject>();
        ErrorRecord? terminating = null;
        var stopped = false;
        host.TakeText();
        shell.Streams.Warning.DataAdded += (_, _) => Warned?.Invoke();
        try
        {
            var run = shell.InvokeAsync(source, output);
            using var registration = stopping.Register(() => shell.BeginStop(null, null));
            await run;
        }
        catch (PipelineStoppedException)
        {
            stopped = true;
        }
        catch (RuntimeException error)
        {
            terminating = error.ErrorRecord;
        }

        return new ShellResult
        {
            Output = [.. output],
            Errors = [.. shell.Streams.Error],
            TerminatingError = terminating,
            WasStopped = stopped,
            Warnings = [.. shell.Streams.Warning.Select(r => r.Message)],
            Verbose = [.. shell.Streams.Verbose.Select(r => r.Message)],
            Debug = [.. shell.Streams.Debug.Select(r => r.Message)],
            Information = [.. shell.Streams.Information],
            Progress = [.. shell.Streams.Progress],
            HostText = host.TakeText(),
        };
    }
}
