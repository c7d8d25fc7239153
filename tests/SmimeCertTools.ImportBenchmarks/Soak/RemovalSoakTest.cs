using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.ImportBenchmarks.Soak;

/// <summary>
/// A removing PowerShell is ended at random moments, killed, interrupted, hung up or terminated, and started again, while the
/// service throttles, fails, resets connections after the deletion took effect, and lists for a while what it deleted. In the
/// end what was removed in the service, what the file of results says was removed, and what the CA is told must be the same,
/// each once.
/// </summary>
public static class RemovalSoakTest
{
    private const double Throttled = 0.08;
    private const double Unavailable = 0.05;
    private const double Reset = 0.10;
    private const double Refused = 0.02;

    /// <summary>What failed for good in one run, or could not be seen, is done by the next.</summary>
    private const int LastRuns = 6;

    private static readonly string[] Signals = OperatingSystem.IsWindows() ? ["KILL"] : ["KILL", "INT", "HUP", "TERM"];

    /// <summary>Runs the test.</summary>
    public static async Task<RemovalSoakReport> RunAsync(RemovalSoakOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var watch = Stopwatch.StartNew();
        var random = new Random(options.Seed);
        await using var tenant = await StartAsync(options);
        var before = AddRecords(tenant, options.Rows);
        options.Started?.Invoke(before);
        using var command = new RemovalCommand(tenant.Host.GraphUri, tenant.Host.IssueToken(), before);
        var ended = new Dictionary<string, int>();
        var starts = 0;
        while (ended.Values.Sum() < options.Kills && starts < options.Kills * 2)
        {
            starts++;

            // Few enough deletions that work is left for the last kill; and then a moment within one or its look-ups.
            var deletions = random.Next(1, Math.Max(2, options.Rows / options.Kills));
            var moment = TimeSpan.FromMilliseconds(random.Next(0, 2) * random.Next(0, 2_500));
            var form = RemovalCommand.Forms[random.Next(RemovalCommand.Forms.Length)];
            var signal = Signals[random.Next(Signals.Length)];
            if (await EndAsync(tenant.Host, command, form, signal, deletions, moment))
            {
                ended[signal] = ended.GetValueOrDefault(signal) + 1;
            }
        }

        // A look-up that is refused fails its row; of many rows some always would.
        tenant.Host.Faults.Clear();
        var isDone = false;
        for (var run = 0; run < LastRuns && !isDone; run++)
        {
            starts++;
            isDone = await command.RunAsync("rows");
        }

        options.BeforeCheck?.Invoke(tenant.Host, command.ResultPath, command.ListPath);
        var check = new RemovalSoakCheck(before);
        var problems = check.Find(tenant.Host.State.UserPfxCertificates.All, command.ResultPath, command.ListPath);
        return new RemovalSoakReport
        {
            Common = new SoakReport
            {
                Kills = ended.Values.Sum(),
                Starts = starts,
                Requests = tenant.Requests + tenant.Parts,
                Throttled = tenant.Refused,
                Unavailable = tenant.AnsweredWith(503),
                Reset = tenant.AnsweredWith(0),
                Elapsed = watch.Elapsed,
                Problems = isDone ? problems : ["no run came to its end with all done", .. problems],
            },
            Signals = ended,
            Begun = check.Entries.Count(entry => RemovalSoakCheck.Text(entry, "Status") == "Removing"),
            Settled = Settled(check),
            Unconfirmed = check.Entries.Count(entry => RemovalSoakCheck.Text(entry, "Status") == "Unconfirmed"),
        };
    }

    private static int Settled(RemovalSoakCheck check)
    {
        var begunBy = new HashSet<(string?, string?)>();
        var settled = 0;
        foreach (var entry in check.Entries)
        {
            var key = (RemovalSoakCheck.Text(entry, "RunId"), RemovalSoakCheck.Text(entry, "RecordId"));
            var status = RemovalSoakCheck.Text(entry, "Status");
            settled += status == "Removed" && !begunBy.Contains(key) ? 1 : 0;
            if (status == "Removing")
            {
                begunBy.Add(key);
            }
        }

        return settled;
    }

    private static async Task<BenchmarkTenant> StartAsync(RemovalSoakOptions options)
    {
        var tenant = await BenchmarkTenant.StartAsync(new SandboxOptions
        {
            Latency = TimeSpan.FromMilliseconds(20),
            LogBodies = false,
            DeletionLag = options.Lag,
            FaultRates = new FaultRates
            {
                Seed = options.Seed,
                WritesOnly = true,
                TooManyRequests = Throttled,
                ServiceUnavailable = Unavailable,
                ResetAfterEffect = Reset,
                ResetBefore = Unavailable,
                RetryAfter = "1",
            },
        });
        var draws = new Random(options.Seed);
        foreach (var (status, rate) in new[] { (429, Throttled), (503, Unavailable), (403, Refused) })
        {
            tenant.Host.Faults.Add(ForReads(draws, status, rate));
        }

        return tenant;
    }

    private static FaultRule ForReads(Random draws, int status, double rate) => new()
    {
        Match = target =>
        {
            lock (draws)
            {
                // A listing of all is the beginning of a command, and would end it.
                return target.Method == "GET" && target.Path.Contains("filter", StringComparison.Ordinal)
                    && draws.NextDouble() < rate;
            }
        },
        Status = status,
        RetryAfter = "1",
        Times = int.MaxValue,
    };

    // Every third user has two certificates.
    private static IReadOnlyList<StoredUserPfx> AddRecords(BenchmarkTenant tenant, int rows)
    {
        var records = tenant.Host.State.UserPfxCertificates;
        tenant.AddRecords(rows - (rows / 4));
        foreach (var record in records.All.Take(rows / 4).ToList())
        {
            var thumbprint = RandomNumberGenerator.GetHexString(40);
            records.TryAdd(record with { Id = $"{record.Id.Split('-')[0]}-{thumbprint}", Thumbprint = thumbprint });
        }

        return records.All;
    }

    /// <summary>Returns false when the command came to its end first.</summary>
    private static async Task<bool> EndAsync(
        SandboxHost host, RemovalCommand command, string form, string signal, int deletions, TimeSpan moment)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = deletions;
        void Count(LoggedRequest request)
        {
            if (request.Method == "DELETE" && Interlocked.Decrement(ref left) == 0)
            {
                reached.TrySetResult();
            }
        }

        host.State.Requests.Logged += Count;
        try
        {
            using var process = command.Start(form);
            var end = process.WaitForExitAsync();
            if (await Task.WhenAny(reached.Task, end) == end)
            {
                return false;
            }

            await Task.WhenAny(Task.Delay(moment), end);
            var isAlive = !process.HasExited;
            if (isAlive)
            {
                await SignalAsync(process, signal);
            }

            await end;
            return isAlive;
        }
        finally
        {
            host.State.Requests.Logged -= Count;
        }
    }

    private static async Task SignalAsync(Process process, string signal)
    {
        if (signal == "KILL")
        {
            process.Kill();
            return;
        }

        try
        {
            await ToolProcess.RunAsync("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        }
        catch (InvalidOperationException) when (process.HasExited)
        {
            // It came to its end in this moment.
        }
    }
}
