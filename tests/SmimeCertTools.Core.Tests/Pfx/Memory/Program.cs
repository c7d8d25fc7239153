using System;

namespace SmimeCertTools.Core.Tests.Pfx.Memory;

/// <summary>The entry point of the test assembly when a test starts it as a program; test runners do not use it.</summary>
internal static class Program
{
    public const string ProbeCommand = "memory-probe";

    private static int Main(string[] arguments)
    {
        if (arguments is [Messages.Reading.MessageMemoryTests.Command, var message])
        {
            Messages.Reading.MessageMemoryTests.Probe(message, Console.Out);
            return 0;
        }

        if (arguments is not [ProbeCommand, var list])
        {
            Console.Error.WriteLine("These are tests: run them with dotnet test.");
            return 2;
        }

        MemoryProbe.Run(list, Console.Out);
        return 0;
    }
}
