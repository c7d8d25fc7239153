using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.ImportBenchmarks.Children;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.Hosting;

namespace SmimeCertTools.ImportBenchmarks;

/// <summary>Three minutes against a service that takes 100 writes in any 20 seconds.</summary>
internal static class ThrottleBenchmark
{
    private const int Writes = 100;
    private const int Rows = 1_100;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(3);

    public static async Task<int> RunAsync(TextWriter output)
    {
        await using var tenant = await BenchmarkTenant.StartAsync(new SandboxOptions
        {
            Latency = TimeSpan.FromMilliseconds(50),
            Throttle = new ThrottleOptions { Writes = Writes, Window = Window },
            LogBodies = false,
        });
        tenant.MakeFiles(50);
        var list = tenant.WriteList("users.csv", Rows, Rows / 4, 50);
        var writes = new ConcurrentQueue<DateTimeOffset>();
        tenant.Host.State.Requests.Logged += request =>
        {
            if (request is { Method: "POST", Status: 201 })
            {
                writes.Enqueue(request.Time);
            }
        };

        var report = await ChildProcess.RunAsync(ChildProcess.ImportRole, tenant.Settings(list, 16));

        var goals = new Goals(output);
        await output.WriteLineAsync($"{Rows} records, {Writes} writes in 20 s granted, -ThrottleLimit 16:");
        goals.AtLeast("records imported", report.Imported, Rows);
        var first = writes.Min();
        var granted = writes.Count(time => time < first + Span);
        goals.Tell("writes granted in three minutes", granted, $"of {Writes * (Span / Window)}");
        goals.AtLeast("percent of the limit", 100.0 * granted / (Writes * (Span / Window)), 95);
        goals.AtMost("percent of requests answered 429", 100.0 * tenant.Refused / (tenant.Requests + tenant.Parts), 2);
        goals.Tell("requests answered 429", tenant.Refused, string.Empty);
        goals.Tell("requests", tenant.Requests, $"and {tenant.Parts} parts of batches");
        return goals.ExitCode;
    }
}
