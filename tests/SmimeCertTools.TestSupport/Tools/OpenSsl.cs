using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.TestSupport.Tools;

/// <summary>
/// Runs the openssl command line. Passwords go in by environment variable, standard input or file (<c>-passout env:NAME</c>,
/// <c>-passin stdin</c>, <c>-pass file:…</c>), never as an argument, which other users of the machine could read.
/// </summary>
public static class OpenSsl
{
    /// <summary>Runs openssl and returns its standard output.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; the message has what it wrote.</exception>
    public static async Task<byte[]> RunAsync(
        IEnumerable<string> arguments,
        byte[]? input = null,
        IReadOnlyDictionary<string, string>? environment = null,
        string? workingFolder = null,
        CancellationToken cancellation = default)
    {
        var start = new ProcessStartInfo("openssl", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = workingFolder ?? Path.GetTempPath(),
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("openssl did not start.");
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
                    $"openssl {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {await complaints}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>As the other, for calls that need arguments alone.</summary>
    public static Task<byte[]> RunAsync(params string[] arguments) => RunAsync(arguments.AsEnumerable());

    /// <summary>As the other, and returns the output as UTF-8 text.</summary>
    public static async Task<string> RunTextAsync(params string[] arguments) => Encoding.UTF8.GetString(await RunAsync(arguments));

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
