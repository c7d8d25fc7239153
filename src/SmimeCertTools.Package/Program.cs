using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using SmimeCertTools.Package;

try
{
    switch (args)
    {
        case ["stage", .. var rest]:
            Stage(new Arguments(rest));
            return 0;
        case ["pack", .. var rest]:
            Pack(new Arguments(rest));
            return 0;
        default:
            Console.Error.WriteLine("""
                Usage: stage --manifest FILE --views FOLDER --help FILE --changelog FILE --version VERSION --staged FILE
                             --reduced FILE --core FILE --desktop FILE --cache FOLDER --output FOLDER [--address URI]
                         writes SmimeCertTools.psd1, SmimeCertTools.Format.ps1xml, SmimeCertTools.dll-Help.xml and
                         ThirdPartyNotices.txt for the module to be staged
                       pack --module FOLDER --facts FILE --icon FILE --output FOLDER
                         writes the staged module as a zip file and as a package for galleries
                """);
            return 2;
    }
}
catch (PackageToolException e)
{
    // The form of MSBuild's errors, so that the build shows it as one.
    Console.Error.WriteLine($"SmimeCertTools.Package : error : {e.Message}");
    return 1;
}

static void Stage(Arguments arguments)
{
    var output = Directory.CreateDirectory(arguments["output"]).FullName;
    var notes = ReleaseNotes.Of(arguments.Text("changelog"), arguments["version"]);
    Write(
        Path.Combine(output, "SmimeCertTools.psd1"),
        ModuleManifest.Complete(arguments.Text("manifest"), notes, arguments.Optional("address")));
    Write(
        Path.Combine(output, "SmimeCertTools.Format.ps1xml"),
        CompactXml.Views(Directory.EnumerateFiles(arguments["views"], "*.ps1xml").Order(StringComparer.Ordinal)
            .Select(File.ReadAllText)));
    Write(Path.Combine(output, "SmimeCertTools.dll-Help.xml"), CompactXml.Of(arguments.Text("help")));
    var packages = RedistributedPackages.Of(
        arguments.Lines("staged"),
        new Dictionary<string, IReadOnlyList<string>>
        {
            ["core"] = arguments.Lines("core"),
            ["desktop"] = arguments.Lines("desktop"),
        },
        Path.GetFullPath(arguments["cache"]));
    Write(Path.Combine(output, "ThirdPartyNotices.txt"), NoticesText.Of(packages, arguments.Lines("reduced")));
}

static void Pack(Arguments arguments)
{
    var module = Path.GetFullPath(arguments["module"]);
    var facts = ModuleFacts.Parse(arguments.Text("facts"));
    var output = Directory.CreateDirectory(arguments["output"]).FullName;
    Console.WriteLine(GalleryPackage.WriteZip(module, facts, output));
    Console.WriteLine(GalleryPackage.WriteNupkg(module, facts, arguments["icon"], output));
}

// Unchanged files keep their time, so that what is made of them is not made again.
static void Write(string path, string text)
{
    if (!File.Exists(path) || File.ReadAllText(path) != text)
    {
        File.WriteAllText(path, text);
    }
}
