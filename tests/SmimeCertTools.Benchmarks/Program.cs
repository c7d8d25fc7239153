using System;
using System.ComponentModel;
using System.Linq;
using System.Threading.Tasks;
using BenchmarkDotNet.Running;

namespace SmimeCertTools.Benchmarks;

/// <summary>Benchmarks of the core; the command is explained in docs/design/pfx.md.</summary>
internal static class Program
{
    private const int Missed = 1;
    private const int Unusable = 2;

    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["open"]:
                try
                {
                    return await OpenComparison.RunAsync(Console.Out) == 0 ? 0 : Missed;
                }
                catch (Win32Exception)
                {
                    await Console.Error.WriteLineAsync("The openssl command makes the files to open, and it is not installed.");
                    return Unusable;
                }

            case ["load", .. { Length: <= 1 } manifest]:
                return await LoadComparison.RunAsync(Console.Out, manifest.FirstOrDefault()) == 0 ? 0 : Missed;

            case ["lists"]:
                return await ImportListBenchmark.RunAsync(Console.Out) == 0 ? 0 : Missed;

            case ["bdn", .. var rest]:
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(rest);
                return 0;

            default:
                await Console.Error.WriteLineAsync(
                    """
                    open              opens files by every way there is, prints times and ratios; exit code 1 when a goal is
                                      missed
                    load [manifest]   imports the staged module, or the one of the manifest, and an empty one in PowerShell,
                                      shows help and reads a file; exit code 1 when the import's goal is missed
                    lists             finds the passwords of 375 files, and tries every password on every file; exit code 1 when
                                      a goal is missed
                    bdn [arguments]   runs BenchmarkDotNet with these arguments, such as: bdn --filter "*PfxReader*" --job short
                    """);
                return Unusable;
        }
    }
}
