using System.Collections.Generic;
using System.IO;
using System.Linq;
using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace SmimeCertTools.Help;

/// <summary>A heading with what follows it: text, then deeper headings.</summary>
internal sealed class MarkdownSection(string heading)
{
    public string Heading { get; } = heading;

    public List<Block> Body { get; } = [];

    public List<MarkdownSection> Children { get; } = [];
}

/// <summary>A page cut at its headings.</summary>
/// <param name="Name">The file's name, for messages.</param>
/// <param name="FrontMatter">The keys above the page.</param>
/// <param name="Root">The heading of level 1; its children are those of level 2.</param>
internal sealed record MarkdownPage(string Name, IReadOnlyDictionary<string, string> FrontMatter, MarkdownSection Root)
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UseYamlFrontMatter().UsePipeTables().Build();

    public static MarkdownPage Parse(string name, string text)
    {
        MarkdownDocument document = Markdown.Parse(text, Pipeline);
        var open = new Stack<MarkdownSection>();
        MarkdownSection? root = null;
        foreach (Block block in document.Where(block => block is not YamlFrontMatterBlock and not LinkReferenceDefinitionGroup))
        {
            if (block is HeadingBlock heading)
            {
                var section = new MarkdownSection(PlainText.Inlines(heading.Inline));
                if ((heading.Level == 1) != (root is null) || heading.Level > open.Count + 1)
                {
                    throw new HelpFormatException(
                        name, section.Heading, "a page has one heading of level 1, and no level is left out.");
                }

                while (open.Count >= heading.Level)
                {
                    open.Pop();
                }

                root ??= section;
                open.TryPeek(out MarkdownSection? parent);
                parent?.Children.Add(section);
                open.Push(section);
            }
            else if (open.TryPeek(out MarkdownSection? section))
            {
                section.Body.Add(block);
            }
            else
            {
                throw new HelpFormatException(name, "top", "text stands above the first heading.");
            }
        }

        return root is null
            ? throw new HelpFormatException(name, "top", "there is no heading.")
            : new MarkdownPage(name, ReadFrontMatter(name, document), root);
    }

    private static Dictionary<string, string> ReadFrontMatter(string name, MarkdownDocument document)
    {
        if (document.OfType<YamlFrontMatterBlock>().FirstOrDefault() is not { } block)
        {
            return [];
        }

        try
        {
            using var reader = new StringReader(block.Lines.ToString());
            return new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<Dictionary<string, string>>(reader)
                ?? [];
        }
        catch (YamlException e)
        {
            throw new HelpFormatException(name, "front matter", e.Message, e);
        }
    }
}
