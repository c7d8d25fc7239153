using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using SmimeCertTools.Core.Secrets;
using Xunit;

namespace SmimeCertTools.Core.Tests.Pfx;

/// <summary>Third-party test data that lies beside the checkout, where it is present.</summary>
internal static class Corpus
{
    private static readonly Lazy<string?> Root = new(Find);

    public static string? Folder => Root.Value;

    public static string PathOf(string file) => Path.Combine(Folder!, file);

    /// <summary>The entries of one list of a manifest.</summary>
    public static IReadOnlyList<JsonElement> Entries(string manifest, string list)
    {
        using var stream = File.OpenRead(PathOf(Path.Combine(manifest, "manifest.json")));
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.GetProperty(list).EnumerateArray().Select(entry => entry.Clone())];
    }

    public static string Text(this JsonElement entry, string name) => entry.GetProperty(name).GetString()!;

    public static bool Has(this JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);

    public static SecretText Password(this JsonElement entry) =>
        entry.GetProperty("password").GetString() is { } text ? SecretText.Copy(text) : SecretText.Absent();

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("SMIMECERTTOOLS_SHARED") is { Length: > 0 } shared)
        {
            return Check(Path.Combine(shared, "corpus"));
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Check(Path.Combine(folder.FullName, "shared", "corpus")) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string? Check(string folder) => File.Exists(Path.Combine(folder, "pfx", "manifest.json")) ? folder : null;
}

/// <summary>A test that needs the third-party data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute()
    {
        if (Corpus.Folder is null)
        {
            Skip = "The folder shared/corpus is not beside the checkout, and SMIMECERTTOOLS_SHARED names none.";
        }
    }
}
