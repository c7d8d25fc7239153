using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace SmimeCertTools.Package;

/// <summary>Which packages the module's files come from.</summary>
public static class RedistributedPackages
{
    private const string Own = "SmimeCertTools";

    /// <summary>Reads the packages of the files that are not the module's own, in the order of their names.</summary>
    /// <param name="staged">Files' places in the module, "/" between parts.</param>
    /// <param name="sources">
    /// The editions (the folders core and desktop), each with the files that its publication would hold: paths in NuGet's cache.
    /// </param>
    /// <param name="cache">NuGet's cache: a folder for each package, in it one for each version.</param>
    /// <exception cref="PackageToolException">A file comes from no package, or a package tells no licence.</exception>
    public static IReadOnlyList<RedistributedPackage> Of(
        IEnumerable<string> staged, IReadOnlyDictionary<string, IReadOnlyList<string>> sources, string cache)
    {
        ArgumentNullException.ThrowIfNull(staged);
        ArgumentNullException.ThrowIfNull(sources);
        return [.. staged
            .Where(file => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
                && !Path.GetFileName(file).StartsWith(Own, StringComparison.Ordinal))
            .GroupBy(file => FolderOf(file, sources, cache), StringComparer.Ordinal)
            .Select(group => RedistributedPackage.Read(group.Key, [.. group.Order(StringComparer.Ordinal)]))
            .OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase)
            .ThenBy(package => package.Version, StringComparer.Ordinal)];
    }

    private static string FolderOf(string file, IReadOnlyDictionary<string, IReadOnlyList<string>> sources, string cache)
    {
        var edition = file[..Math.Max(0, file.IndexOf('/', StringComparison.Ordinal))];

        // A file that both editions share stands in one of them, or beside them.
        var all = sources.Values.SelectMany(list => list);
        var places = sources.TryGetValue(edition, out var own) ? own.Concat(all) : all;
        var source = places.FirstOrDefault(path =>
            Path.GetFileName(path) == Path.GetFileName(file) && path.StartsWith(cache, StringComparison.Ordinal))
            ?? throw new PackageToolException($"{file} is in the module, but comes from none of its packages.");
        var parts = Path.GetRelativePath(cache, source).Split(Path.DirectorySeparatorChar);
        return Path.Combine(cache, parts[0], parts[1]);
    }
}
