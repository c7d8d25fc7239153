using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>Records that were deleted and that listings still show for a while. Safe for concurrent use.</summary>
internal sealed class DeletedRecords(IServiceOptions options)
{
    private readonly Lock _lock = new();
    private readonly List<(StoredUserPfx Record, long Since)> _records = [];

    /// <summary>Adds a record that was deleted just now.</summary>
    public void Add(StoredUserPfx record)
    {
        if (options.DeletionLag > TimeSpan.Zero)
        {
            lock (_lock)
            {
                _records.Add((record, options.Clock.GetTimestamp()));
            }
        }
    }

    /// <summary>What a listing shows beside <paramref name="present"/>: of all users, or of one.</summary>
    public IEnumerable<StoredUserPfx> Show(IReadOnlyList<StoredUserPfx> present, string? userPrincipalName)
    {
        lock (_lock)
        {
            _records.RemoveAll(deleted => options.Clock.GetElapsedTime(deleted.Since) >= options.DeletionLag);
            return [.. present.Concat(_records.Select(deleted => deleted.Record).Where(deleted =>
                (userPrincipalName is null || Same(deleted.UserPrincipalName, userPrincipalName))
                && !present.Any(record => Same(record.Id, deleted.Id))))];
        }
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
