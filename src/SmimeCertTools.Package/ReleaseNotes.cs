using System;
using System.Linq;

namespace SmimeCertTools.Package;

/// <summary>What a version brings, from the changelog.</summary>
public static class ReleaseNotes
{
    // The gallery shows a page's worth; the manifest is read at every import.
    private const int MaxLength = 8000;

    /// <summary>The text under the version's heading, up to the next version's.</summary>
    /// <param name="changelog">The changelog, in the form of Keep a Changelog: a heading "## [version]" each.</param>
    /// <param name="version">The version with its suffix.</param>
    /// <exception cref="PackageToolException">There is no such heading, or nothing under it.</exception>
    public static string Of(string changelog, string version)
    {
        ArgumentNullException.ThrowIfNull(changelog);
        var lines = changelog.ReplaceLineEndings("\n").Split('\n');
        var start = Array.FindIndex(lines, line => line.StartsWith($"## [{version}]", StringComparison.Ordinal));
        if (start < 0)
        {
            throw new PackageToolException(
                $"CHANGELOG.md has no heading '## [{version}]'. Give the version's changes that heading, with its date.");
        }

        var section = lines.Skip(start + 1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));
        var text = string.Join('\n', section).Trim();
        if (text.Length == 0)
        {
            throw new PackageToolException($"CHANGELOG.md says nothing under '## [{version}]'.");
        }

        if (text.Length <= MaxLength)
        {
            return text;
        }

        var end = text.LastIndexOf("\n- ", MaxLength, StringComparison.Ordinal);
        return text[..(end < 0 ? MaxLength : end)] + "\n\nThe rest is in CHANGELOG.md.";
    }
}
