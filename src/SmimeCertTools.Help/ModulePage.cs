using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Help;

/// <summary>
/// The module's page, in the layout of Microsoft.PowerShell.PlatyPS 1.0: what stands above the list is written by hand, the
/// list of cmdlets is made of their pages.
/// </summary>
public static class ModulePage
{
    /// <summary>The page, among those of the cmdlets.</summary>
    public const string FileName = "SmimeCertTools.md";

    private const string ListHeading = "\n## SmimeCertTools Cmdlets\n";

    /// <summary>The page with the list of the cmdlets there are, each with its synopsis.</summary>
    /// <param name="text">The page as it is, with line feeds.</param>
    /// <param name="commands">The cmdlets' pages.</param>
    /// <exception cref="HelpFormatException">The page has no such list, or is no module's.</exception>
    public static string Update(string text, IEnumerable<CommandHelp> commands)
    {
        var page = MarkdownPage.Parse(FileName, text);
        if (!page.FrontMatter.TryGetValue("document type", out var type) || type != "module")
        {
            throw new HelpFormatException(FileName, "front matter", "'document type' must be 'module'.");
        }

        var start = text.IndexOf(ListHeading, StringComparison.Ordinal);
        if (start < 0)
        {
            throw new HelpFormatException(FileName, "top", $"the heading '{ListHeading.Trim()}' is missing.");
        }

        var list = commands.OrderBy(command => command.Name, StringComparer.Ordinal)
            .Select(command => $"\n### [{command.Name}]({command.Name}.md)\n\n{command.Synopsis}\n");
        return text[..(start + ListHeading.Length)] + string.Concat(list);
    }
}
