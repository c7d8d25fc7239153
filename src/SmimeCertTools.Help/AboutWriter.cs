using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace SmimeCertTools.Help;

/// <summary>Writes an about_ topic as the text file that Get-Help shows, at most 79 columns wide.</summary>
internal static class AboutWriter
{
    private const int Width = 79;
    private const string Margin = "    ";

    /// <summary>Turns a page with SHORT DESCRIPTION and LONG DESCRIPTION into text with line feeds.</summary>
    public static string Write(string pageName, string text)
    {
        MarkdownPage page = MarkdownPage.Parse(pageName, text);
        if (page.Root.Children.Select(section => section.Heading).Take(2).ToArray()
            is not ["SHORT DESCRIPTION", "LONG DESCRIPTION"])
        {
            throw new HelpFormatException(
                pageName, page.Root.Heading, "it must begin with SHORT DESCRIPTION and LONG DESCRIPTION.");
        }

        if (page.Root.Heading + ".md" != pageName)
        {
            throw new HelpFormatException(pageName, page.Root.Heading, "the topic and the file are called differently.");
        }

        var result = new StringBuilder();
        result.Append("TOPIC\n").Append(Margin).Append(page.Root.Heading).Append('\n');
        foreach (MarkdownSection section in page.Root.Children)
        {
            result.Append('\n').Append(section.Heading).Append('\n');
            WriteBody(pageName, section, result);
            foreach (MarkdownSection child in section.Children)
            {
                result.Append('\n').Append(Margin[..2]).Append(child.Heading).Append('\n');
                WriteBody(pageName, child, result);
            }
        }

        return result.ToString();
    }

    private static void WriteBody(string pageName, MarkdownSection section, StringBuilder result)
    {
        try
        {
            var paragraphs = PlainText.Paragraphs(section.Body).ConvertAll(paragraph => Lines(paragraph).ToList());
            if (paragraphs.SelectMany(lines => lines).FirstOrDefault(line => line.Length > Width) is { } wide)
            {
                // Text is broken; code cannot be, and a console of 80 columns breaks it anywhere.
                throw new HelpFormatException(pageName, section.Heading,
                    $"this line has {wide.Trim().Length} columns, {wide.Length - Width} too many: {wide.Trim()}");
            }

            result.AppendJoin("\n", paragraphs.Select(lines => string.Concat(lines.Select(line => line + "\n"))));
        }
        catch (NotSupportedException e)
        {
            throw new HelpFormatException(pageName, section.Heading, e.Message, e);
        }
    }

    private static IEnumerable<string> Lines(string paragraph) =>
        PlainText.IsPreformatted(paragraph) ? paragraph.Split('\n').Select(line => (Margin + line).TrimEnd()) : TextWrap.Wrap(
            paragraph, Margin, Width);
}
