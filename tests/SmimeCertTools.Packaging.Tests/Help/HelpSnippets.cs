using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.Packaging.Tests.Help;

/// <summary>The blocks marked powershell in the documents of the repository.</summary>
internal static partial class HelpSnippets
{
    /// <summary>Every document that people read: name from the repository's root.</summary>
    public static IReadOnlyList<string> Documents { get; } =
    [
        .. new[] { "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md" }
            .Concat(Markdown("docs")).Concat(Markdown("tests", "live")).Concat(Markdown("tests", "pester"))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A document's blocks, in order. Paths in the checkout are made whole, since examples run elsewhere.</summary>
    public static IReadOnlyList<string> Of(string file) =>
    [
        .. Fenced().Matches(File.ReadAllText(RepositoryRoot.Combine(file.Split('/'))).ReplaceLineEndings("\n"))
            .Select(match => match.Groups[1].Value)
            .Select(code => code.Replace("./artifacts/", RepositoryRoot.Combine("artifacts") + "/", StringComparison.Ordinal)),
    ];

    private static IEnumerable<string> Markdown(params string[] folder) =>
        Directory.EnumerateFiles(RepositoryRoot.Combine(folder), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(RepositoryRoot.Path, path).Replace('\\', '/'));

    [GeneratedRegex("^```powershell\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
