using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;

namespace SmimeCertTools.DesktopProbe;

/// <summary>
/// Does with the staged module, on a runtime that has the libraries of .NET Framework, what Windows PowerShell does with it, and
/// writes what came of it: lines of tab-separated fields. Arguments: the module's folder, a command, and the command's own.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        Thread.CurrentThread.CurrentCulture = CultureInfo.InvariantCulture;
        Console.SetOut(new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true });
        if (arguments.Length < 2)
        {
            Console.Error.WriteLine("Usage: SmimeCertTools.DesktopProbe <module folder> <command> ...");
            return 2;
        }

        var module = new ModuleImport(arguments[0]);
        if (arguments[1] == "resolver")
        {
            ResolverProbe.Run(module);
            return 0;
        }

        module.Import();
        module.AnswerForProbe();
        CoreCommands.Run(arguments);
        return 0;
    }
}
