using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.Packaging.Tests.Quickstart;

/// <summary>The sandbox as its user starts it, in a terminal of its own.</summary>
internal sealed class RunningSandbox : IDisposable
{
    private readonly Process _process;

    /// <param name="arguments">What follows the dotnet command.</param>
    /// <param name="folder">The terminal's folder.</param>
    public RunningSandbox(IEnumerable<string> arguments, string folder) => _process = Process.Start(
        new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;

    /// <summary>The program, as the build of these tests has made it.</summary>
    public static string Program
    {
        get
        {
            // bin/<configuration>/<framework>, here as there.
            var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return RepositoryRoot.Combine("src", "SmimeCertTools.Sandbox", "bin", framework.Parent!.Name, framework.Name,
                "SmimeCertTools.Sandbox.dll");
        }
    }

    /// <summary>The two lines behind "Connect".</summary>
    public async Task<IReadOnlyList<string>> ReadConnectCommandsAsync(CancellationToken cancellation)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (line.StartsWith("Connect", StringComparison.Ordinal))
            {
                return [(await _process.StandardOutput.ReadLineAsync(cancellation))!.Trim(),
                    (await _process.StandardOutput.ReadLineAsync(cancellation))!.Trim()];
            }
        }

        throw new InvalidOperationException("The sandbox ended before it said how to connect.");
    }

    /// <summary>The address and the token that those lines name.</summary>
    public async Task<(Uri Address, string Token)> ReadAddressAndTokenAsync(CancellationToken cancellation)
    {
        var lines = await ReadConnectCommandsAsync(cancellation);
        return (new Uri(lines[1].Split("-GraphUri ")[1].Split(' ')[0]), lines[0].Split('\'')[1]);
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
