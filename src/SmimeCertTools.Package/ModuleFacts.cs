using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Package;

/// <summary>What the manifest says of the module.</summary>
/// <param name="FolderName">The name of the module's folder: the version without its suffix, as PowerShell wants it.</param>
/// <param name="Version">The version with its suffix.</param>
/// <param name="Author">Who made it.</param>
/// <param name="Copyright">The copyright line.</param>
/// <param name="Description">What it is for, in a sentence.</param>
/// <param name="ReleaseNotes">What the version brings.</param>
/// <param name="ProjectUri">Where the repository can be seen; null while it has no address.</param>
/// <param name="Tags">Words that it is found by.</param>
/// <param name="Cmdlets">The cmdlets that it exports.</param>
/// <param name="Aliases">The aliases that it exports.</param>
public sealed record ModuleFacts(
    string FolderName,
    string Version,
    string Author,
    string Copyright,
    string Description,
    string ReleaseNotes,
    Uri? ProjectUri,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> Cmdlets,
    IReadOnlyList<string> Aliases)
{
    /// <summary>Reads them from the manifest as JSON (Import-PowerShellDataFile | ConvertTo-Json -Depth 5).</summary>
    /// <exception cref="PackageToolException">A member is missing.</exception>
    public static ModuleFacts Parse(string json)
    {
        var manifest = JsonNode.Parse(json) ?? throw new PackageToolException("The manifest is empty.");
        var data = manifest["PrivateData"]?["PSData"]
            ?? throw new PackageToolException("The manifest has no PrivateData.PSData.");
        var number = Text(manifest, "ModuleVersion");
        var suffix = (string?)data["Prerelease"];
        return new ModuleFacts(
            number,
            string.IsNullOrEmpty(suffix) ? number : $"{number}-{suffix}",
            Text(manifest, "Author"),
            Text(manifest, "Copyright"),
            Text(manifest, "Description"),
            Text(data, "ReleaseNotes"),
            (string?)data["ProjectUri"] is { } address ? new Uri(address) : null,
            Texts(data, "Tags"),
            Texts(manifest, "CmdletsToExport"),
            Texts(manifest, "AliasesToExport"));
    }

    private static string Text(JsonNode node, string name) =>
        (string?)node[name] ?? throw new PackageToolException($"The manifest has no {name}.");

    private static IReadOnlyList<string> Texts(JsonNode node, string name) => node[name] is JsonArray array
        ? [.. array.Select(item => (string)item!)]
        : throw new PackageToolException($"The manifest has no list {name}.");
}
