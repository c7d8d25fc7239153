using System;
using System.Collections.Generic;
using System.IO;
using SmimeCertTools.Help;

string? root = AppContext.BaseDirectory;
while (root is not null && !File.Exists(Path.Combine(root, "SmimeCertTools.sln")))
{
    root = Path.GetDirectoryName(root);
}

if (root is null)
{
    Console.Error.WriteLine("SmimeCertTools.sln was not found above this program: run it from its repository with 'dotnet run'.");
    return 2;
}

try
{
    IReadOnlyDictionary<string, string> files =
        HelpGenerator.Generate(Path.Combine(root, HelpGenerator.PagesFolder), HelpGenerator.RepositoryAddress);
    string output = Directory.CreateDirectory(Path.Combine(root, HelpGenerator.OutputFolder)).FullName;
    foreach (string stale in Directory.EnumerateFiles(output))
    {
        if (!files.ContainsKey(Path.GetFileName(stale)))
        {
            File.Delete(stale);
            Console.WriteLine($"removed {Path.GetFileName(stale)}");
        }
    }

    foreach ((string name, string text) in files)
    {
        File.WriteAllText(Path.Combine(output, name), text);
        Console.WriteLine($"wrote {HelpGenerator.OutputFolder}/{name}");
    }

    foreach ((string name, string text) in HelpGenerator.GenerateLists(root))
    {
        File.WriteAllText(Path.Combine(root, name), text);
        Console.WriteLine($"wrote {name}");
    }

    return 0;
}
catch (HelpFormatException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
