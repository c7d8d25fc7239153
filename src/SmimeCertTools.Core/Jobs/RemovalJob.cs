using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Jobs;

/// <summary>
/// A removal as a whole: settles what earlier runs left open, looks up what is there, asks, writes down what it is about to do,
/// deletes, sees that it is gone, lists what the CA has to revoke, and keeps each result. One bad row never stops the others.
/// </summary>
/// <param name="options">How it is done.</param>
/// <param name="run">The run, which takes the results.</param>
/// <param name="client">The connection's client.</param>
public sealed class RemovalJob(RemovalOptions options, JobRun run, UserPfxClient client)
{
    private readonly UserPfxRemover _remover = new(client);
    private readonly RemovalEntries _entries = new(options, run);
    private readonly ConcurrentDictionary<string, bool> _taken = new(StringComparer.OrdinalIgnoreCase);
    private volatile GraphRequestException? _sessionError;

    /// <summary>The error that ended the session; null while it has not ended.</summary>
    public GraphRequestException? SessionError => _sessionError;

    /// <summary>Runs the job until the rows are complete.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="handle">Told of each event, on the caller's context; answers questions.</param>
    /// <param name="cancellationToken">
    /// Ends the job. Deletions under way get a few seconds to be answered and seen, and their results are kept.
    /// </param>
    /// <exception cref="ResultsFileException">A result could not be kept.</exception>
    /// <exception cref="SmimeException">The list for the CA could not be written.</exception>
    /// <exception cref="OperationCanceledException">The job was cancelled.</exception>
    public Task RunAsync(JobQueue<RemovalRow> rows, Action<JobEvent> handle, CancellationToken cancellationToken)
    {
        Guard.NotNull(rows);
        return JobEvents.RunAsync((events, token) => RunAsync(rows, events, token), handle, cancellationToken);
    }

    private async Task RunAsync(JobQueue<RemovalRow> rows, JobEvents events, CancellationToken cancellationToken)
    {
        using var items = new JobItems(options.ThrottleLimit, cancellationToken);
        var left = new RemovalSettling(_entries, _remover, run.Results?.Removals.Open ?? [], EndAsync);
        try
        {
            await left.StartAsync(items, events).ConfigureAwait(false);
            _sessionError = left.SessionError;
            while (await rows.NextAsync(items.Cancellation).ConfigureAwait(false) is { } row)
            {
                await items.StartAsync(token => RemoveAsync(new Item(row, events, token), left)).ConfigureAwait(false);
            }

            await items.DrainAsync().ConfigureAwait(false);
            await left.TellAsync(events, _taken.ContainsKey, items.Cancellation).ConfigureAwait(false);
        }
        finally
        {
            await items.DrainAsync().ConfigureAwait(false);
        }

        run.Complete();
        options.Revocations?.Complete();
    }

    private async Task RemoveAsync(Item item, RemovalSettling left)
    {
        var row = item.Row;
        if (row.Error is not null)
        {
            await FailAsync(item, _entries.Of(row, row.Thumbprint), row.Error).ConfigureAwait(false);
            return;
        }

        string? thumbprint = null;
        if (row.Thumbprint is not null && !Thumbprint.TryNormalize(row.Thumbprint, out thumbprint))
        {
            await FailAsync(item, _entries.Of(row, row.Thumbprint), Thumbprint.NotOne(row.Thumbprint)).ConfigureAwait(false);
            return;
        }

        if (await LeaveAsync(item, _entries.Of(row, thumbprint)).ConfigureAwait(false))
        {
            return;
        }

        IReadOnlyList<RecordDeletion> found;
        try
        {
            // The id is the service's to say; and a DELETE of a wrong one would be answered as a success.
            found = await _remover.FindAsync(row.UserPrincipalName, thumbprint, item.Cancellation).ConfigureAwait(false);
        }
        catch (GraphRequestException error)
        {
            await FailAsync(item, _entries.Of(row, thumbprint), error).ConfigureAwait(false);
            return;
        }

        var wanted = found.Where(row.Means).ToList();
        if (wanted.Count == 0 && await PassAsync(item, thumbprint, left).ConfigureAwait(false))
        {
            return;
        }

        if (wanted.Count == 0 || thumbprint is null)
        {
            wanted.AddRange(await FindFormerAsync(item, thumbprint).ConfigureAwait(false));
        }

        if (wanted.Count == 0 && !await LeaveAsync(item, _entries.Of(row, thumbprint)).ConfigureAwait(false))
        {
            var error = RemovalErrors.NotFound(row, thumbprint, _remover.HolderOf(row.UserPrincipalName));
            await FailAsync(item, _entries.Of(row, thumbprint), error).ConfigureAwait(false);
        }

        await item.Events.TellAsync(new RecordsFound(row, wanted.Count), item.Cancellation).ConfigureAwait(false);
        foreach (var deletion in wanted)
        {
            await RemoveAsync(item, deletion).ConfigureAwait(false);
        }
    }

