using System;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using SmimeCertTools.Help;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Help;

public sealed class HelpGeneratorTests : IDisposable
{
    private const string Name = "Get-SmimeGraphContext";
    private readonly TempFolder folder = new();
    private readonly string page = File.ReadAllText(Path.Combine(HelpPages.Folder, Name + ".md")).ReplaceLineEndings("\n");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("document type: cmdlet\n", "", "front matter")]
    [InlineData("title: Get-SmimeGraphContext", "title: Get-Other", "front matter")]
    [InlineData("Locale: en-US", "Locale: en-US\nLocale: de-DE", "front matter")]
    [InlineData("## SYNOPSIS", "## SUMMARY", Name)]
    [InlineData("## EXAMPLES", "#### EXAMPLES", "EXAMPLES")]
    [InlineData("[<CommonParameters>]", "[-Missing] [<CommonParameters>]", "SYNTAX/__AllParameterSets")]
    [InlineData("```powershell\nGet-SmimeGraphContext\n```", "Some text.", "EXAMPLES/Example 1: Show the connection")]
    [InlineData("### CommonParameters", "### -Missing\n\nText without a block.\n\n### CommonParameters", "PARAMETERS/-Missing")]
    [InlineData("### CommonParameters", "### -Odd\n\nText.\n\n```yaml\nType: X\nColour: red\n```\n\n### CommonParameters",
        "PARAMETERS/-Odd")]
    public void A_page_off_the_layout_is_reported_with_its_section(string text, string replacement, string section)
    {
        Assert.Contains(text, page, StringComparison.Ordinal);
        folder.Write(Name + ".md", page.Replace(text, replacement, StringComparison.Ordinal));
        var error = Assert.Throws<HelpFormatException>(() => HelpGenerator.Generate(folder.Path, string.Empty));
        Assert.Equal(Name + ".md", error.Page);
        Assert.Equal(section, error.Section);
        Assert.StartsWith($"{Name}.md, {section}: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData(
        "https://example.com/smimecerttools",
        "https://example.com/smimecerttools/blob/main/docs/en-US/Get-SmimeGraphContext.md")]
    public void Online_leads_to_the_repository_where_it_has_an_address(string address, string? expected)
    {
        folder.Write(Name + ".md", page);
        var maml = XDocument.Parse(HelpGenerator.Generate(folder.Path, address)["SmimeCertTools.dll-Help.xml"]);
        var links = maml.Descendants().Where(element => element.Name.LocalName == "navigationLink").ToList();
        Assert.Equal(expected, links.Select(link => link.Elements().Last().Value).FirstOrDefault(uri => uri.Length > 0));
        Assert.Equal(expected is not null, links.Exists(link => link.Elements().First().Value == "Online Version:"));
    }

    [Theory]
    [InlineData(71, null)]
    [InlineData(72, ", LONG DESCRIPTION: this line has 72 columns, 1 too many: ")]
    public void Code_of_a_topic_fits_a_console_of_80_columns(int columns, string? problem)
    {
        var code = new string('x', columns);
        folder.Write("about_This.md",
            $"# about_This\n\n## SHORT DESCRIPTION\n\nA.\n\n## LONG DESCRIPTION\n\n```powershell\n{code}\n```\n");
        var error = Record.Exception(() => HelpGenerator.Generate(folder.Path, string.Empty));
        Assert.Equal(problem is null ? null : "about_This.md" + problem + code, error?.Message);
    }

    [Fact]
    public void An_about_page_must_bear_its_files_name()
    {
        folder.Write("about_This.md", "# about_That\n\n## SHORT DESCRIPTION\n\nA.\n\n## LONG DESCRIPTION\n\nB.\n");
        Assert.Equal(
            "about_This.md",
            Assert.Throws<HelpFormatException>(() => HelpGenerator.Generate(folder.Path, string.Empty)).Page);
    }

    [Fact]
    public void About_pages_become_text_of_terminal_width()
    {
        var words = string.Join(' ', Enumerable.Repeat("word", 60));
        folder.Write(
            "about_This.md",
            "# about_This\n\n## SHORT DESCRIPTION\n\nA.\n\n## LONG DESCRIPTION\n\n"
            + $"{words}\n\n- {words}\n\n```powershell\n$x = 1\n```\n");
        var text = HelpGenerator.Generate(folder.Path, string.Empty)["about_This.help.txt"];
        Assert.StartsWith("TOPIC\n    about_This\n\nSHORT DESCRIPTION\n    A.\n", text, StringComparison.Ordinal);
        var lines = text.Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 79));
        Assert.Contains("    - " + string.Join(' ', Enumerable.Repeat("word", 14)), lines);
        Assert.Contains("      " + string.Join(' ', Enumerable.Repeat("word", 14)), lines);
        Assert.Contains("        $x = 1", lines);
    }

    [Fact]
    public void Markup_becomes_plain_text()
    {
        folder.Write(Name + ".md", page.Replace(
            "No permission is needed.",
            "Text with `code`, **weight**, a [link](https://contoso.com/x) and a\nnew line.\n\n"
            + "1. one\n2. two\n\n| Id | Meaning |\n| --- | --- |\n| `A` | first |",
            StringComparison.Ordinal));
        var maml = XDocument.Parse(HelpGenerator.Generate(folder.Path, string.Empty)["SmimeCertTools.dll-Help.xml"]);
        XNamespace space = "http://schemas.microsoft.com/maml/2004/10";
        Assert.Equal(
            ["Text with code, weight, a link (https://contoso.com/x) and a new line.", "1. one\n2. two",
                "Id  Meaning\n--  -------\nA   first"],
            maml.Descendants(space + "alert").Elements(space + "para").Select(paragraph => paragraph.Value));
    }
}
