using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace SmimeCertTools.Help;

/// <summary>Reads a cmdlet's page in the layout of Microsoft.PowerShell.PlatyPS 1.0 (schema 2024-05-01).</summary>
internal sealed partial class CommandPageReader(MarkdownPage page)
{
    private const string SchemaVersion = "2024-05-01";
    private const string CommonParameters = "CommonParameters";

    private static readonly string[] RequiredKeys =
        ["document type", "external help file", "HelpUri", "Locale", "Module Name", "ms.date", "PlatyPS schema version", "title"];

    private static readonly string[] Order =
        ["SYNOPSIS", "SYNTAX", "ALIASES", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];



    public static CommandHelp Read(string pageName, string text) =>
        new CommandPageReader(MarkdownPage.Parse(pageName, text)).Read();

    private CommandHelp Read()
    {
        CheckFrontMatter();
        string[] headings = [.. page.Root.Children.Select(section => section.Heading)];
        string[] expected = headings.Contains("ALIASES") ? Order : [.. Order.Where(heading => heading != "ALIASES")];
        if (!headings.SequenceEqual(expected))
        {
            throw Error(page.Root.Heading,
                $"the sections are {string.Join(", ", headings)}; they must be {string.Join(", ", expected)}.");
        }

        List<ParameterHelp> parameters = ReadParameters();
        MarkdownSection notes = Section("NOTES");
        return new CommandHelp(page.Root.Heading, page.FrontMatter,
            Texts(Section("SYNOPSIS")) is [var synopsis] ? synopsis : throw Error("SYNOPSIS", "it must be one paragraph."),
            ReadSyntax(parameters),
            Texts(Section("DESCRIPTION")) is { Count: > 0 } texts ? texts : throw Error("DESCRIPTION", "it is empty."),
            ReadExamples(), parameters,
            HasCommonParameters: Section("PARAMETERS").Children.Exists(child => child.Heading == CommonParameters),
            Inputs: ReadTypes("INPUTS"), Outputs: ReadTypes("OUTPUTS"),
            [.. Texts(notes), .. notes.Children.SelectMany(child => (string[])[child.Heading, .. Texts(child)])],
            ReadLinks());
    }

    private void CheckFrontMatter()
    {
        if (RequiredKeys.FirstOrDefault(key => !page.FrontMatter.ContainsKey(key)) is { } missing)
        {
            throw Error("front matter", $"the key '{missing}' is missing.");
        }

        Check("document type", "cmdlet");
        Check("PlatyPS schema version", SchemaVersion);
        Check("title", page.Root.Heading);

        void Check(string key, string value)
        {
            if (page.FrontMatter[key] != value)
            {
                throw Error("front matter", $"'{key}' is '{page.FrontMatter[key]}' instead of '{value}'.");
            }
        }
    }

    private List<SyntaxHelp> ReadSyntax(List<ParameterHelp> parameters)
    {
        var result = new List<SyntaxHelp>();
        foreach (MarkdownSection section in Section("SYNTAX").Children)
        {
            bool isDefault = section.Heading.EndsWith(" (Default)", StringComparison.Ordinal);
            string name = isDefault ? section.Heading[..^" (Default)".Length] : section.Heading;
            string place = "SYNTAX/" + name;
            if (section.Body is not [CodeBlock code])
            {
                throw Error(place, "it must be one fenced block.");
            }

            string text = Whitespace().Replace(PlainText.Code(code), " ");
            string[] named = [.. ParameterName().Matches(text).Select(match => match.Groups[1].Value)];
            string[] described = [.. parameters.Where(parameter => parameter.UseIn(name) is not null)
                .Select(parameter => parameter.Name)];
            if (named.Except(described).Concat(described.Except(named)).FirstOrDefault() is { } odd)
            {
                throw Error(place, $"-{odd} stands either here or in the yaml blocks of PARAMETERS, not in both.");
            }

            result.Add(new SyntaxHelp(name, isDefault, text, named));
        }

        return result.Count > 0 ? result : throw Error("SYNTAX", "it has no parameter set.");
    }

