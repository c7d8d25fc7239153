using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Management.Automation.Language;
using SmimeCertTools.Help;
using SmimeCertTools.Package;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Staged;

public sealed class ManifestTests
{
    private static readonly Hashtable Manifest = Read(StagedModule.Manifest);

    [Fact]
    public void It_is_static_data_and_names_both_editions()
    {
        Assert.Equal("SmimeCertTools.dll", Manifest["RootModule"]);
        Assert.Equal(["Core", "Desktop"], Strings("CompatiblePSEditions"));
        Assert.Equal("5.1", Manifest["PowerShellVersion"]);
        Assert.Equal("4.7.2", Manifest["DotNetFrameworkVersion"]);
        Assert.Equal(Path.GetFileName(StagedModule.Folder), Manifest["ModuleVersion"]);
        Assert.True(Guid.TryParse((string?)Manifest["GUID"], out _));
    }

    [Fact]
    public void Exports_are_named_one_by_one()
    {
        Assert.NotEmpty(Strings("CmdletsToExport"));
        Assert.All(
            new[] { "CmdletsToExport", "FunctionsToExport", "AliasesToExport", "VariablesToExport" },
            key => Assert.DoesNotContain(Strings(key), name => name.Contains('*', StringComparison.Ordinal)));
        Assert.Empty(Strings("FunctionsToExport"));
        Assert.Equal(Strings("CmdletsToExport").Count(name => !name.Contains("Smime", StringComparison.Ordinal)),
            Strings("AliasesToExport").Length);
        Assert.Empty(Strings("VariablesToExport"));
    }

    [Fact]
    public void Every_file_it_names_is_there()
    {
        Assert.Contains((string)Manifest["RootModule"]!, StagedModule.Files);
        Assert.Equal(
            StagedModule.Files.Where(file => file.EndsWith(".ps1xml", StringComparison.Ordinal)).Order(),
            Strings("FormatsToProcess").Order());
        Assert.NotEmpty(Strings("FormatsToProcess"));
        Assert.Subset(StagedModule.Files.ToHashSet(), Strings("NestedModules").ToHashSet());
    }

    [Fact]
    public void It_is_the_one_at_the_repository_root_with_release_notes_and_a_tag_for_each_command()
    {
        var root = Read(RepositoryRoot.Combine("SmimeCertTools.psd1"));
        Assert.Equal(root.Keys.Cast<string>().Order(), Manifest.Keys.Cast<string>().Order());
        Assert.All(root.Keys.Cast<string>().Where(key => key != "PrivateData"), key => Assert.Equal(root[key], Manifest[key]));
        var data = Data(Manifest);
        var notes = ReleaseNotes.Of(
            File.ReadAllText(RepositoryRoot.Combine("CHANGELOG.md")),
            $"{Manifest["ModuleVersion"]}-{data["Prerelease"]}".TrimEnd('-'));
        Assert.Equal(notes, data["ReleaseNotes"]);
        Assert.NotEmpty(notes);
        Assert.All(Data(root).Keys.Cast<string>().Where(key => key != "Tags"), key => Assert.Equal(Data(root)[key], data[key]));
        Assert.Equal(
            ((object[])Data(root)["Tags"]!).Concat(
                Strings("CmdletsToExport").Concat(Strings("AliasesToExport")).Select(name => $"PSCommand_{name}")),
            (object[])data["Tags"]!);
    }

    [Theory]
    [InlineData("LicenseUri")]
    [InlineData("ProjectUri")]
    [InlineData("IconUri")]
    [InlineData("HelpInfoURI")]
    public void It_names_no_address_while_the_repository_has_none(string key)
    {
        if (HelpGenerator.RepositoryAddress.Length == 0)
        {
            Assert.Null(Data(Manifest)[key]);
            Assert.Null(Manifest[key]);
        }
    }

    private static Hashtable Data(Hashtable manifest) => (Hashtable)((Hashtable)manifest["PrivateData"]!)["PSData"]!;

    private static string[] Strings(string key) => [.. ((object[])Manifest[key]!).Cast<string>()];

    // What Import-PowerShellDataFile does.
    private static Hashtable Read(string path)
    {
        var script = Parser.ParseFile(path, out _, out var errors);
        Assert.Empty(errors);
        return (Hashtable)script.Find(node => node is HashtableAst, searchNestedScriptBlocks: false)!.SafeGetValue();
    }
}
