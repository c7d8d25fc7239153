using System.Collections.Generic;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// All records of a tenant as a command read them. Objects of it know it, so that nobody needs to read them again.
/// </summary>
internal sealed class RecordListing
{
    private readonly List<UserPfxRecord> _records = [];

    /// <summary>The records that were read.</summary>
    public IReadOnlyList<UserPfxRecord> Records => _records;

    /// <summary>Whether that is all of them.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Adds a page.</summary>
    public void Add(IEnumerable<UserPfxRecord> page) => _records.AddRange(page);

    /// <summary>Says that there are no more.</summary>
    public void Complete() => IsComplete = true;
}
