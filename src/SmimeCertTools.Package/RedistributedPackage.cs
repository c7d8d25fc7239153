using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NuGet.Packaging;
using NuGet.Packaging.Core;

namespace SmimeCertTools.Package;

/// <summary>A package of somebody else's, files of which are in the module.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Files">Its files' places in the module.</param>
/// <param name="Copyright">Its copyright line; its authors' names where it has none.</param>
/// <param name="Licence">The SPDX expression of its licence; null when it has a text only.</param>
/// <param name="LicenceText">The licence's text that the package brings; null when it brings none.</param>
/// <param name="Notice">Notices of what it holds of others; null when it brings none.</param>
public sealed record RedistributedPackage(
    string Id,
    string Version,
    IReadOnlyList<string> Files,
    string Copyright,
    string? Licence,
    string? LicenceText,
    string? Notice)
{
    private static readonly string[] s_licenceNames = ["LICENSE.TXT", "LICENSE", "LICENSE.MD"];
    private static readonly string[] s_noticeNames = ["THIRD-PARTY-NOTICES.TXT", "THIRDPARTYNOTICES.TXT", "NOTICE", "NOTICE.TXT"];

    /// <summary>Reads what a package says of itself.</summary>
    /// <param name="folder">The package's folder of NuGet's cache.</param>
    /// <param name="files">Its files' places in the module.</param>
    /// <exception cref="PackageToolException">It says nothing of its licence, or has no .nuspec file.</exception>
    public static RedistributedPackage Read(string folder, IReadOnlyList<string> files)
    {
        var nuspec = Directory.EnumerateFiles(folder, "*.nuspec").SingleOrDefault()
            ?? throw new PackageToolException($"{folder} has no .nuspec file, so that its licence is not known.");
        var about = new NuspecReader(nuspec);
        var licence = about.GetLicenseMetadata();
        var text = licence is { Type: LicenseType.File }
            ? Text(Path.Combine(folder, licence.License))
            : First(folder, s_licenceNames);
        var expression = licence is { Type: LicenseType.Expression } ? licence.License : null;
        if (text is null && expression is null)
        {
            throw new PackageToolException($"{about.GetId()} {about.GetVersion()} names no licence and brings no text of one.");
        }

        var copyright = about.GetCopyright() is { Length: > 0 } line ? line : $"Copyright (c) {about.GetAuthors()}";
        return new RedistributedPackage(
            about.GetId(), about.GetVersion().ToNormalizedString(), files, copyright, expression, text,
            First(folder, s_noticeNames));
    }

    private static string? First(string folder, string[] names) => Directory.EnumerateFiles(folder)
        .Where(file => names.Contains(Path.GetFileName(file).ToUpperInvariant()))
        .Order(StringComparer.Ordinal).Select(Text).FirstOrDefault();

    private static string Text(string path) => File.ReadAllText(path).ReplaceLineEndings("\n").Trim();
}
