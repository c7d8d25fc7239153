using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using SmimeCertTools.Help;
using SmimeCertTools.Packaging.Tests.Staged;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Help;

[Collection(StagedModuleCollection.Name)]
public sealed class HelpPageTests(HelpModuleFixture module) : IClassFixture<HelpModuleFixture>
{
    public static TheoryData<string> Names => HelpPages.Names;

    [Fact]
    public void Every_cmdlet_has_a_page_and_every_page_a_cmdlet() => Assert.Equal(
        module.Cmdlets.Keys.Order(StringComparer.Ordinal), HelpPages.All.Select(page => page.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void The_modules_page_is_about_this_module()
    {
        var page = File.ReadAllText(Path.Combine(HelpPages.Folder, ModulePage.FileName)).ReplaceLineEndings("\n");
        Assert.Contains($"\nModule Guid: {module.Module.Guid}\n", page, StringComparison.Ordinal);
        Assert.Contains($"\nModule Name: {module.Module.Name}\n", page, StringComparison.Ordinal);
        Assert.Contains($"\ntitle: {module.Module.Name} Module\n", page, StringComparison.Ordinal);
        Assert.All(module.Cmdlets.Keys, name => Assert.Contains($"### [{name}]({name}.md)", page, StringComparison.Ordinal));
    }

    [Fact]
    public void See_also_of_topics_is_links()
    {
        foreach (var path in HelpGenerator.TopicFiles(HelpPages.Folder))
        {
            var text = File.ReadAllText(path).ReplaceLineEndings("\n");
            var entries = text[text.IndexOf("\n## SEE ALSO\n", StringComparison.Ordinal)..].Split('\n').Skip(2)
                .Where(line => line.Length > 0).ToList();
            Assert.NotEmpty(entries);
            Assert.All(entries, entry => Assert.True(
                entry.StartsWith("- [", StringComparison.Ordinal)
                    && File.Exists(Path.Combine(HelpPages.Folder, entry[3..].Split(']')[0] + ".md")),
                $"{Path.GetFileName(path)}: {entry}"));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_names_its_file_module_and_address(string name)
    {
        var page = HelpPages.Of(name);
        Assert.True(File.Exists(Path.Combine(HelpPages.Folder, name + ".md")));
        Assert.Equal("SmimeCertTools.dll-Help.xml", page.FrontMatter["external help file"]);
        Assert.Equal("SmimeCertTools", page.FrontMatter["Module Name"]);
        Assert.Equal("en-US", page.FrontMatter["Locale"]);

        // The generator writes the address, so that it stands in one place (Directory.Build.props).
        Assert.Equal(string.Empty, page.FrontMatter["HelpUri"]);
        Assert.True(DateTime.TryParseExact(
            page.FrontMatter["ms.date"], "MM/dd/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_syntax_is_that_of_the_cmdlet(string name)
    {
        var expected = module.Cmdlets[name].ParameterSets
            .OrderBy(set => set.Name, StringComparer.Ordinal).Select(
                set => $"{set.Name}{(set.IsDefault ? " (Default)" : "")}: {name} {set}".TrimEnd());
        var actual = HelpPages.Of(name).Syntax
            .OrderBy(set => set.Name, StringComparer.Ordinal).Select(
                set => $"{set.Name}{(set.IsDefault ? " (Default)" : "")}: {set.Text}");
        Assert.Equal(string.Join('\n', expected), string.Join('\n', actual));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_parameters_are_those_of_the_cmdlet(string name)
    {
        var expected = HelpFacts.Parameters(module.Cmdlets[name]);
        var page = HelpPages.Of(name);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal),
            page.Parameters.Select(parameter => parameter.Name).Order(StringComparer.Ordinal));
        foreach (var parameter in page.Parameters)
        {
            parameter.Metadata.ParameterSets.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
            Assert.Equal(HelpFacts.ToYaml(expected[parameter.Name]), HelpFacts.ToYaml(parameter.Metadata));
            Assert.All(parameter.Description, text => Assert.NotEqual(string.Empty, text));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_outputs_are_those_the_cmdlet_declares(string name)
    {
        var declared = module.Cmdlets[name].OutputType.Select(type => type.Name).Order(StringComparer.Ordinal);
        var documented = HelpPages.Of(name).Outputs.Select(output => output.Type).Where(type => type != "None")
            .Order(StringComparer.Ordinal);
        Assert.Equal(declared, documented);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Pipeline_parameters_have_an_input_type(string name)
    {
        var takesPipeline = module.Cmdlets[name].ParameterSets.SelectMany(set => set.Parameters)
            .Any(parameter => parameter.ValueFromPipeline || parameter.ValueFromPipelineByPropertyName);
        Assert.Equal(takesPipeline, HelpPages.Of(name).Inputs.Any(input => input.Type != "None"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Links_to_other_pages_lead_somewhere(string name)
    {
        var local = HelpPages.Of(name).Links.Where(link => link.Uri.Length == 0).ToList();
        Assert.NotEmpty(local);
        Assert.All(local, link => Assert.True(File.Exists(Path.Combine(HelpPages.Folder, link.Text + ".md")), link.Text));
    }
}
