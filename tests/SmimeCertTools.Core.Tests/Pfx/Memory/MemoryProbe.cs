using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Tests.Pfx.Memory;

/// <summary>A file to open in a process of its own; the password is null for none.</summary>
internal sealed record ProbeInput(string Name, string Path, string? Password);

/// <summary>What came of it: the outcome, the most memory over the process's before it, and the time.</summary>
internal sealed record ProbeResult(string Name, string Outcome, long PeakBytes, double Milliseconds);

/// <summary>
/// Opens files one after the other and asks the operating system how large the process grew; run as a process of its own, because
/// the memory of a test host is that of everything that runs in it.
/// </summary>
internal static class MemoryProbe
{
    /// <summary>
    /// Opens what a list in JSON names, the first file being one that anybody might have; what that one costs (code, libraries)
    /// is the baseline and no result.
    /// </summary>
    public static void Run(string listPath, TextWriter output)
    {
        var inputs = JsonSerializer.Deserialize<List<ProbeInput>>(File.ReadAllText(listPath))!;
        for (var i = 0; i < 20; i++)
        {
            Open(inputs[0]);
        }

        foreach (var input in inputs.Skip(1))
        {
            output.WriteLine(JsonSerializer.Serialize(Measure(input)));
        }
    }

    private static ProbeResult Measure(ProbeInput input)
    {
        // What one file left behind is not the next one's.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        ResetPeak();
        using var process = Process.GetCurrentProcess();
        var before = process.WorkingSet64;
        var watch = Stopwatch.StartNew();
        var outcome = Open(input);
        process.Refresh();
        return new(input.Name, outcome, process.PeakWorkingSet64 - before, watch.Elapsed.TotalMilliseconds);
    }

    // Linux forgets a process's peak on request. Elsewhere the peak is that of all files so far, which is no less strict.
    private static void ResetPeak()
    {
        if (OperatingSystem.IsLinux())
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
    }

    private static string Open(ProbeInput input)
    {
        var content = File.ReadAllBytes(input.Path);
        using var password = input.Password is null ? SecretText.Absent() : SecretText.Copy(input.Password);
        try
        {
            using var contents = PfxReader.Open(content, password);
            return "opened: " + contents.Certificates.Count + " certificates, " + contents.KeyPairs.Count + " key pairs";
        }
        catch (PfxException e)
        {
            return e.Kind.ToString();
        }
    }
}
