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
        Assert.Superset(StagedModule.Files.ToHashSet(), zip.Entries.Select(entry => Uri.UnescapeDataString(entry.FullName)).ToHashSet());
        using var stream = zip.GetEntry("SmimeCertTools.nuspec")!.Open();
        var data = XDocument.Load(stream).Root!.Elements().Single();
        Dictionary<string, string> values = data.Elements().ToDictionary(element => element.Name.LocalName, element => element.Value);
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
        var other = Directory.CreateDirectory(folder.Combine("other")).FullName;
        foreach (var file in StagedModule.Files)
        {
            var copy = Path.Combine(folder.Combine("copy"), file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(StagedModule.Folder, file), copy);
            File.SetLastWriteTimeUtc(copy, new DateTime(2020, 2, 2, 2, 2, 2, DateTimeKind.Utc));
        }

        Assert.Equal(File.ReadAllBytes(Nupkg(folder.Path)), File.ReadAllBytes(Nupkg(other, folder.Combine("copy"))));
        Assert.Equal(
            File.ReadAllBytes(GalleryPackage.WriteZip(StagedModule.Folder, Facts, folder.Path)),
            File.ReadAllBytes(GalleryPackage.WriteZip(folder.Combine("copy"), Facts, other)));
    }

    private static string Nupkg(string output, string? module = null) =>
        GalleryPackage.WriteNupkg(module ?? StagedModule.Folder, Facts, RepositoryRoot.Combine("docs", "icon.png"), output);
}
