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
        [.. Pages(pagesFolder).Where(path => !IsAbout(path))
            .Select(path => CommandPageReader.Read(Path.GetFileName(path), Read(path)))];

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

        foreach (string path in Pages(pagesFolder).Where(IsAbout))
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
