using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace SmimeCertTools.Package;

/// <summary>ThirdPartyNotices.txt: whose files the module holds, and under which licences.</summary>
public static class NoticesText
{
    private const string Mark = " (reduced)";

    private static readonly string s_rule = new('-', 78);

    /// <summary>
    /// Writes the notices: the packages, then each licence's text once, then what the packages say of others' work.
    /// </summary>
    /// <param name="packages">The packages, each with its files.</param>
    /// <param name="reduced">The files' places in the module that are not as their vendors published them.</param>
    /// <exception cref="PackageToolException">A package's licence has no text here and the package brings none.</exception>
    public static string Of(IReadOnlyList<RedistributedPackage> packages, IEnumerable<string> reduced)
    {
        ArgumentNullException.ThrowIfNull(packages);
        var changed = reduced.ToHashSet(StringComparer.Ordinal);
        var text = new StringBuilder()
            .Append("Third-party notices of SmimeCertTools\n\n")
            .Append("SmimeCertTools itself is under the licence in the file LICENSE. It comes with files of others, named here\n")
            .Append("with their licences. SmimeCertTools changed those that are marked (reduced): types and members that it ")
            .Append("does\nnot use were taken out, and with them the vendor's signature. All others are as their vendors ")
            .Append("published them.\n");
        foreach (var package in packages)
        {
            text.Append($"\n{s_rule}\n{package.Id} {package.Version}\n{package.Copyright}\n")
                .Append($"Licence: {Name(package)}\n");
            foreach (var file in package.Files)
            {
                text.Append($"  {file}{(changed.Contains(file) ? Mark : string.Empty)}\n");
            }

            if (package.LicenceText is { } own)
            {
                text.Append($"\n{own}\n");
            }
        }

        var named = packages.Where(package => package.LicenceText is null).Select(package => Choose(package.Licence!));
        foreach (var licence in named.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            text.Append($"\n{s_rule}\nThe licence {licence}\n\n{LicenceText(licence)}\n");
        }

        var notices = packages.Where(package => package.Notice is not null)
            .GroupBy(package => package.Notice, package => $"{package.Id} {package.Version}", StringComparer.Ordinal);
        foreach (var notice in notices)
        {
            text.Append($"\n{s_rule}\nNotices that come with {string.Join(", ", notice)}\n\n")
                .Append($"{notice.Key}\n");
        }

        return text.ToString();
    }

    private static string Name(RedistributedPackage package) =>
        package.Licence is not { } expression ? "the text below"
        : Choose(expression) is var chosen && chosen == expression ? expression
        : $"{expression}; taken under {chosen}";

    // Where a package lets choose, the one whose text is here.
    private static string Choose(string expression) => expression.Split(" OR ").Select(part => part.Trim('(', ')', ' '))
        .OrderBy(part => Resource(part) is null).First();

    private static string LicenceText(string licence) => Resource(licence) is { } stream
        ? new StreamReader(stream).ReadToEnd().ReplaceLineEndings("\n").Trim('\n')
        : throw new PackageToolException(
            $"The licence {licence} of a package has no text: put it into src/SmimeCertTools.Package/Licences/{licence}.txt.");

    private static Stream? Resource(string licence) => typeof(NoticesText).Assembly.GetManifestResourceStream(licence);
}