    /// <summary>Ends a row that nothing is there of any more; false where nobody knows that anything was.</summary>
    private async Task<bool> PassAsync(Item item, string? thumbprint, RemovalSettling left)
    {
        var row = item.Row;
        if (left.Knows(row.UserPrincipalName, thumbprint) || (run.Results is null && IsOpen(row.UserPrincipalName, thumbprint)))
        {
            await TellAsync(item, $"{row.UserPrincipalName}: what an earlier run began to remove is gone.").ConfigureAwait(false);
            return true;
        }

        // What an earlier run removed is what this one was to do; the CA's list is made whole with it.
        var removed = _entries.Earlier?.Removed(row.UserPrincipalName, thumbprint).ToList() ?? [];
        foreach (var earlier in removed)
        {
            await EndAsync(item.Events, _entries.Ended(_entries.After(earlier, row), SmimeRemoveStatus.AlreadyRemoved), null,
                isListed: true, item.Cancellation).ConfigureAwait(false);
        }

        return removed.Count > 0;
    }

    /// <summary>What a user who was renamed has under other names. That it cannot be looked for stops nothing.</summary>
    private async Task<IEnumerable<RecordDeletion>> FindFormerAsync(Item item, string? thumbprint)
    {
        var row = item.Row;
        try
        {
            var found = (await _remover.FindFormerAsync(row.UserPrincipalName, thumbprint, item.Cancellation)
                .ConfigureAwait(false)).Where(row.Means).ToList();
            foreach (var name in found.Select(deletion => deletion.Record.UserPrincipalName).Distinct())
            {
                await TellAsync(item, RemovalErrors.UnderFormerName(row, name)).ConfigureAwait(false);
            }

            return found;
        }
        catch (GraphRequestException error)
        {
            Note(error);
            await TellAsync(item, RemovalErrors.FormerNamesNotKnown(row, error), isWarning: true).ConfigureAwait(false);
            return [];
        }
    }

    private static Task TellAsync(Item item, string text, bool isWarning = false) =>
        item.Events.TellAsync(new JobMessage(text, isWarning), item.Cancellation);

    // Where nothing is written, an earlier run's removals stay open.
    private bool IsOpen(string user, string? thumbprint) => _entries.Earlier?.Open.Any(begun =>
        user.Equals(begun.UserPrincipalName, StringComparison.OrdinalIgnoreCase)
        && (thumbprint is null || thumbprint.Equals(begun.Thumbprint, StringComparison.OrdinalIgnoreCase))) == true;

