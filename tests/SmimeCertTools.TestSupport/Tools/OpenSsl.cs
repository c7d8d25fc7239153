using System;
using System.Collections.Generic;
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
    public static Task<byte[]> RunAsync(
        IEnumerable<string> arguments,
        byte[]? input = null,
        IReadOnlyDictionary<string, string>? environment = null,
        string? workingFolder = null,
        CancellationToken cancellation = default) =>
        ToolProcess.RunAsync("openssl", arguments, input, environment, workingFolder, cancellation);

    /// <summary>As the other, for calls that need arguments alone.</summary>
    public static Task<byte[]> RunAsync(params string[] arguments) => RunAsync(arguments.AsEnumerable());

    /// <summary>As the other, and returns the output as UTF-8 text.</summary>
    public static async Task<string> RunTextAsync(params string[] arguments) =>
        Encoding.UTF8.GetString(await RunAsync(arguments));
}
