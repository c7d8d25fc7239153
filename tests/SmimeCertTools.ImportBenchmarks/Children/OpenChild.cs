using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Threading.Tasks;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.ImportBenchmarks.Children;

/// <summary>The least that an import has to do with a file: read it, open it, and prove its keys; nothing else.</summary>
internal static class OpenChild
{
    public static Task<int> RunAsync()
    {
        // The core as users get it, from the staged module.
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Directory.EnumerateFiles(
                Path.GetDirectoryName(ImportChild.ModuleManifest())!, name.Name + ".dll", SearchOption.AllDirectories)
                .FirstOrDefault(path => !path.Contains("desktop", StringComparison.Ordinal)) is { } path
                ? context.LoadFromAssemblyPath(path)
                : null;
        return MeasureAsync();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<int> MeasureAsync()
    {
        var settings = await ChildProcess.ReadSettingsAsync();
        var folder = Path.GetDirectoryName(settings.ManifestPath)!;
        var rows = (await File.ReadAllLinesAsync(settings.ManifestPath)).Skip(1).Select(line => line.Split(',')).ToList();
        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var opened = 0;
        await Parallel.ForEachAsync(rows, async (row, cancellation) =>
        {
            var path = Path.Combine(folder, row[1]);
            var content = await PfxFile.ReadAsync(path, cancellationToken: cancellation);
            using var password = SecretText.Copy(row[2]);
            using var contents = PfxReader.Open(content, password);
            System.Threading.Interlocked.Add(ref opened, contents.KeyPairs.Count);
        });
        using var process = Process.GetCurrentProcess();
        ChildProcess.Write(new ChildReport
        {
            Imported = opened,
            Failed = rows.Count - opened,
            Elapsed = watch.Elapsed,
            Cpu = Environment.CpuUsage.TotalTime - cpu,
            PeakWorkingSet = process.PeakWorkingSet64,
        });
        return 0;
    }
}
