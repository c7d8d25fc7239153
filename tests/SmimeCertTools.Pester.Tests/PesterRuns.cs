using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.Pester.Tests;

/// <summary>One run of each file, when the first of its tests is asked for, with a sandbox of its own.</summary>
internal static class PesterRuns
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<(PesterFile File, PowerShellOutcome Outcome)>>> s_runs = new();

    /// <summary>The run of a file.</summary>
    /// <exception cref="InvalidOperationException">There is no report of the file.</exception>
    public static Task<(PesterFile File, PowerShellOutcome Outcome)> OfAsync(string file) =>
        s_runs.GetOrAdd(file, name => new(() => RunAsync(name), LazyThreadSafetyMode.ExecutionAndPublication)).Value;

    private static async Task<(PesterFile File, PowerShellOutcome Outcome)> RunAsync(string file)
    {
        using var folder = new TempFolder();
        var samples = folder.Combine("samples");
        SampleFiles.Create(samples, TextWriter.Null);
        var privateKey = Path.Combine(samples, "connector-private.pem");
        using var key = ConnectorKeyPair.FromPem(
            await File.ReadAllTextAsync(privateKey), await File.ReadAllTextAsync(privateKey + ".password"));
        await using var sandbox = await SandboxHost.StartAsync(new SandboxOptions { ConnectorKeys = [key] });
        sandbox.State.Users.Add("anna@contoso.com", "Anna Demo");
        sandbox.State.AddIosApp();
        sandbox.State.AddAndroidApp();
        var (report, outcome) = await PesterProcess.RunAsync(["-Path", file], new Dictionary<string, string?>
        {
            ["SMIME_TEST_SAMPLES"] = samples,
            ["SMIME_TEST_SANDBOX"] = sandbox.GraphUri.ToString(),
            ["SMIME_TEST_TOKEN"] = sandbox.IssueToken(),
        });
        return (report.Files.SingleOrDefault(entry => entry.Name == file)
            ?? throw new InvalidOperationException($"The report has nothing of {file}.\n{outcome.Errors}\n{outcome.Output}"), outcome);
    }
}
