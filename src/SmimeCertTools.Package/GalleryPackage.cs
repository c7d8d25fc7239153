using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NuGet.Common;
using NuGet.Packaging;
using NuGet.Versioning;

namespace SmimeCertTools.Package;

/// <summary>The module as files to hand on. The same module gives the same bytes, wherever and whenever it is packed.</summary>
public static partial class GalleryPackage
{
    private const string PropertiesExtension = ".psmdcp";

    // The earliest time that a zip file can hold: a real one would tell clones apart.
    private static readonly DateTimeOffset s_time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// A zip file with the folder SmimeCertTools/version inside, so that it unpacks straight into a folder of PSModulePath.
    /// </summary>
    /// <returns>The file's path.</returns>
    public static string WriteZip(string module, ModuleFacts facts, string folder)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var path = Path.Combine(folder, $"SmimeCertTools.{facts.Version}.zip");
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var file in FilesOf(module))
        {
            using var from = File.OpenRead(Path.Combine(module, file));
            Add(zip, $"SmimeCertTools/{facts.FolderName}/{file}", from);
        }

        return path;
    }

    /// <summary>
    /// A package as PowerShell galleries take it: a .nupkg whose tags name the module's commands, which is how they find them
    /// (PowerShellGet's PSIncludes_Cmdlet, PSCmdlet_ and PSCommand_).
    /// </summary>
    /// <returns>The file's path.</returns>
    public static string WriteNupkg(string module, ModuleFacts facts, string icon, string folder)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var builder = new PackageBuilder(deterministic: true, NullLogger.Instance)
        {
            Id = "SmimeCertTools",
            Version = NuGetVersion.Parse(facts.Version),
            Description = facts.Description,
            Copyright = facts.Copyright,
            ReleaseNotes = facts.ReleaseNotes,
            ProjectUrl = facts.ProjectUri,
            RequireLicenseAcceptance = false,
            Icon = "icon.png",
            LicenseMetadata = new LicenseMetadata(LicenseType.File, "LICENSE", null, null, LicenseMetadata.CurrentVersion),
        };
        builder.Authors.Add(facts.Author);
        builder.Owners.Add(facts.Author);
        builder.Tags.AddRange(facts.Tags.Append("PSModule").Append("PSIncludes_Cmdlet")
            .Concat(facts.Cmdlets.Select(name => $"PSCmdlet_{name}"))
            .Concat(facts.Cmdlets.Concat(facts.Aliases).Select(name => $"PSCommand_{name}"))
            .Distinct(StringComparer.Ordinal));
        builder.Files.AddRange(
            FilesOf(module).Select(file => Entry(Path.Combine(module, file), file)).Append(Entry(icon, "icon.png")));
        var path = Path.Combine(folder, $"SmimeCertTools.{facts.Version}.nupkg");

        using var written = new MemoryStream();
        builder.Save(written);
        using var source = new ZipArchive(written, ZipArchiveMode.Read);
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        Settle(source, zip);
        return path;
    }

    // NuGet writes the time of day into its entries, whatever it is asked for, and names one part by chance. Here that has a name
    // made of the package's own description.
    private static void Settle(ZipArchive source, ZipArchive target)
    {
        var part = source.Entries.Single(entry => entry.FullName.EndsWith(PropertiesExtension, StringComparison.Ordinal));
        using var nuspec = source.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var chance = Path.GetFileNameWithoutExtension(part.Name);
        var name = Convert.ToHexStringLower(SHA256.HashData(nuspec))[..32];
        foreach (var entry in source.Entries)
        {
            using var from = entry.Open();
            if (entry.FullName == "_rels/.rels")
            {
                using var reader = new StreamReader(from);
                var text = reader.ReadToEnd().Replace(chance, name, StringComparison.Ordinal);
                using var settled = new MemoryStream(Encoding.UTF8.GetBytes(PropertiesLink().Replace(text, $"$1{name[..16]}$2")));
                Add(target, entry.FullName, settled);
            }
            else
            {
                Add(target, entry.FullName.Replace(chance, name, StringComparison.Ordinal), from);
            }
        }
    }

    [GeneratedRegex("(\\.psmdcp\" Id=\"R)[0-9A-F]+(\")")]
    private static partial Regex PropertiesLink();

    private static void Add(ZipArchive zip, string name, Stream from)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
        entry.LastWriteTime = s_time;
        using var to = entry.Open();
        from.CopyTo(to);
    }

    private static PhysicalPackageFile Entry(string source, string target) =>
        new() { SourcePath = source, TargetPath = target.Replace('/', Path.DirectorySeparatorChar) };

    private static IEnumerable<string> FilesOf(string module) =>
        Directory.EnumerateFiles(module, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(module, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
}
