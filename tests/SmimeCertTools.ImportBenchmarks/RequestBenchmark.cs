using System.IO;
using System.Threading.Tasks;
using SmimeCertTools.ImportBenchmarks.Children;
using SmimeCertTools.Sandbox.Hosting;

namespace SmimeCertTools.ImportBenchmarks;

/// <summary>How many requests a record costs when nothing is known beforehand.</summary>
internal static class RequestBenchmark
{
    private const int Rows = 1_000;

    public static async Task<int> RunAsync(TextWriter output)
    {
        var goals = new Goals(output);
        foreach (var users in new[] { Rows, Rows / 4 })
        {
            await using var tenant = await BenchmarkTenant.StartAsync(new SandboxOptions { LogBodies = false });
            tenant.MakeFiles(50);
            var list = tenant.WriteList("users.csv", Rows, users, 50);
            var report = await ChildProcess.RunAsync(ChildProcess.ImportRole, tenant.Settings(list, 16));

            await output.WriteLineAsync($"{Rows} records of {users} users, cold:");
            goals.AtLeast("records imported", report.Imported, Rows);
            goals.AtMost("requests a record", (double)tenant.Requests / Rows, 1.1);
            goals.AtMost("requests that the summary does not know of", System.Math.Abs(tenant.Requests - report.Requests), 0);
            goals.Tell("parts of batches", (double)tenant.Parts / Rows, "a record");
        }

        return goals.ExitCode;
    }
}
