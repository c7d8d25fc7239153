using System;
using System.IO;
using System.Security.Cryptography;
using System.Text.Json;
using SmimeCertTools.Sandbox.Hosting;

try
{
    var arguments = ProgramArguments.Parse(args);
    if (arguments.IsHelp)
    {
        Console.WriteLine(ProgramArguments.Help);
        return 0;
    }

    return arguments.NewKeyFolder is { } folder
        ? ConnectorKeyFiles.Create(folder, Console.Out)
        : await Rehearsal.RunAsync(arguments, Console.Out);
}
catch (Exception exception) when (exception is ArgumentException or IOException or JsonException or UnauthorizedAccessException
    or CryptographicException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
