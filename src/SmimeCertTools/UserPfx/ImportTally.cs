using System.Collections.Generic;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Ledger;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Hosting;
using SmimeCertTools.Types;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// Counts what became of the rows of a run, and keeps each result in the ledger. For the pipeline thread alone.
/// </summary>
internal sealed class ImportTally
{
    private readonly Dictionary<SmimeImportStatus, int> _counts = [];

    /// <summary>The run.</summary>
    public ImportRun Run { get; } = new();

    /// <summary>Where results are kept; null when nowhere.</summary>
    public ImportLedger? Ledger { get; set; }

    /// <summary>The connector's key; null for records that were protected elsewhere.</summary>
    public ConnectorPublicKey? Key { get; set; }

    /// <summary>Rows, files and records that came in.</summary>
    public int Rows { get; set; }

    /// <summary>How many of them cannot be delivered as a whole.</summary>
    public int Invalid { get; set; }

    /// <summary>When an earlier run stored the record as this one would send it; null when none did.</summary>
    public System.DateTimeOffset? DoneAt(UserPfxRecord record) =>
        Key is null ? null : Ledger?.Done.DoneAt(record, Key.Fingerprint);

    /// <summary>
    /// Keeps a result before anybody sees it: after Ctrl+C nothing can be written to the pipeline any more.
    /// </summary>
    public void Add(SmimeImportResult result, PreparedUserPfx? prepared = null, UserPfxRecord? stored = null)
    {
        Count(result.Status, 1);
        Ledger?.Append(new LedgerEntry
        {
            Time = Run.Now,
            RunId = Run.Id,
            Line = result.Line,
            UserPrincipalName = result.UserPrincipalName,
            Path = result.Path,
            Thumbprint = result.Thumbprint,
            Status = result.Status,
            RecordId = result.RecordId,
            LastModified = stored?.LastModifiedDateTime,
            KeyName = prepared?.Record.KeyName,
            ProviderName = prepared?.Record.ProviderName,
            Padding = prepared?.Record.PaddingScheme,
            Purpose = prepared?.Record.IntendedPurpose,
            PublicKeyFingerprint = prepared is null ? null : Key?.Fingerprint,
            ErrorId = result.ErrorId,
            Message = result.Error ?? result.Difference,
        });
    }

    /// <summary>Counts results that are not written one by one.</summary>
    public void Count(SmimeImportStatus status, int count) => _counts[status] = Of(status) + count;

    /// <summary>The run as a whole.</summary>
    public SmimeImportSummary Summarize()
    {
        var elapsed = Run.Elapsed;
        var done = Of(SmimeImportStatus.Imported) + Of(SmimeImportStatus.Updated) + Of(SmimeImportStatus.AlreadyPresent)
            + Of(SmimeImportStatus.Outdated) + Of(SmimeImportStatus.Failed);
        return new SmimeImportSummary
        {
            RunId = Run.Id,
            Rows = Rows,
            Valid = Rows - Invalid,
            Invalid = Invalid,
            Imported = Of(SmimeImportStatus.Imported),
            Updated = Of(SmimeImportStatus.Updated),
            AlreadyPresent = Of(SmimeImportStatus.AlreadyPresent),
            Outdated = Of(SmimeImportStatus.Outdated),
            Failed = Of(SmimeImportStatus.Failed),
            NotAttempted = Of(SmimeImportStatus.NotAttempted),
            Started = Run.Started.LocalDateTime,
            Duration = elapsed,
            ThrottledTime = Run.Held,
            PerSecond = elapsed.TotalSeconds > 0 ? System.Math.Round(done / elapsed.TotalSeconds, 2) : 0,
            ResultPath = Ledger?.Path,
        };
    }

    private int Of(SmimeImportStatus status) => _counts.TryGetValue(status, out var count) ? count : 0;
}
