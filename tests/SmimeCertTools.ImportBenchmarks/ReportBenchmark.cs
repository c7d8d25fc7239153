using System.IO;
using System.Threading.Tasks;
using SmimeCertTools.ImportBenchmarks.Children;
using SmimeCertTools.Sandbox.Hosting;

namespace SmimeCertTools.ImportBenchmarks;

/// <summary>
/// The page of a large tenant against what an administrator would make by hand: the list of records through ConvertTo-Html, in
/// the same service and the same PowerShell. The managed heap of the process cannot grow beyond its limit.
/// </summary>
internal static class ReportBenchmark
{
    private const int Users = 10_000;
    private const int Each = 4;
    private const double Megabyte = 1024 * 1024;
    private const long HeapLimit = 300 * 1024 * 1024;

    public static async Task<int> RunAsync(TextWriter output)
    {
        var goals = new Goals(output);
        await using var tenant = await BenchmarkTenant.StartAsync(new SandboxOptions
        {
            LogBodies = false,
            RequestLogCapacity = 10,
            PageSize = 1000,
        });
        tenant.AddRecords(Users, Each);
        var folder = Directory.CreateTempSubdirectory("smime-report-");
        try
        {
            var page = Path.Combine(folder.FullName, "report.html");
            var report = await ChildProcess.RunAsync(ChildProcess.ReportRole, tenant.Settings(page, 8, null), HeapLimit);
            var rival = await ChildProcess.RunAsync(
                ChildProcess.ReportRole, tenant.Settings(Path.Combine(folder.FullName, "rival.htm"), 8, null));
            await output.WriteLineAsync($"{Users} users, {Users * Each} records:");
            goals.AtLeast("users on the page", report.Imported, Users);
            goals.AtMost("seconds", report.Elapsed.TotalSeconds, 20);
            goals.AtMost("size of the file in MB", new FileInfo(page).Length / Megabyte, 15);
            goals.Tell("heap of the process at the most", HeapLimit / Megabyte, "MB");
            goals.Tell("peak working set", report.PeakWorkingSet / Megabyte, "MB");
            goals.Tell("processor time", report.Cpu.TotalSeconds, "s");
            goals.AtMost("time against ConvertTo-Html of the records alone", report.Elapsed / rival.Elapsed, 2);
            return goals.ExitCode;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
