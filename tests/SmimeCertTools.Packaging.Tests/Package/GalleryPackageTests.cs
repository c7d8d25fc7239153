using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Xml.Linq;
using SmimeCertTools.Package;
using SmimeCertTools.Packaging.Tests.Staged;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Package;

public sealed class GalleryPackageTests : IDisposable
{
    private static readonly ModuleFacts Facts = ModuleFacts.Parse("""
        {
          "ModuleVersion": "0.2.0", "Author": "A", "Copyright": "(c) A", "Description": "D",
          "CmdletsToExport": ["Get-SmimePfx"], "AliasesToExport": ["Get-SmimeOther"],
          "PrivateData": { "PSData": { "Prerelease": "preview1", "ReleaseNotes": "- News", "Tags": ["SMIME", "PSEdition_Core"] } }
        }
        """);

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_zip_unpacks_into_a_module_path_and_holds_this_version_alone()
    {
        using var zip = ZipFile.OpenRead(GalleryPackage.WriteZip(StagedModule.Folder, Facts, folder.Path));
        Assert.Equal(
            StagedModule.Files.Select(file => $"SmimeCertTools/0.2.0/{file}").Order(StringComparer.Ordinal),
            zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_package_holds_the_module_and_names_its_commands()
    {
        using var zip = ZipFile.OpenRead(Nupkg(folder.Path));
        Assert.Superset(
            StagedModule.Files.ToHashSet(), zip.Entries.Select(entry => Uri.UnescapeDataString(entry.FullName)).ToHashSet());
        using var stream = zip.GetEntry("SmimeCertTools.nuspec")!.Open();
        var data = XDocument.Load(stream).Root!.Elements().Single();
        var values = data.Elements().ToDictionary(element => element.Name.LocalName, element => element.Value);
        Assert.Equal("0.2.0-preview1", values["version"]);
        Assert.Equal("- News", values["releaseNotes"]);
        Assert.Equal("icon.png", values["icon"]);
        Assert.Equal("LICENSE", values["license"]);
        Assert.False(values.ContainsKey("projectUrl"));
        Assert.Equal(
            ["PSCmdlet_Get-SmimePfx", "PSCommand_Get-SmimeOther", "PSCommand_Get-SmimePfx", "PSEdition_Core", "PSIncludes_Cmdlet",
                "PSModule", "SMIME"],
            values["tags"].Split(' ').Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_same_module_gives_the_same_bytes()
    {
        string[] outputs = [folder.Combine("one"), folder.Combine("two")];
        string[] modules = [folder.Combine("first"), folder.Combine("second")];
        foreach (var (module, year) in modules.Zip([2020, 2021]))
        {
            // The other order of writing, at another time.
            string[] files = ["SmimeCertTools.psd1", "en-US/LICENSE"];
            foreach (var file in year == 2020 ? files : files.Reverse())
            {
                var copy = Path.Combine(module, file);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(Path.Combine(StagedModule.Folder, Path.GetFileName(file)), copy);
                File.SetLastWriteTimeUtc(copy, new DateTime(year, 2, 2, 2, 2, 2, DateTimeKind.Utc));
            }

            File.Copy(Path.Combine(StagedModule.Folder, "LICENSE"), Path.Combine(module, "LICENSE"));
        }

        Assert.All(outputs, output => Directory.CreateDirectory(output));
        Assert.Equal(File.ReadAllBytes(Nupkg(outputs[0], modules[0])), File.ReadAllBytes(Nupkg(outputs[1], modules[1])));
        Assert.Equal(
            File.ReadAllBytes(GalleryPackage.WriteZip(modules[0], Facts, outputs[0])),
            File.ReadAllBytes(GalleryPackage.WriteZip(modules[1], Facts, outputs[1])));
    }

    private static string Nupkg(string output, string? module = null) =>
        GalleryPackage.WriteNupkg(module ?? StagedModule.Folder, Facts, RepositoryRoot.Combine("docs", "icon.png"), output);
}
