using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace SmimeCertTools.Help;

/// <summary>
/// Turns the pages of a folder into the files that Get-Help reads. The same pages give the same bytes everywhere.
/// </summary>
public static class HelpGenerator
{
    /// <summary>Where the pages are, from the repository's root.</summary>
    public const string PagesFolder = "docs/en-US";

    /// <summary>Where the generated files are, from the repository's root.</summary>
    public const string OutputFolder = "src/SmimeCertTools/en-US";

    private const string AboutPrefix = "about_";

    /// <summary>Reads the cmdlets' pages, in ordinal order of their names.</summary>
    /// <exception cref="HelpFormatException">A page does not follow the layout.</exception>
    public static IReadOnlyList<CommandHelp> ReadCommands(string pagesFolder) =>
        [.. Pages(pagesFolder).Where(path => !IsAbout(path) && Path.GetFileName(path) != ModulePage.FileName)
            .Select(path => CommandPageReader.Read(Path.GetFileName(path), Read(path)))];

    /// <summary>The about_ topics' files, in ordinal order.</summary>
    public static IReadOnlyList<string> TopicFiles(string pagesFolder) => [.. Pages(pagesFolder).Where(IsAbout)];

    /// <summary>
    /// Makes what the documentation itself has of the pages, the module's page and the site's table of contents: file name from
    /// the repository's root to text.
    /// </summary>
    /// <param name="root">The repository's root.</param>
    /// <exception cref="HelpFormatException">A page does not follow the layout.</exception>
    public static IReadOnlyDictionary<string, string> GenerateLists(string root)
    {
        var folder = Path.Combine(root, PagesFolder);
        var commands = ReadCommands(folder);
        return new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [$"{PagesFolder}/{ModulePage.FileName}"] =
                ModulePage.Update(Read(Path.Combine(folder, ModulePage.FileName)), commands),
            [SiteContents.FileName] = SiteContents.Write(commands, TopicFiles(folder)),
        };
    }

    /// <summary>
    /// Where the repository can be seen (RepositoryAddress in Directory.Build.props); empty while it is nowhere.
    /// </summary>
    public static string RepositoryAddress { get; } = typeof(HelpGenerator).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().SingleOrDefault(data => data.Key == nameof(RepositoryAddress))?.Value
        ?? string.Empty;

    /// <summary>Makes the files in memory: file name to text.</summary>
    /// <param name="pagesFolder">Where the pages are.</param>
    /// <param name="address">Where the repository can be seen, which -Online leads to; empty for nowhere.</param>
    /// <exception cref="HelpFormatException">A page does not follow the layout.</exception>
    public static IReadOnlyDictionary<string, string> Generate(string pagesFolder, string address)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (IGrouping<string,
            CommandHelp> group in ReadCommands(pagesFolder).GroupBy(help => help.FrontMatter["external help file"]))
        {
            files.Add(group.Key, MamlWriter.Write(group, address));
        }

        foreach (string path in TopicFiles(pagesFolder))
        {
            files.Add(
                Path.GetFileNameWithoutExtension(path) + ".help.txt", AboutWriter.Write(Path.GetFileName(path), Read(path)));
        }

        return files;
    }

    private static IEnumerable<string> Pages(string folder) =>
        Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal);

    private static bool IsAbout(string path) => Path.GetFileName(path).StartsWith(AboutPrefix, StringComparison.Ordinal);

    private static string Read(string path) => File.ReadAllText(path).ReplaceLineEndings("\n");
}
