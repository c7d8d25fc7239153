using System;
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

/// <summary>One run of the selected files, when the first of their tests is asked for.</summary>
internal static class PesterRun
{
    private static IReadOnlyList<string> s_files = [];
    private static Lazy<Task<(PesterReport Report, PowerShellOutcome Outcome)>> s_run = Once();

    /// <summary>Says which files to run.</summary>
    public static void Select(IEnumerable<string> files)
    {
        s_files = [.. files];
        s_run = Once();
    }

    /// <summary>What the run gave of a file.</summary>
    /// <exception cref="InvalidOperationException">It gave nothing of it.</exception>
    public static async Task<(PesterFile File, PesterReport Report, PowerShellOutcome Outcome)> OfAsync(string file)
    {
        var (report, outcome) = await s_run.Value;
        return (report.Files.SingleOrDefault(entry => entry.Name == file)
            ?? throw new InvalidOperationException($"The report has nothing of {file}.\n{outcome.Errors}\n{outcome.Output}"),
            report, outcome);
    }

    private static Lazy<Task<(PesterReport Report, PowerShellOutcome Outcome)>> Once() =>
        new(RunAsync, LazyThreadSafetyMode.ExecutionAndPublication);

    private static async Task<(PesterReport Report, PowerShellOutcome Outcome)> RunAsync()
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
        return await PesterProcess.RunAsync(["-Path", string.Join(',', s_files)], new Dictionary<string, string?>
        {
            ["SMIME_TEST_SAMPLES"] = samples,
            ["SMIME_TEST_SANDBOX"] = sandbox.GraphUri.ToString(),
            ["SMIME_TEST_TOKEN"] = sandbox.IssueToken(),
        });
    }
}
