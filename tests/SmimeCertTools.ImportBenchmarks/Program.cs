using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.ImportBenchmarks.Children;
using SmimeCertTools.ImportBenchmarks.Soak;

namespace SmimeCertTools.ImportBenchmarks;

/// <summary>Benchmarks of bulk imports against the sandbox; the commands are explained in docs/design/bulk.md.</summary>
internal static class Program
{
    private const int Unusable = 2;

    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["import"]:
                return await ThroughputBenchmark.RunAsync(Console.Out);
            case ["requests"]:
                return await RequestBenchmark.RunAsync(Console.Out);
            case ["throttle"]:
                return await ThrottleBenchmark.RunAsync(Console.Out);
            case ["lookups"]:
                return await LookupBenchmark.RunAsync(Console.Out);
            case ["report"]:
                return await ReportBenchmark.RunAsync(Console.Out);
            case ["deployment"]:
                return await DeploymentBenchmark.RunAsync(Console.Out);
            case ["manifest"]:
                return await ManifestBenchmark.RunAsync(Console.Out);
            case ["soak", .. var numbers]:
                return await SoakAsync(numbers);
            case ["removalsoak", .. var numbers]:
                return await RemovalSoakAsync(numbers);
            case [ChildProcess.ImportRole]:
                return await ImportChild.RunAsync();
            case [ChildProcess.EarlierScriptsRole]:
                return await EarlierScriptsChild.RunAsync();
            case [ChildProcess.ReportRole]:
                return await ReportChild.RunAsync();
            case [ChildProcess.DeploymentRole]:
                return await DeploymentChild.RunAsync();
            case [ChildProcess.OpenRole]:
                return await OpenChild.RunAsync();
            default:
                await Console.Error.WriteLineAsync(
                    """
                    import     throughput against the way of the earlier scripts, both at 200 ms latency (about a minute)
                    requests   requests for each record of a cold import
                    throttle   three minutes against a service that takes 100 writes in 20 s
                    report     the page of 10,000 users with 40,000 records, on a heap of 300 MB
                    lookups    histories of 300 users against one listing of all their records
                    deployment Test-SmimeDeployment of 10,000 users against one listing of all their records
                    manifest   memory of an import of 100,000 rows against one of 10,000 (about a quarter of an hour)
                    soak [kills [rows [seed]]]
                               kills an importing process again and again (50 times, 500 rows, a seed by chance unless said)
                    removalsoak [kills [rows [seed]]]
                               ends a removing PowerShell again and again (50 times, 400 records, a seed by chance unless said)
                    The exit code is 1 when a goal is missed.
                    """);
                return Unusable;
        }
    }

    private static int Number(string[] numbers, int place, int other) => place < numbers.Length
        ? int.Parse(numbers[place], CultureInfo.InvariantCulture)
        : other;

    private static async Task<int> SoakAsync(string[] numbers)
    {
        var options = new SoakOptions
        {
            Kills = Number(numbers, 0, 50),
            Rows = Number(numbers, 1, 500),
            Seed = Number(numbers, 2, Random.Shared.Next(1, 1_000_000)),
        };
        Console.WriteLine($"{options.Rows} rows, {options.Kills} kills, seed {options.Seed}:");
        var report = await SoakTest.RunAsync(options);
        return Tell(report, options.Kills, "every row is one record that opens, and the results agree");
    }

    private static async Task<int> RemovalSoakAsync(string[] numbers)
    {
        var options = new RemovalSoakOptions
        {
            Kills = Number(numbers, 0, 50),
            Rows = Number(numbers, 1, 400),
            Seed = Number(numbers, 2, Random.Shared.Next(1, 1_000_000)),
        };
        Console.WriteLine($"{options.Rows} records, {options.Kills} kills, seed {options.Seed}:");
        var report = await RemovalSoakTest.RunAsync(options);
        Console.WriteLine("  " + string.Join(", ", report.Signals.Select(signal => $"{signal.Value} by {signal.Key}"))
            + $"; {report.Begun} deletions begun, {report.Unconfirmed} unconfirmed, {report.Settled} settled by another run");
        return Tell(report.Common, options.Kills, "what was removed, what the results say and what the CA is told are the same");
    }

    private static int Tell(SoakReport report, int kills, string success)
    {
        Console.WriteLine($"  killed {report.Kills} times, started {report.Starts} times, {report.Elapsed.TotalSeconds:0} s");
        Console.WriteLine($"  {report.Requests} requests: {report.Throttled} answered 429, {report.Unavailable} answered 503, "
            + $"{report.Reset} reset");
        foreach (var problem in report.Problems)
        {
            Console.WriteLine("! " + problem);
        }

        Console.WriteLine(report.Problems.Count == 0 ? "  " + success : "! failed");
        return report.Problems.Count == 0 && report.Kills == kills ? 0 : 1;
    }
}
