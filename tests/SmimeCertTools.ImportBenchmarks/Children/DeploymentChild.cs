using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Shell;

namespace SmimeCertTools.ImportBenchmarks.Children;

/// <summary>
/// Looks through a deployment with the staged module in PowerShell, and lists its records in between: the fastest of some rounds
/// each, after one that compiles.
/// </summary>
internal static class DeploymentChild
{
    private const int Rounds = 3;
    private const string List = "(Get-SmimeUserPfx).Count";
    private const string Doctor = "(Test-SmimeDeployment).Count";

    public static async Task<int> RunAsync()
    {
        var settings = await ChildProcess.ReadSettingsAsync();
        await using var shell = await HostedShell.OpenAsync(ImportChild.ModuleManifest());
        using var token = new NetworkCredential(string.Empty, settings.Token).SecurePassword;
        (await shell.RunAsync(
            "param($Uri, $Token) Connect-SmimeGraph -GraphUri $Uri -AccessToken $Token -NoVerify",
            new Dictionary<string, object?> { ["Uri"] = settings.GraphUri, ["Token"] = token })).EnsureNoErrors();
        var (listing, looking) = (Cost.Most, Cost.Most);
        for (var round = 0; round <= Rounds; round++)
        {
            var list = await MeasureAsync(shell, List);
            var look = await MeasureAsync(shell, Doctor);
            if (round > 0)
            {
                (listing, looking) = (listing.Least(list), looking.Least(look));
            }
        }

        using var process = Process.GetCurrentProcess();
        ChildProcess.Write(new ChildReport
        {
            Imported = looking.Count,
            Failed = 0,
            Elapsed = looking.Elapsed,
            Cpu = looking.Cpu,
            RivalElapsed = listing.Elapsed,
            RivalCpu = listing.Cpu,
            PeakWorkingSet = process.PeakWorkingSet64,
        });
        return 0;
    }

    private static async Task<Cost> MeasureAsync(HostedShell shell, string script)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var result = await shell.RunAsync(script);
        var cost = new Cost(watch.Elapsed, Environment.CpuUsage.TotalTime - cpu, 0);
        result.EnsureNoErrors();
        var count = (int)result.Output.Single().BaseObject;
        return count > 0 ? cost with { Count = count } : throw new InvalidDataException($"{script} gave nothing.");
    }

    private sealed record Cost(TimeSpan Elapsed, TimeSpan Cpu, int Count)
    {
        public static readonly Cost Most = new(TimeSpan.MaxValue, TimeSpan.MaxValue, 0);

        // Of each measure the round that other work on the machine disturbed least.
        public Cost Least(Cost other) => new(
            Elapsed < other.Elapsed ? Elapsed : other.Elapsed, Cpu < other.Cpu ? Cpu : other.Cpu, other.Count);
    }
}
