using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.ImportBenchmarks.Children;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.Hosting;

namespace SmimeCertTools.ImportBenchmarks.Soak;

/// <summary>
/// An importing process is killed at random moments and started again with the same command, while the service throttles, fails
/// and resets. In the end nothing may be missing or doubled, and the file of results must agree with the service.
/// </summary>
public static class SoakTest
{
    private const double Throttled = 0.10;
    private const double Unavailable = 0.05;
    private const double Reset = 0.05;
    private const int Uploads = 8;
    private const string Results = "results.jsonl";

    /// <summary>
    /// A row that failed for good in one run is done by the next; three runs without a kill are more than it takes.
    /// </summary>
    private const int LastRuns = 3;

    /// <summary>Runs the test.</summary>
    public static async Task<SoakReport> RunAsync(SoakOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var watch = Stopwatch.StartNew();
        var random = new Random(options.Seed);
        await using var tenant = await StartAsync(options);
        var list = tenant.WriteList("users.csv", options.Rows, Math.Max(1, options.Rows / 4), options.Rows);
        var settings = tenant.Settings(list, Uploads, Results);
        var (kills, starts) = (0, 0);
        while (kills < options.Kills && starts < options.Kills * 2)
        {
            starts++;

            // Few enough writes that work is left for the last kill, with those under way; and then a moment within one.
            var writes = random.Next(1, Math.Max(2, options.Rows / options.Kills / 2));
            var moment = TimeSpan.FromMilliseconds(random.Next(0, 60));
            kills += await KillAsync(tenant.Host, settings, writes, moment) ? 1 : 0;
        }

        string? failure = "no run came to an end";
        for (var run = 0; run < LastRuns && failure is not null; run++)
        {
            starts++;
            var report = await ChildProcess.RunAsync(ChildProcess.ImportRole, settings);
            failure = report.Failed == 0 ? null : $"{report.Failed} rows failed in the last run";
        }

        options.BeforeCheck?.Invoke(tenant.Host);
        var problems = SoakCheck.Find(tenant, settings.ResultPath!);
        return new SoakReport
        {
            Kills = kills,
            Starts = starts,
            Requests = tenant.Requests + tenant.Parts,
            Throttled = tenant.Refused,
            Unavailable = tenant.AnsweredWith(503),
            Reset = tenant.AnsweredWith(0),
            Elapsed = watch.Elapsed,
            Problems = failure is null ? problems : [failure, .. problems],
        };
    }

    private static async Task<BenchmarkTenant> StartAsync(SoakOptions options)
    {
        var tenant = await BenchmarkTenant.StartAsync(new SandboxOptions
        {
            Latency = TimeSpan.FromMilliseconds(30),
            LogBodies = false,
            FaultRates = new FaultRates
            {
                Seed = options.Seed,
                WritesOnly = true,
                TooManyRequests = Throttled,
                ServiceUnavailable = Unavailable,
                ResetAfterEffect = Reset,
                RetryAfter = "1",
            },
        });

        // Reads have no effect to lose; they are throttled and fail like writes.
        var draws = new Random(options.Seed);
        tenant.Host.Faults.Add(ForReads(draws, 429, Throttled));
        tenant.Host.Faults.Add(ForReads(draws, 503, Unavailable));
        tenant.MakeFiles(options.Rows);
        return tenant;
    }

    private static FaultRule ForReads(Random draws, int status, double rate) => new()
    {
        Match = target =>
        {
            lock (draws)
            {
                return target.Method == "GET" && draws.NextDouble() < rate;
            }
        },
        Status = status,
        RetryAfter = "1",
        Times = int.MaxValue,
    };

    /// <summary>Returns false when the import came to its end first.</summary>
    private static async Task<bool> KillAsync(SandboxHost host, ChildSettings settings, int writes, TimeSpan moment)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = writes;
        void Count(LoggedRequest request)
        {
            if (request.Method == "POST" && request.Path.EndsWith("userPfxCertificates", StringComparison.Ordinal)
                && Interlocked.Decrement(ref left) == 0)
            {
                reached.TrySetResult();
            }
        }

        host.State.Requests.Logged += Count;
        try
        {
            using var process = await ChildProcess.StartAsync(ChildProcess.ImportRole, settings);
            var end = process.WaitForExitAsync();
            if (await Task.WhenAny(reached.Task, end) == end)
            {
                return false;
            }

            await Task.WhenAny(Task.Delay(moment), end);
            var isAlive = !process.HasExited;
            process.Kill();
            await end;
            return isAlive;
        }
        finally
        {
            host.State.Requests.Logged -= Count;
        }
    }
}
