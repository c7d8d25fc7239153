using System;
using System.IO;
using System.Text.Json;

namespace SmimeCertTools.TestSupport.Tools;

/// <summary>
/// Third-party test data beside the checkout: the folder that SMIMECERTTOOLS_SHARED names, else the first folder named "shared"
/// with a "corpus" in it on the way up from the test assembly.
/// </summary>
public static class SharedCorpus
{
    /// <summary>Why a test over this data was skipped.</summary>
    public const string AbsentMessage =
        "The shared test data is absent: put a folder 'shared' beside the checkout or name one in SMIMECERTTOOLS_SHARED.";

    private static readonly string? SharedFolder = Locate();

    /// <summary>Whether the data was found.</summary>
    public static bool IsPresent => SharedFolder is not null;

    /// <summary>The folder with corpus/ and graph/ in it.</summary>
    /// <exception cref="InvalidOperationException">The data is absent.</exception>
    public static string Shared => SharedFolder ?? throw new InvalidOperationException(AbsentMessage);

    /// <summary>The corpus folder itself.</summary>
    /// <exception cref="InvalidOperationException">The data is absent.</exception>
    public static string Root => Path.Combine(Shared, "corpus");

    /// <summary>Full path of something in the corpus; "/" separates parts as in its manifests.</summary>
    /// <exception cref="InvalidOperationException">The data is absent.</exception>
    public static string PathOf(string relative) => Path.Combine([Root, .. relative.Split('/')]);

    /// <summary>The manifest.json of one of the corpus's folders ("pfx", "generated", …).</summary>
    /// <exception cref="InvalidOperationException">The data is absent.</exception>
    public static JsonDocument Manifest(string folder) =>
        JsonDocument.Parse(File.ReadAllBytes(PathOf(folder + "/manifest.json")));

    private static string? Locate()
    {
        var named = Environment.GetEnvironmentVariable("SMIMECERTTOOLS_SHARED");
        if (!string.IsNullOrEmpty(named))
        {
            return Directory.Exists(Path.Combine(named, "corpus")) ? Path.GetFullPath(named) : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(candidate, "corpus")))
            {
                return candidate;
            }
        }

        return null;
    }
}
