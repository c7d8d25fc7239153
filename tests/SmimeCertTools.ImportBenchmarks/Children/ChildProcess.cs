using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;

namespace SmimeCertTools.ImportBenchmarks.Children;

/// <summary>Runs a part of a benchmark in a process of its own, so that its memory and processor time can be told.</summary>
internal static class ChildProcess
{
    public const string ImportRole = "child-import";
    public const string EarlierScriptsRole = "child-earlier-scripts";
    public const string OpenRole = "child-open";
    public const string ReportRole = "child-report";
    public const string DeploymentRole = "child-deployment";

    /// <summary>Starts this program again in a role.</summary>
    /// <param name="role">The role.</param>
    /// <param name="settings">What it is told.</param>
    /// <param name="heapLimit">How many bytes its managed heap may have; null for no limit.</param>
    public static async Task<Process> StartAsync(string role, ChildSettings settings, long? heapLimit = null)
    {
        // By its assembly: the program may run inside a test host.
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        start.ArgumentList.Add(role);
        if (heapLimit is { } bytes)
        {
            start.Environment["DOTNET_GCHeapHardLimit"] = bytes.ToString("X", CultureInfo.InvariantCulture);
        }

        var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(settings));
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Starts this program again in a role and waits for its report.</summary>
    /// <exception cref="InvalidDataException">The child failed; its own words went to the standard error stream.</exception>
    public static async Task<ChildReport> RunAsync(string role, ChildSettings settings, long? heapLimit = null)
    {
        using var process = await StartAsync(role, settings, heapLimit);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 && JsonSerializer.Deserialize<ChildReport>(output) is { } report
            ? report
            : throw new InvalidDataException($"The process in the role {role} ended with {process.ExitCode}.");
    }

    /// <summary>What the parent said.</summary>
    public static async Task<ChildSettings> ReadSettingsAsync() =>
        JsonSerializer.Deserialize<ChildSettings>(await Console.In.ReadToEndAsync())
            ?? throw new InvalidDataException("There are no settings on the standard input.");

    /// <summary>Tells the parent.</summary>
    public static void Write(ChildReport report) => Console.Out.Write(JsonSerializer.Serialize(report));
}
