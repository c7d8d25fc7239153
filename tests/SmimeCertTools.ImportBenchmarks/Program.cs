using System;
using System.Threading.Tasks;
using SmimeCertTools.ImportBenchmarks.Children;

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
            case ["manifest"]:
                return await ManifestBenchmark.RunAsync(Console.Out);
            case [ChildProcess.ImportRole]:
                return await ImportChild.RunAsync();
            case [ChildProcess.EarlierScriptsRole]:
                return await EarlierScriptsChild.RunAsync();
            default:
                await Console.Error.WriteLineAsync(
                    """
                    import     throughput against the way of the earlier scripts, both at 200 ms latency (about a minute)
                    requests   requests for each record of a cold import
                    throttle   three minutes against a service that takes 100 writes in 20 s
                    manifest   memory of an import of 100,000 rows against one of 10,000 (about a quarter of an hour)
                    The exit code is 1 when a goal is missed.
                    """);
                return Unusable;
        }
    }
}
