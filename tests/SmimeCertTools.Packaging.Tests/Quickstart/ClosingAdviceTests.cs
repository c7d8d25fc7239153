using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Packaging.Tests.Staged;
using SmimeCertTools.Quickstart;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Quickstart;

/// <summary>Whoever types what the quickstart prints at its end, line by line, gets what it promises.</summary>
public sealed class ClosingAdviceTests
{
    [Fact]
    public async Task Every_printed_command_works_from_a_folder_outside_the_checkout()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var folder = new TempFolder();
        var commands = Commands(folder.Path, RealPowerShell.Program);
        var dotnet = commands.Where(command => command.StartsWith("dotnet ", StringComparison.Ordinal)).ToList();
        var typed = commands.Except(dotnet).ToList();
        Assert.Equal(3, dotnet.Count);

        // The first as it stands; the second with any free port, since others use this machine too.
        await ToolProcess.RunAsync("dotnet", Words(dotnet[0]), workingFolder: folder.Path, cancellation: limit.Token);
        using var sandbox = new RunningSandbox([.. Words(dotnet[1]), "--port", "0"], folder.Path);
        var connect = await sandbox.ReadConnectCommandsAsync(limit.Token);

        // The third starts the PowerShell that RealPowerShell starts.
        Assert.Equal([RealPowerShell.Program], Words(dotnet[2]));

        // Import-Module, what the sandbox shows, and the rest.
        List<string> script = ["$ErrorActionPreference = 'Stop'", typed[0], .. connect];
        foreach (var command in typed.Skip(1))
        {
            script.Add($"Write-Output '@@@ {command.Split(' ')[0].Replace("'", "''", StringComparison.Ordinal)}'");
            script.Add(command);
        }

        script.Add(typed.Single(command => command.StartsWith("Import-SmimeUserPfx", StringComparison.Ordinal))
            .Replace(" -WhatIf", " | ForEach-Object { \"really: $($_.Status)\" }", StringComparison.Ordinal));
        var outcome = await RealPowerShell.RunAsync(new PowerShellScript
        {
            Text = string.Join('\n', script),
            WorkingFolder = folder.Path,
            Timeout = TimeSpan.FromMinutes(3),
        }, limit.Token);

        outcome.EnsureSuccess();
        Assert.Empty(outcome.Errors);
        var answers = outcome.Output.Split("@@@ ").Skip(1).ToList();
        Assert.Equal(typed.Count - 1, answers.Count);
        Assert.Contains("What if: ", answers[0], StringComparison.Ordinal);
        Assert.Contains("S/MIME root Windows", answers[0], StringComparison.Ordinal);
        Assert.Contains("What if: ", answers[1], StringComparison.Ordinal);
        Assert.Contains("anna@contoso.com", answers[1], StringComparison.Ordinal);
        Assert.Contains("Connect-SmimeGraph -", answers[2], StringComparison.Ordinal);
        Assert.Contains("really: Imported", answers[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_are_short_in_the_checkout_and_whole_elsewhere_and_quoted_where_they_need_it()
    {
        var root = Path.Combine(Path.GetTempPath(), "a checkout");
        var manifest = Path.Combine(root, "artifacts", "SmimeCertTools.psd1");
        var inside = ClosingAdvice.Create(root, root, manifest, packageShell: null).ToList();
        var outside = ClosingAdvice.Create(Path.Combine(Path.GetTempPath(), "elsewhere"), root, manifest, packageShell: null)
            .ToList();

        Assert.Contains(inside, line => line.EndsWith(
            $"Import-Module .{Path.DirectorySeparatorChar}artifacts{Path.DirectorySeparatorChar}SmimeCertTools.psd1",
            StringComparison.Ordinal));
        Assert.Contains(outside, line => line.EndsWith($"Import-Module \"{manifest}\"", StringComparison.Ordinal));
        var rollout = Path.Combine(root, "docs", "samples", "rollout.ps1");
        Assert.Contains(outside, line => line.Contains($"& \"{rollout}\" -GroupName", StringComparison.Ordinal));
        Assert.DoesNotContain(inside, line => line.Contains("pwsh", StringComparison.Ordinal));
    }

    private static List<string> Commands(string currentFolder, string packageShell) =>
        [.. ClosingAdvice.Create(currentFolder, RepositoryRoot.Path, StagedModule.Manifest, packageShell)
            .Where(line => line.StartsWith(ClosingAdvice.CommandIndent, StringComparison.Ordinal)).Select(line => line.Trim())];

    private static IEnumerable<string> Words(string command) => command.Split(' ').Skip(1).Select(word => word.Trim('"'));
}
