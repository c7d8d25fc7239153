using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Help;
using SmimeCertTools.Packaging.Tests.Staged;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Help;

[Collection(StagedModuleCollection.Name)]
public sealed class HelpFileTests(HelpModuleFixture module) : IClassFixture<HelpModuleFixture>
{
    public static TheoryData<string> Names => HelpPages.Names;

    [Fact]
    public void The_committed_files_are_those_the_pages_give()
    {
        var generated = HelpGenerator.Generate(HelpPages.Folder, HelpGenerator.RepositoryAddress);
        var folder = RepositoryRoot.Combine(HelpGenerator.OutputFolder.Split('/'));
        Assert.Equal(generated.Keys,
            Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.All(generated, file => Assert.True(
            File.ReadAllText(Path.Combine(folder, file.Key)).ReplaceLineEndings("\n") == file.Value,
            $"{file.Key} is out of step with {HelpGenerator.PagesFolder}: "
            + "run 'dotnet run --project src/SmimeCertTools.Help' and commit it."));
    }

    [Fact]
    public void The_list_on_the_modules_page_and_the_sites_contents_are_those_the_pages_give() =>
        Assert.All(HelpGenerator.GenerateLists(RepositoryRoot.Path), file => Assert.True(
            File.ReadAllText(RepositoryRoot.Combine(file.Key.Split('/'))).ReplaceLineEndings("\n") == file.Value,
            $"{file.Key} is out of step with {HelpGenerator.PagesFolder}: "
            + "run 'dotnet run --project src/SmimeCertTools.Help' and commit it."));

    [Fact]
    public void Generating_twice_gives_the_same_text() =>
        Assert.Equal(
            HelpGenerator.Generate(HelpPages.Folder, HelpGenerator.RepositoryAddress),
            HelpGenerator.Generate(HelpPages.Folder, HelpGenerator.RepositoryAddress));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Get_Help_finds_the_page(string name)
    {
        var page = HelpPages.Of(name);
        var help = await GetHelpAsync(name);
        Assert.Equal(page.Synopsis, Text(help, "Synopsis"));
        var examples = Items(help, "examples", "example").ToList();
        Assert.Equal(page.Examples.Count, examples.Count);
        Assert.All(page.Examples.Zip(examples),
            pair => Assert.StartsWith(pair.First.Code, Text(pair.Second, "code"), StringComparison.Ordinal));
        Assert.Equal(
            page.Parameters.Select(parameter => parameter.Name), Items(help, "parameters", "parameter")
                .Select(parameter => Text(parameter, "name")));
        Assert.Equal(page.Syntax.Count, Items(help, "syntax", "syntaxItem").Count());
        Assert.Equal(
            HelpGenerator.RepositoryAddress.Length > 0 ? 1 : 0,
            Items(help, "relatedLinks", "navigationLink").Count(link => Text(link, "linkText") == "Online Version:"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Get_Help_Full_reads_well(string name)
    {
        var page = HelpPages.Of(name);
        var lines = (await module.Shell.RenderAsync($"Get-Help -Name {name} -Full")).EnsureNoErrors().HostText.Split('\n');
        string[] headings = ["NAME", "SYNOPSIS", "SYNTAX", "DESCRIPTION", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES",
            "RELATED LINKS"];
        Assert.Equal(headings, lines.Select(line => line.TrimEnd()).Where(headings.Contains));
        Assert.All(page.Parameters, parameter =>
            Assert.Contains(lines, line => line.TrimStart().StartsWith("-" + parameter.Name, StringComparison.Ordinal)));
        Assert.All(
            page.Examples, example => Assert.Contains(lines, line => line.Contains(example.Title, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Get_Help_shows_the_about_topics()
    {
        foreach (var path in Directory.EnumerateFiles(HelpPages.Folder, "about_*.md"))
        {
            var topic = Path.GetFileNameWithoutExtension(path);
            var shown = (await module.Shell.RenderAsync($"Get-Help -Name {topic}")).EnsureNoErrors().HostText;
            Assert.Contains("LONG DESCRIPTION", shown, StringComparison.Ordinal);
            Assert.Contains(topic, shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Get_Help_shows_topics_on_a_console_of_80_columns_as_they_are_written()
    {
        await using var shell = await HostedShell.OpenAsync(new HostedShellOptions { Width = 80 });
        (await shell.ImportAsync(StagedModule.Manifest)).EnsureNoErrors();
        foreach (var path in HelpGenerator.TopicFiles(HelpPages.Folder))
        {
            var topic = Path.GetFileNameWithoutExtension(path);
            var shown = (await shell.RenderAsync($"Get-Help -Name {topic}")).EnsureNoErrors().HostText;
            var written = File.ReadAllText(
                RepositoryRoot.Combine([.. HelpGenerator.OutputFolder.Split('/'), topic + ".help.txt"]));
            Assert.Equal(Lines(written), Lines(shown));
            Assert.All(Lines(shown), line => Assert.InRange(line.Length, 0, 79));
        }

        static string[] Lines(string text) =>
            [.. text.Trim().ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())];
    }

    private async Task<PSObject> GetHelpAsync(string name) => (await module.Shell.RunAsync(
        "param($Name) Get-Help -Name $Name -Full", new Dictionary<string, object?> { ["Name"] = name })).EnsureNoErrors().Output
            .Single();

    private static string Text(PSObject item, string property) =>
        item.Properties[property]?.Value?.ToString()?.ReplaceLineEndings("\n") ?? string.Empty;

    private static IEnumerable<PSObject> Items(PSObject help, string list, string item)
    {
        var value = PSObject.AsPSObject(help.Properties[list].Value).Properties[item]?.Value;
        return (value is PSObject { BaseObject: Array wrapped } ? wrapped : value as Array ?? new[] { value })
            .Cast<object?>().Where(entry => entry is not null).Select(PSObject.AsPSObject);
    }
}
