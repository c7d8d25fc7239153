using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Graph;

namespace SmimeCertTools.Core.Jobs;

/// <summary>Ends what became of a record.</summary>
internal delegate Task RemovalEnd(
    JobEvents events, ResultsEntry entry, SmimeException? error, bool isListed, CancellationToken cancellationToken);

/// <summary>
/// Finds out what became of the removals that earlier runs began, of whomever: what is gone was removed. What is still there is
/// removed when it is named, and else stays and is told of, since nobody has asked for it now.
/// </summary>
/// <param name="entries">Makes the entries.</param>
/// <param name="remover">Looks users up; those that are named later are looked up with it once only.</param>
/// <param name="open">What was begun.</param>
/// <param name="end">Takes what is gone.</param>
internal sealed class RemovalSettling(
    RemovalEntries entries, UserPfxRemover remover, IReadOnlyCollection<ResultsEntry> open, RemovalEnd end)
{
    private readonly ConcurrentBag<ResultsEntry> _left = [];
    private readonly ConcurrentBag<ResultsEntry> _gone = [];
    private volatile GraphRequestException? _sessionError;

    /// <summary>The error that ended the session; null while it has not ended.</summary>
    public GraphRequestException? SessionError => _sessionError;

    /// <summary>Looks all of them up.</summary>
    public async Task StartAsync(JobItems items, JobEvents events)
    {
        foreach (var user in open.ToLookup(begun => begun.UserPrincipalName!, StringComparer.OrdinalIgnoreCase))
        {
            await items.StartAsync(token => SettleAsync(user.Key, [.. user], events, token)).ConfigureAwait(false);
        }

        await items.DrainAsync().ConfigureAwait(false);
    }

    /// <summary>Whether a certificate, or any of a user, was found to be gone now.</summary>
    public bool Knows(string userPrincipalName, string? thumbprint) => _gone.Any(entry =>
        userPrincipalName.Trim().Equals(entry.UserPrincipalName, StringComparison.OrdinalIgnoreCase)
        && (thumbprint is null || thumbprint.Equals(entry.Thumbprint, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Tells of those that are still there and that nobody named.</summary>
    public async Task TellAsync(JobEvents events, Func<string, bool> isNamed, CancellationToken cancellationToken)
    {
        foreach (var begun in _left.Where(begun => !isNamed(begun.RecordId!)))
        {
            await events.TellAsync(new JobMessage(RemovalErrors.StillThere(begun), IsWarning: true), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task SettleAsync(string user, ResultsEntry[] begun, JobEvents events, CancellationToken cancellationToken)
    {
        IReadOnlyList<RecordDeletion> found;
        try
        {
            found = await remover.FindAsync(user, null, cancellationToken).ConfigureAwait(false);
        }
        catch (GraphRequestException error)
        {
            _sessionError ??= error.IsSessionError ? error : null;
            foreach (var entry in begun)
            {
                var message = new JobMessage(RemovalErrors.NotSettled(entry, error), IsWarning: true);
                await events.TellAsync(message, cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        foreach (var entry in begun)
        {
            if (found.Any(deletion => entry.RecordId!.Equals(deletion.Record.Id, StringComparison.OrdinalIgnoreCase)))
            {
                _left.Add(entry);
                continue;
            }

            _gone.Add(entry);
            await end(events, entries.Ended(entries.After(entry), SmimeRemoveStatus.Removed), null, isListed: true,
                cancellationToken).ConfigureAwait(false);
        }
    }
}
