using System.Collections.Generic;
using System.Management.Automation;
using SmimeCertTools.Errors;

namespace SmimeCertTools.Pfx;

/// <summary>
/// The names that a run reads and writes: no new file takes the place of another one, of a source that is yet to be read, or of a
/// source that nobody could do without. For the pipeline thread alone.
/// </summary>
internal sealed class PfxDestinationNames
{
    private readonly HashSet<string> _sources = new(PfxDestination.Names);
    private readonly Dictionary<string, string> _claimed = new(PfxDestination.Names);

    /// <summary>Says that a file is to be converted.</summary>
    public void AddSource(string path) => _sources.Add(path);

    /// <summary>Takes the name <paramref name="path"/> for a new file; returns why that is refused, or null.</summary>
    /// <param name="path">The new file's full path.</param>
    /// <param name="item">What it is made of.</param>
    /// <param name="force">Whether files that exist may be replaced.</param>
    public ErrorRecord? Claim(string path, PfxConversionItem item, bool force)
    {
        if (_claimed.TryGetValue(path, out var other))
        {
            return PfxConversionErrors.DestinationTaken(item.Path, path, other);
        }

        // Without -Force it is left alone because it exists.
        if (force && PfxDestination.Names.Equals(path, item.Path) && item.NewPassword is null)
        {
            return PfxConversionErrors.SourceNotReplaced(item.Path);
        }

        if (force && !PfxDestination.Names.Equals(path, item.Path) && _sources.Contains(path))
        {
            return PfxConversionErrors.DestinationIsSource(item.Path, path);
        }

        _claimed.Add(path, item.Path);
        return null;
    }
}
