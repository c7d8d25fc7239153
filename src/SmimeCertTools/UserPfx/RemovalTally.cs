using System.Collections.Generic;
using SmimeCertTools.Connection;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Ledger;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Revocation;
using SmimeCertTools.Types;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// Counts what became of certificates that were to be removed, keeps each result in the ledger, and lists what the CA has to
/// revoke. For the pipeline thread alone.
/// </summary>
internal sealed class RemovalTally
{
    private readonly Dictionary<SmimeRemoveStatus, int> _counts = [];

    /// <summary>The run.</summary>
    public ImportRun Run { get; } = new();

    /// <summary>Where results are kept; null when nowhere.</summary>
    public ImportLedger? Ledger { get; set; }

    /// <summary>The list for the CA; null for none.</summary>
    public RevocationList? Revocations { get; set; }

    /// <summary>Keeps a result before anybody sees it: after Ctrl+C nothing can be written to the pipeline any more.</summary>
    public void Add(SmimeRemoveResult result, UserPfxRecord? record, RevocationEntry? revocation)
    {
        _counts[result.Status] = Of(result.Status) + 1;
        Ledger?.Append(new LedgerEntry
        {
            Time = Run.Now,
            RunId = Run.Id,
            UserPrincipalName = result.UserPrincipalName,
            Thumbprint = result.Thumbprint,
            Status = result.Status,
            RecordId = result.RecordId,
            KeyName = record?.KeyName,
            ProviderName = record?.ProviderName,
            Padding = record?.PaddingScheme,
            Purpose = record?.IntendedPurpose,
            ErrorId = result.ErrorId,
            Message = result.Error,
        });
        if (revocation is not null)
        {
            Revocations?.Add(revocation);
        }
    }

    /// <summary>The run as a whole.</summary>
    public SmimeRemoveSummary Summarize(TrafficMeter? traffic) => new()
    {
        RunId = Run.Id,
        Removed = Of(SmimeRemoveStatus.Removed),
        AlreadyRemoved = Of(SmimeRemoveStatus.AlreadyRemoved),
        Failed = Of(SmimeRemoveStatus.Failed),
        NotAttempted = Of(SmimeRemoveStatus.NotAttempted),
        Started = Run.Started.LocalDateTime,
        Duration = Run.Elapsed,
        ThrottledTime = Run.Held,
        Requests = traffic?.Requests ?? 0,
        ThrottledRequests = traffic?.Throttled ?? 0,
        ResultPath = Ledger?.Path,
        RevocationListPath = Revocations?.Path,
    };

    private int Of(SmimeRemoveStatus status) => _counts.TryGetValue(status, out var count) ? count : 0;
}
