using System;
using System.Linq;
using System.Text.RegularExpressions;

namespace SmimeCertTools.Package;

/// <summary>
/// The module's manifest as a gallery gets it: the repository's, with release notes, a tag for each command and, where there is
/// one, its address.
/// </summary>
public static partial class ModuleManifest
{
    private const string Anchor = "        PSData = @{\n";

    /// <summary>Adds to the repository's manifest what is known only when the module is staged.</summary>
    /// <param name="manifest">The repository's manifest: static data.</param>
    /// <param name="notes">What the version brings.</param>
    /// <param name="address">Where the repository can be seen; empty while it has no address, and then none is written.</param>
    /// <exception cref="PackageToolException">The manifest lacks the place for it, or has the members already.</exception>
    public static string Complete(string manifest, string notes, string address)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(notes);
        var text = manifest.ReplaceLineEndings("\n");
        if (Members().Match(text) is { Success: true } member)
        {
            throw new PackageToolException(
                $"SmimeCertTools.psd1 holds {member.Groups[1].Value}, which staging adds. Take it out.");
        }

        var at = text.IndexOf(Anchor, StringComparison.Ordinal);
        if (at < 0)
        {
            throw new PackageToolException("SmimeCertTools.psd1 has no line 'PSData = @{' with eight blanks before it.");
        }

        at += Anchor.Length;
        return WithCommands(text[..at] + Links(address) + $"            ReleaseNotes = {Quote(notes)}\n" + text[at..]);
    }

    // PowerShellGet's tags by which Find-PSResource -CommandName finds. A gallery reads those of the package, a folder or a share
    // as repository those of the manifest in it.
    private static string WithCommands(string text)
    {
        var commands = Exports().Matches(text).SelectMany(list => Names().Matches(list.Groups[1].Value))
            .Select(name => $",\n                'PSCommand_{name.Groups[1].Value}'");
        var tags = Tags().Match(text);
        return !tags.Success ? throw new PackageToolException("SmimeCertTools.psd1 has no list Tags = @(...).")
            : text.Insert(tags.Index + tags.Length, string.Concat(commands));
    }

    /// <summary>The address, checked.</summary>
    /// <exception cref="PackageToolException">It is no address of a page.</exception>
    public static Uri? Address(string address) =>
        string.IsNullOrWhiteSpace(address) ? null
        : Uri.TryCreate(address.Trim().TrimEnd('/'), UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps ? uri
        : throw new PackageToolException(
            $"RepositoryAddress in Directory.Build.props is '{address}', which is no https address.");

    private static string Links(string address) => Address(address) is { } uri
        ? $"            LicenseUri   = {Quote($"{uri}/blob/main/LICENSE")}\n            ProjectUri   = {Quote(uri.ToString())}\n"
        : string.Empty;

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^\s*(?:CmdletsToExport|AliasesToExport)\s*=\s*@\(([^)]*)\)", RegexOptions.Multiline)]
    private static partial Regex Exports();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Names();

    [GeneratedRegex(@"^\s*Tags\s*=\s*@\([^)]*(?=\))", RegexOptions.Multiline)]
    private static partial Regex Tags();

    [GeneratedRegex(@"^\s*(LicenseUri|ProjectUri|IconUri|ReleaseNotes)\s*=", RegexOptions.Multiline)]
    private static partial Regex Members();
}