    private async Task RemoveAsync(Item item, RecordDeletion deletion)
    {
        var record = deletion.Record;
        if (!_taken.TryAdd(record.Id!, true))
        {
            await TellAsync(item, $"{record.UserPrincipalName}: {record.Thumbprint} was named before.").ConfigureAwait(false);
            return;
        }

        var entry = _entries.Of(item.Row, record);
        var revocation = RemovalEntries.Revocation(entry)!;
        if (options.RequiresSerialNumbers && !revocation.IsComplete && !revocation.IsExpired(run.Now))
        {
            await FailAsync(item, entry, RemovalErrors.SerialNumberUnknown(revocation)).ConfigureAwait(false);
            return;
        }

        if (!await item.Events.AskAsync(new RemovalWanted(record), item.Cancellation).ConfigureAwait(false))
        {
            run.Pass(SmimeRemoveStatus.Removed);
            return;
        }

        if (await LeaveAsync(item, entry).ConfigureAwait(false))
        {
            return;
        }

        item.Cancellation.ThrowIfCancellationRequested();
        await DeleteAsync(item, deletion, entry).ConfigureAwait(false);
    }

    /// <summary>
    /// The deletion itself. What is to be done is on the disk before it is sent, and nothing that can be cancelled stands between
    /// the service's answer and the entries; the order of all steps is in docs/design/bulk.md.
    /// </summary>
    private async Task DeleteAsync(Item item, RecordDeletion deletion, ResultsEntry entry)
    {
        run.Intend(_entries.Ended(entry, SmimeRemoveStatus.Removing));
        GraphRequestException? error = null;
        try
        {
            await deletion.RunAsync(item.Cancellation).ConfigureAwait(false);
        }
        catch (GraphRequestException e)
        {
            error = e;
            Note(e);
        }
        catch (OperationCanceledException) when (!deletion.IsInDoubt)
        {
            run.Add(_entries.Ended(entry, SmimeRemoveStatus.NotAttempted) with { Message = RemovalErrors.Stopped });
            throw;
        }

        // What the service said yes to is the CA's to revoke, whether or not it could be seen to be gone.
        var status = error is null ? SmimeRemoveStatus.Removed
            : deletion.IsInDoubt ? SmimeRemoveStatus.Unconfirmed
            : SmimeRemoveStatus.Failed;
        await EndAsync(item.Events, _entries.Ended(entry, status, error), error,
            isListed: error is null || deletion.IsAccepted, item.Cancellation).ConfigureAwait(false);
    }

    private async Task<bool> LeaveAsync(Item item, ResultsEntry entry)
    {
        if (_sessionError is not { } lost)
        {
            return false;
        }

        await EndAsync(item.Events, _entries.Ended(entry, SmimeRemoveStatus.NotAttempted, lost), null, isListed: false,
            item.Cancellation).ConfigureAwait(false);
        return true;
    }

    private Task FailAsync(Item item, ResultsEntry entry, SmimeException error)
    {
        Note(error);
        return EndAsync(item.Events, _entries.Ended(entry, SmimeRemoveStatus.Failed, error), error, isListed: false,
            item.Cancellation);
    }

    // A lost session is the whole job's error, once, after the items under way have ended.
    private void Note(SmimeException error) =>
        _sessionError ??= error is GraphRequestException { IsSessionError: true } session ? session : null;

    private async Task EndAsync(
        JobEvents events, ResultsEntry entry, SmimeException? error, bool isListed, CancellationToken cancellationToken)
    {
        var result = new RemovalResult(
            entry,
            isListed ? RemovalEntries.Revocation(entry) : null,
            error is GraphRequestException { IsSessionError: true } ? null : error)
        {
            SerialNumber = entry.SerialNumber,
            Issuer = entry.Issuer,
        };
        try
        {
            run.Add(entry, options.Revocations, result.Revocation);
        }
        catch (SmimeException)
        {
            // It happened all the same; what was begun stays open, and the next run writes it down.
            await events.TellAsync(result, cancellationToken).ConfigureAwait(false);
            throw;
        }

        await events.TellAsync(result, cancellationToken).ConfigureAwait(false);
    }

    private sealed record Item(RemovalRow Row, JobEvents Events, CancellationToken Cancellation);
}
