using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using SmimeCertTools.Fuzzing.Targets;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.Fuzzing.Seeds;

/// <summary>Third-party files as further seeds, where they are present.</summary>
public static class CorpusFiles
{
    /// <summary>The PFX files with their passwords; empty where the data is absent.</summary>
    public static IReadOnlyList<ForeignPfx> ReadPfx() => !SharedCorpus.IsPresent
        ? []
        : [.. Read("pfx", "files"), .. Read("generated", "files"), .. Read("generated", "hostile")];

    /// <summary>The certificates in DER; empty where the data is absent.</summary>
    public static IReadOnlyList<byte[]> ReadCertificates()
    {
        var folder = SharedCorpus.IsPresent ? SharedCorpus.PathOf("smime-certs") : null;
        return folder is null || !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Order(System.StringComparer.Ordinal)
                .Select(File.ReadAllBytes)
                .Where(content => content.Length is > 2 and < 16_384 && content[0] == 0x30)];
    }

    /// <summary>The messages; empty where the data is absent.</summary>
    public static IReadOnlyList<byte[]> ReadMessages()
    {
        if (!SharedCorpus.IsPresent)
        {
            return [];
        }

        using var document = SharedCorpus.Manifest("smime-messages");
        return [.. document.RootElement.GetProperty("files").EnumerateArray()
            .Select(entry => File.ReadAllBytes(SharedCorpus.PathOf(entry.GetProperty("file").GetString()!)))];
    }

    private static IEnumerable<ForeignPfx> Read(string manifest, string list)
    {
        using var document = SharedCorpus.Manifest(manifest);
        foreach (var entry in document.RootElement.GetProperty(list).EnumerateArray())
        {
            var file = entry.GetProperty("file").GetString()!;
            var password = entry.TryGetProperty("password", out var text) && text.ValueKind == JsonValueKind.String
                ? text.GetString()
                : null;
            yield return new ForeignPfx(file, File.ReadAllBytes(SharedCorpus.PathOf(file)), password);
        }
    }
}
