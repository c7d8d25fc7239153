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

    if (arguments.NewKeyFolder is { } keyFolder)
    {
        ConnectorKeyFiles.Create(keyFolder, Console.Out);
        return 0;
    }

    if (arguments.NewSamplesFolder is { } samplesFolder)
    {
        SampleFiles.Create(samplesFolder, Console.Out);
        return 0;
    }

    return await Rehearsal.RunAsync(arguments, Console.Out);
}
catch (Exception exception) when (exception is ArgumentException or IOException or JsonException or UnauthorizedAccessException
    or CryptographicException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
