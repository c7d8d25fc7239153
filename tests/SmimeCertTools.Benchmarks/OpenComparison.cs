using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Threading.Tasks;
using Org.BouncyCastle.Security;

namespace SmimeCertTools.Benchmarks;

/// <summary>
/// Measures all rivals on all files on one thread and prints the ratios. The rivals take turns, in an order that rotates, so that
/// what else the machine does meets all of them alike; a run of one after the other cannot promise that. Other work only ever
/// adds time: the first quartile of a rival's turns is its time.
/// </summary>
internal static class OpenComparison
{
    private const int FewestRounds = 15;
    private const int MostRounds = 201;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Batch = TimeSpan.FromMilliseconds(5);

    /// <summary>Returns the number of goals that were missed.</summary>
    public static async Task<int> RunAsync(TextWriter output)
    {
        using var cases = new PfxCases();
        var files = await cases.MakeAsync();
        await output.WriteLineAsync(
            $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, one thread.");
        await output.WriteLineAsync("Milliseconds of processor time to open one file, then their ratios with the goals.");
        await output.WriteLineAsync();
        await output.WriteLineAsync(
            "| File | derivations | PfxReader | LoadPkcs12 | Pkcs12Store | PfxReader / derivations | LoadPkcs12 / PfxReader "
                + "| Pkcs12Store / PfxReader |");
        await output.WriteLineAsync("| --- | --: | --: | --: | --: | --: | --: | --: |");
        var missed = 0;
        foreach (var file in files)
        {
            var times = Measure(file);
            var cells = new List<string> { file.Name };
            cells.AddRange(times.Select(time => time is null ? "-" : Text(time.Value, "0.00")));
            cells.Add(Judge(times[1] / times[0], file.Goals.OverFloor, isCeiling: true, ref missed));
            cells.Add(Judge(times[2] / times[1], file.Goals.OverPlatform, isCeiling: false, ref missed));
            cells.Add(Judge(times[3] / times[1], file.Goals.OverBouncyCastle, isCeiling: false, ref missed));
            await output.WriteLineAsync("| " + string.Join(" | ", cells) + " |");
        }

        await output.WriteLineAsync();
        await output.WriteLineAsync(missed == 0 ? "All goals are reached." : missed + " goals are missed (marked with !).");
        return missed;
    }

    // Milliseconds of one call; null for a rival that cannot open the file.
    private static double?[] Measure(PfxCase file)
    {
        var rivals = Rivals.All;
        var calls = rivals.Select(rival => Prepare(rival.Run, file)).ToArray();
        var times = rivals.Select(_ => new List<double>()).ToArray();
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < FewestRounds || (round < MostRounds && watch.Elapsed < Enough); round++)
        {
            for (var i = 0; i < rivals.Count; i++)
            {
                var index = (i + round) % rivals.Count;
                if (calls[index] > 0)
                {
                    times[index].Add(Time(rivals[index].Run, file, calls[index]));
                }
            }
        }

        return [.. times.Select(FirstQuartile)];
    }

    // Runs until the compiler has optimized it, and returns how many calls make a batch.
    private static int Prepare(Action<PfxCase> run, PfxCase file)
    {
        try
        {
            run(file);
        }
        catch (Exception e) when (e is CryptographicException or IOException or SecurityUtilityException)
        {
            return 0;
        }

        var watch = Stopwatch.StartNew();
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i < 100 && (i < 5 || watch.Elapsed < WarmUp); i++)
        {
            var before = watch.Elapsed;
            run(file);
            var taken = watch.Elapsed - before;
            fastest = taken < fastest ? taken : fastest;
        }

        return Math.Max(1, (int)Math.Ceiling(Batch / fastest));
    }

    private static double Time(Action<PfxCase> run, PfxCase file, int calls)
    {
        var start = Clock();
        for (var i = 0; i < calls; i++)
        {
            run(file);
        }

        return (Clock() - start).TotalMilliseconds / calls;
    }

    // Processor time leaves out the turns of other programs. Windows counts it in steps that are longer than a batch.
    private static TimeSpan Clock() => OperatingSystem.IsWindows()
        ? Stopwatch.GetElapsedTime(0)
        : Environment.CpuUsage.TotalTime;

    private static double? FirstQuartile(List<double> values)
    {
        values.Sort();
        return values.Count == 0 ? null : values[values.Count / 4];
    }

    private static string Judge(double? ratio, double goal, bool isCeiling, ref int missed)
    {
        if (ratio is not { } value)
        {
            return "-";
        }

        if (goal == 0)
        {
            return Text(value, "0.00");
        }

        var isMissed = isCeiling ? value > goal : value < goal;
        missed += isMissed ? 1 : 0;
        return (isMissed ? "! " : string.Empty) + Text(value, "0.00") + (isCeiling ? " (<= " : " (>= ") + Text(goal, "0.0") + ")";
    }

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
