using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.ImportBenchmarks.Children;
using SmimeCertTools.Sandbox.Hosting;

namespace SmimeCertTools.ImportBenchmarks;

/// <summary>
/// The whole deployment of 10,000 users with 40,000 records looked through, against one listing of all their records in the same
/// PowerShell and service: the report's estate, with the sample deployment's profiles and connectors, and its group with all
/// users in it.
/// </summary>
internal static class DeploymentBenchmark
{
    private const int Users = 10_000;
    private const int Each = 4;
    private const double Megabyte = 1024 * 1024;

    public static async Task<int> RunAsync(TextWriter output)
    {
        var goals = new Goals(output);
        await MeasureAsync(goals, output, TimeSpan.FromMilliseconds(100), 100);
        await MeasureAsync(goals, output, TimeSpan.Zero, 1000);
        return goals.ExitCode;
    }

    private static async Task MeasureAsync(Goals goals, TextWriter output, TimeSpan latency, int pageSize)
    {
        await using var tenant = await BenchmarkTenant.StartAsync(latency, pageSize);
        var sample = SampleDeployment.AddTo(tenant.Host);
        tenant.AddRecords(Users - SamplePeople.Users.Count, Each);
        tenant.Host.State.Groups.SetMembers(
            tenant.Host.State.Groups.All.Single(group => group.DisplayName == SampleDeployment.GroupName).Id,
            tenant.Host.State.Users.All.Select(user => user.Id));
        var report = await ChildProcess.RunAsync(ChildProcess.DeploymentRole, tenant.Settings("unused.csv", 8));
        await output.WriteLineAsync($"{Users} users, {tenant.Host.State.UserPfxCertificates.Count} records, pages of "
            + $"{pageSize}, {latency.TotalMilliseconds} ms latency, the fastest of three rounds:");
        goals.Tell("one listing of all records", report.RivalElapsed.TotalMilliseconds,
            $"ms, {report.RivalCpu.TotalMilliseconds:0} of processor time");
        goals.Tell("the whole deployment", report.Elapsed.TotalMilliseconds,
            $"ms, {report.Cpu.TotalMilliseconds:0} of processor time");
        goals.Tell("peak working set", report.PeakWorkingSet / Megabyte, "MB");
        goals.AtMost("the deployment against the listing", report.Elapsed / report.RivalElapsed, 3);
    }
}
