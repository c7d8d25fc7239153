using System;
using System.IO;
using System.Runtime.Loader;

namespace SmimeCertTools.RuntimeProbe;

/// <summary>
/// Arguments: a folder with an engine, a script, a report to write. Standard input: the script's variables, a line each,
/// "$name=value", or "*name=value" for a SecureString. Runs the script in that engine, then reports where every assembly came
/// from.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        var (engine, script, report) = (args[0], args[1], args[2]);
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(engine, name.Name + ".dll") is var file && File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;

        // Written through, for the report of a run that does not end.
        using var writer = new StreamWriter(report) { AutoFlush = true };
        writer.WriteLine($"runtime\t{Environment.Version}");

        // Beyond here types of the engine are named, so it must be found by now.
        var succeeded = Session.Run(script, Console.In, writer);
        AssemblyAudit.Run(writer);
        return succeeded ? 0 : 1;
    }
}
