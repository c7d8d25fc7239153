using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace SmimeCertTools.Help;

/// <summary>The table of contents that the site shows beside help pages, for docfx.</summary>
public static class SiteContents
{
    /// <summary>Where it is, from the repository's root.</summary>
    public const string FileName = "docs/site/help/toc.yml";

    private const string Pages = "../../en-US/";

    /// <summary>The module's page, its cmdlets and its topics.</summary>
    /// <param name="commands">The cmdlets' pages.</param>
    /// <param name="topics">The files of the about_ topics.</param>
    public static string Write(IEnumerable<CommandHelp> commands, IEnumerable<string> topics)
    {
        var text = new StringBuilder("# Written by 'dotnet run --project src/SmimeCertTools.Help'.\n");
        text.Append($"- name: The module\n  href: {Pages}{ModulePage.FileName}\n");
        Append(text, "Commands", commands.Select(command => command.Name));
        Append(text, "Topics", topics.Select(topic => Path.GetFileNameWithoutExtension(topic)));
        return text.ToString();
    }

    private static void Append(StringBuilder text, string heading, IEnumerable<string> pages)
    {
        text.Append($"- name: {heading}\n  expanded: true\n  items:\n");
        foreach (var page in pages.Order(StringComparer.Ordinal))
        {
            text.Append($"  - name: {page}\n    href: {Pages}{page}.md\n");
        }
    }
}
