using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Reflection;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Shell;

namespace SmimeCertTools.ImportBenchmarks.Children;

/// <summary>Imports a list with the staged module in PowerShell, as an administrator would.</summary>
internal static class ImportChild
{
    // Results are looked at and let go; the summary is what is left.
    private const string Script = """
        param($Manifest, $Key, $Limit, $More)
        Import-SmimeUserPfx -ManifestPath $Manifest -PublicKeyPath $Key -ThrottleLimit $Limit -Detailed -Quiet `
            -SummaryVariable summary @More | Out-Null
        $summary
        """;

    public static async Task<int> RunAsync()
    {
        var settings = await ChildProcess.ReadSettingsAsync();
        await using var shell = await HostedShell.OpenAsync(ModuleManifest());
        using var token = new NetworkCredential(string.Empty, settings.Token).SecurePassword;
        (await shell.RunAsync(
            "param($Uri, $Token) Connect-SmimeGraph -GraphUri $Uri -AccessToken $Token -NoVerify",
            new Dictionary<string, object?> { ["Uri"] = settings.GraphUri, ["Token"] = token })).EnsureNoErrors();

        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var result = await shell.RunAsync(Script, new Dictionary<string, object?>
        {
            ["Manifest"] = settings.ManifestPath,
            ["Key"] = settings.PublicKeyPath,
            ["Limit"] = settings.ThrottleLimit,
            ["More"] = settings.ResultPath is { } path
                ? new System.Collections.Hashtable { ["ResultPath"] = path }
                : new System.Collections.Hashtable(),
        });
        var elapsed = watch.Elapsed;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        foreach (var error in result.Errors.Take(5))
        {
            await Console.Error.WriteLineAsync(error.ToString());
        }

        if (result.TerminatingError is { } terminating)
        {
            await Console.Error.WriteLineAsync(terminating.ToString());
            return 1;
        }

        dynamic summary = result.Output.Single().BaseObject;
        using var process = Process.GetCurrentProcess();
        ChildProcess.Write(new ChildReport
        {
            Imported = summary.Imported,
            Failed = summary.Failed + summary.NotAttempted,
            Elapsed = elapsed,
            Cpu = cpu,
            PeakWorkingSet = process.PeakWorkingSet64,
            Requests = summary.Requests,
        });
        return 0;
    }

    public static string ModuleManifest() => Path.Combine(
        typeof(ImportChild).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ModuleFolder").Value!,
        "SmimeCertTools.psd1");
}
