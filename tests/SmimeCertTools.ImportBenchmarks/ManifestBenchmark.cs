using System;
using System.IO;
using System.Threading.Tasks;
using SmimeCertTools.ImportBenchmarks.Children;
using SmimeCertTools.Sandbox.Hosting;

namespace SmimeCertTools.ImportBenchmarks;

/// <summary>The memory of a long import against that of one a tenth as long.</summary>
internal static class ManifestBenchmark
{
    private const int Files = 200;
    private const double Megabyte = 1024 * 1024;

    public static async Task<int> RunAsync(TextWriter output)
    {
        var goals = new Goals(output);
        var shorter = await MeasureAsync(goals, output, 10_000);
        var longer = await MeasureAsync(goals, output, 100_000);
        goals.AtMost(
            "peak working set, 100,000 rows against 10,000", (double)longer.PeakWorkingSet / shorter.PeakWorkingSet, 1.25);
        goals.AtMost("peak working set in MB, 100,000 rows", longer.PeakWorkingSet / Megabyte, 300);
        return goals.ExitCode;
    }

    private static async Task<ChildReport> MeasureAsync(Goals goals, TextWriter output, int rows)
    {
        await using var tenant = await BenchmarkTenant.StartAsync(
            new SandboxOptions { LogBodies = false, RequestLogCapacity = 10 });
        tenant.MakeFiles(Files);
        var list = tenant.WriteList("users.csv", rows, rows, Files);
        var report = await ChildProcess.RunAsync(ChildProcess.ImportRole, tenant.Settings(list, 16, "results.jsonl"));
        await output.WriteLineAsync($"{rows} rows, one for each user, {Files} files:");
        goals.AtLeast("records imported", report.Imported, rows);
        goals.Tell("peak working set", report.PeakWorkingSet / Megabyte, "MB");
        goals.Tell("processor time", report.Cpu.TotalMilliseconds / rows, "ms a record");
        goals.Tell("time", report.Elapsed.TotalMilliseconds / rows, "ms a record");
        return report;
    }
}
