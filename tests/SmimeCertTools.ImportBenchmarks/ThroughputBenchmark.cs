using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.ImportBenchmarks.Children;
using SmimeCertTools.Sandbox.Hosting;

namespace SmimeCertTools.ImportBenchmarks;

/// <summary>An import of 2,000 different files against the way of the earlier scripts, both over 200 ms of latency.</summary>
internal static class ThroughputBenchmark
{
    private const int Rows = 2_000;

    /// <summary>The rival takes as long for the last record as for the first: a part of them tells its pace.</summary>
    private const int RivalRows = 100;

    public static async Task<int> RunAsync(TextWriter output)
    {
        await using var tenant = await BenchmarkTenant.StartAsync(
            new SandboxOptions { Latency = TimeSpan.FromMilliseconds(200), LogBodies = false });
        tenant.MakeFiles(Rows);
        var rivalList = tenant.WriteList("earlier.csv", RivalRows, RivalRows, Rows);
        var list = tenant.WriteList("users.csv", Rows, Rows / 4, Rows);

        var rival = await ChildProcess.RunAsync(ChildProcess.EarlierScriptsRole, tenant.Settings(rivalList, 1));
        foreach (var problem in tenant.Host.State.Requests.Entries.Where(entry => entry.Status >= 400).Take(1))
        {
            await output.WriteLineAsync($"! {problem.Method} {problem.Path}: {problem.Status}, {problem.Diagnostic}");
        }

        var opening = await ChildProcess.RunAsync(ChildProcess.OpenRole, tenant.Settings(list, 1));
        var before = tenant.Host.State.Requests.Entries.Count;
        var sandboxCpu = Environment.CpuUsage.TotalTime;
        var ours = await ChildProcess.RunAsync(ChildProcess.ImportRole, tenant.Settings(list, 32));
        sandboxCpu = Environment.CpuUsage.TotalTime - sandboxCpu;

        var goals = new Goals(output);
        await output.WriteLineAsync(
            $"{Rows} files, 200 ms latency, -ThrottleLimit 32, files written anew, {Environment.ProcessorCount} processors:");
        goals.AtLeast("records imported", ours.Imported, Rows);
        goals.AtLeast("records of the rival", rival.Imported, RivalRows);
        goals.Tell("the earlier scripts' way", rival.Elapsed.TotalMilliseconds / RivalRows, "ms a record");
        goals.Tell("Import-SmimeUserPfx", ours.Elapsed.TotalMilliseconds / Rows, "ms a record, the check of all files included");
        var sent = tenant.Host.State.Requests.Entries.Skip(before).Select(entry => entry.Time).ToList();
        goals.Tell(
            "of that from the first request to the last", (sent.Max() - sent.Min()).TotalMilliseconds / Rows, "ms a record");
        goals.Tell("processor time of the import", ours.Cpu.TotalMilliseconds / Rows, "ms a record");
        goals.Tell("processor time of opening the files alone", opening.Cpu.TotalMilliseconds / Rows, "ms a record");
        goals.AtMost(
            "processor time of the import against opening the files alone",
            ours.Cpu.TotalMilliseconds / opening.Cpu.TotalMilliseconds,
            2.9);
        goals.Tell("processor time of the sandbox", sandboxCpu.TotalMilliseconds / Rows, "ms a record");
        goals.AtLeast(
            "throughput against the earlier scripts' way",
            rival.Elapsed.TotalSeconds / RivalRows / (ours.Elapsed.TotalSeconds / Rows),
            20);
        return goals.ExitCode;
    }
}
