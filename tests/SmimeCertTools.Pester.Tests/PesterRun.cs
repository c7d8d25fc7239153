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

/// <summary>
/// The selected files, run when the first of their tests is asked for: in two PowerShells side by side, each with a sandbox and
/// sample files of its own.
/// </summary>
internal static class PesterRun
{
    private const int Processes = 2;

    private static Lazy<IReadOnlyDictionary<string, Task<(PesterReport Report, PowerShellOutcome Outcome)>>> s_runs = Once([]);

    /// <summary>Says which files to run.</summary>
    /// <param name="files">Each as often as it has tests to run.</param>
    public static void Select(IEnumerable<string> files) => s_runs = Once(Share(files, Processes));

    /// <summary>What the run gave of a file.</summary>
    /// <exception cref="InvalidOperationException">It gave nothing of it.</exception>
    public static async Task<(PesterFile File, PesterReport Report, PowerShellOutcome Outcome)> OfAsync(string file)
    {
        var (report, outcome) = s_runs.Value.TryGetValue(file, out var run)
            ? await run : throw new InvalidOperationException($"{file} was not selected.");
        return (report.Files.SingleOrDefault(entry => entry.Name == file)
            ?? throw new InvalidOperationException($"The report has nothing of {file}.\n{outcome.Errors}\n{outcome.Output}"),
            report, outcome);
    }

    /// <summary>
    /// Shares files out, so that each part has about as many tests. Within a part they are in order of their names.
    /// </summary>
    /// <param name="files">Each as often as it has tests.</param>
    /// <param name="parts">How many parts at most; none is empty.</param>
    internal static IReadOnlyList<IReadOnlyList<string>> Share(IEnumerable<string> files, int parts)
    {
        var shares = Enumerable.Range(0, parts).Select(_ => (Files: new List<string>(), Tests: new List<int>())).ToList();
        foreach (var file in files.GroupBy(file => file).OrderByDescending(file => file.Count())
            .ThenBy(file => file.Key, StringComparer.Ordinal))
        {
            var (names, tests) = shares.MinBy(share => share.Tests.Sum());
            names.Add(file.Key);
            tests.Add(file.Count());
        }

        return
        [
            .. shares.Where(share => share.Files.Count > 0)
                .Select(share => share.Files.Order(StringComparer.Ordinal).ToList()),
        ];
    }

    private static Lazy<IReadOnlyDictionary<string, Task<(PesterReport Report, PowerShellOutcome Outcome)>>> Once(
        IReadOnlyList<IReadOnlyList<string>> shares) => new(
            () => shares.Select(share => (Files: share, Run: Task.Run(() => RunAsync(share))))
                .SelectMany(share => share.Files.Select(file => (file, share.Run)))
                .ToDictionary(entry => entry.file, entry => entry.Run, StringComparer.Ordinal),
            LazyThreadSafetyMode.ExecutionAndPublication);

    private static async Task<(PesterReport Report, PowerShellOutcome Outcome)> RunAsync(IReadOnlyList<string> files)
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
        return await PesterProcess.RunAsync(["-Path", string.Join(',', files)], new Dictionary<string, string?>
        {
            ["SMIME_TEST_SAMPLES"] = samples,
            ["SMIME_TEST_SANDBOX"] = sandbox.GraphUri.ToString(),
            ["SMIME_TEST_TOKEN"] = sandbox.IssueToken(),
        });
    }
}