    private List<ExampleHelp> ReadExamples()
    {
        List<ExampleHelp> examples = [.. Section("EXAMPLES").Children.Select(ReadExample)];
        return examples.Count > 0 ? examples : throw Error("EXAMPLES", "there is none.");
    }

    private ExampleHelp ReadExample(MarkdownSection section)
    {
        string place = "EXAMPLES/" + section.Heading;
        int last = section.Body.FindLastIndex(block => block is CodeBlock);
        if (section.Body[..(last + 1)].Exists(block => block is not FencedCodeBlock { Info: "powershell" or "output" }))
        {
            // Get-Help prints an introduction and the code's first line as one.
            throw Error(place, "it must be fenced blocks marked powershell or output, then text.");
        }

        List<FencedCodeBlock> blocks = [.. section.Body[..(last + 1)].Cast<FencedCodeBlock>()];
        string Join(string info) => string.Join("\n\n", blocks.Where(block => block.Info == info).Select(PlainText.Code));
        return new ExampleHelp(section.Heading,
            Join("powershell") is { Length: > 0 } code ? code : throw Error(place, "it has no block marked powershell."),
            Join("output"),
            Texts(section.Body[(last + 1)..], place));
    }

    private List<ParameterHelp> ReadParameters() =>
        [.. Section("PARAMETERS").Children.Where(child => child.Heading != CommonParameters).Select(ReadParameter)];

    private ParameterHelp ReadParameter(MarkdownSection section)
    {
        string place = "PARAMETERS/" + section.Heading;
        if (!section.Heading.StartsWith('-') || section.Body
            is not [.. { Count: > 0 } text, FencedCodeBlock { Info: "yaml" } block])
        {
            throw Error(place, "it must be '-Name', a description and a block marked yaml.");
        }

        try
        {
            ParameterMetadata metadata = new DeserializerBuilder().WithDuplicateKeyChecking().Build()
                .Deserialize<ParameterMetadata>(PlainText.Code(block)) ?? throw Error(place, "the yaml block is empty.");
            return metadata.Type.Length > 0 && metadata.ParameterSets.Count > 0
                ? new ParameterHelp(section.Heading[1..], Texts(text, place), metadata)
                : throw Error(place, "the yaml block lacks Type or ParameterSets.");
        }
        catch (YamlException e)
        {
            throw new HelpFormatException(page.Name, place, e.Message, e);
        }
    }

    private List<TypeHelp> ReadTypes(string heading)
    {
        List<TypeHelp> types = [.. Section(heading).Children.Select(child => new TypeHelp(child.Heading, Texts(child)))];
        return types.Count > 0 ? types : throw Error(heading, "it names no type; write None.");
    }

    private List<LinkHelp> ReadLinks() =>
    [
        .. Section("RELATED LINKS").Body.SelectMany(block => block.Descendants()).OfType<LinkInline>()
            .Select(link => new LinkHelp(PlainText.Inlines(link),
                link.Url is { } url && url.StartsWith("http", StringComparison.Ordinal) ? url : string.Empty)),
    ];

    private MarkdownSection Section(string heading) => page.Root.Children.Find(section => section.Heading == heading)!;

    private List<string> Texts(MarkdownSection section) => Texts(section.Body, section.Heading);

    private List<string> Texts(List<Block> blocks, string place)
    {
        try
        {
            return PlainText.Paragraphs(blocks);
        }
        catch (NotSupportedException e)
        {
            throw new HelpFormatException(page.Name, place, e.Message, e);
        }
    }

    private HelpFormatException Error(string section, string problem) => new(page.Name, section, problem);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    [GeneratedRegex(@"(?<=[\s\[])-([A-Za-z]\w*)")]
    private static partial Regex ParameterName();
}
