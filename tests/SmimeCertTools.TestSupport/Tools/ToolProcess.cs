using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.TestSupport.Tools;

/// <summary>Runs a program of the machine to its end.</summary>
public static class ToolProcess
{
    /// <summary>Runs <paramref name="tool"/> and returns its standard output.</summary>
    /// <param name="tool">The program's name, as on the PATH.</param>
    /// <param name="arguments">Its arguments. Passwords do not belong here: other users of the machine could read them.</param>
    /// <param name="input">Its standard input; empty when null.</param>
    /// <param name="environment">Variables besides those of this process.</param>
    /// <param name="workingFolder">Its folder; the folder for temporary files when null.</param>
    /// <param name="cancellation">Ends the program.</param>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; the message has what it wrote.</exception>
    public static async Task<byte[]> RunAsync(
        string tool,
        IEnumerable<string> arguments,
        byte[]? input = null,
        IReadOnlyDictionary<string, string>? environment = null,
        string? workingFolder = null,
        CancellationToken cancellation = default)
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = workingFolder ?? Path.GetTempPath(),
        };

        // An example of the help sets it, for the whole process of the tests.
        start.Environment.Remove("AZURE_AUTHORITY_HOST");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException(tool + " did not start.");
        try
        {
            using var output = new MemoryStream();
            var reading = process.StandardOutput.BaseStream.CopyToAsync(output, cancellation);
            var complaints = process.StandardError.ReadToEndAsync(cancellation);
            await FeedAsync(process, input, cancellation);
            await Task.WhenAll(reading, complaints, process.WaitForExitAsync(cancellation));
            return process.ExitCode == 0
                ? output.ToArray()
                : throw new InvalidOperationException(
                    $"{tool} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {await complaints}"
                        + Encoding.UTF8.GetString(output.ToArray()));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task FeedAsync(Process process, byte[]? input, CancellationToken cancellation)
    {
        try
        {
            if (input is not null)
            {
                await process.StandardInput.BaseStream.WriteAsync(input, cancellation);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all of its input; its exit code says whether that was wrong.
        }
    }
}
