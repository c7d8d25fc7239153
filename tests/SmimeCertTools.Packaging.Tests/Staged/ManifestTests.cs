using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Management.Automation.Language;
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
    }

    [Fact]
    public void It_is_the_one_at_the_repository_root() =>
        Assert.Equal(File.ReadAllText(RepositoryRoot.Combine("SmimeCertTools.psd1")), File.ReadAllText(StagedModule.Manifest));

    private static string[] Strings(string key) => [.. ((object[])Manifest[key]!).Cast<string>()];

    // What Import-PowerShellDataFile does.
    private static Hashtable Read(string path)
    {
        var script = Parser.ParseFile(path, out _, out var errors);
        Assert.Empty(errors);
        return (Hashtable)script.Find(node => node is HashtableAst, searchNestedScriptBlocks: false)!.SafeGetValue();
    }
}
