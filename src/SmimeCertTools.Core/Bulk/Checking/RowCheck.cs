using System.Collections.Generic;
using SmimeCertTools.Core.Import;

namespace SmimeCertTools.Core.Bulk.Checking;

/// <summary>What the check of a row found.</summary>
public sealed class RowCheck
{
    /// <summary>The row; its password is gone.</summary>
    public required BulkRow Row { get; init; }

    /// <summary>Why nothing comes of the row; null when at least one record does.</summary>
    public SmimeException? Error { get; init; }

    /// <summary>Key pairs of the file that no record comes of. Each is to be reported.</summary>
    public IReadOnlyList<UserPfxFailure> Failures { get; init; } = [];

    /// <summary>How many records come of the row.</summary>
    public int Records { get; init; }

    /// <summary>SHA-1 thumbprints of the certificates of those records.</summary>
    internal IReadOnlyList<string> Thumbprints { get; init; } = [];

    /// <summary>Whether everything in the row can be delivered.</summary>
    public bool IsGood => Error is null && Failures.Count == 0;

    /// <summary>Whether nothing in the row can be delivered, so that it is left out.</summary>
    public bool IsLeftOut => Records == 0;
}
