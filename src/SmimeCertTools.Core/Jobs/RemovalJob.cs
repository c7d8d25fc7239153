using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Revocation;
using SmimeCertTools.Types;

namespace SmimeCertTools.Core.Jobs;

/// <summary>How a removal is done.</summary>
public sealed class RemovalOptions
{
    /// <summary>How many certificates are worked on at a time.</summary>
    public int ThrottleLimit { get; init; } = 16;

    /// <summary>The list for the CA; null for none. The caller's.</summary>
    public RevocationList? Revocations { get; init; }

    /// <summary>An archive's certificates by thumbprint, whose issuers and serial numbers are known.</summary>
    public IReadOnlyDictionary<string, CertificateInfo> Known { get; init; } = new Dictionary<string, CertificateInfo>();
}

/// <summary>
/// A removal as a whole: looks up what is there, asks, deletes, sees that it is gone, keeps each result, and lists what the CA
/// has to revoke. One bad row never stops the others.
/// </summary>
/// <param name="options">How it is done.</param>
/// <param name="run">The run, which takes the results.</param>
/// <param name="client">The connection's client.</param>
public sealed class RemovalJob(RemovalOptions options, JobRun run, UserPfxClient client)
{
    private readonly UserPfxRemover _remover = new(client);
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);
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
    /// <exception cref="OperationCanceledException">The job was cancelled.</exception>
    public Task RunAsync(JobQueue<RemovalRow> rows, Action<JobEvent> handle, CancellationToken cancellationToken)
    {
        Guard.NotNull(rows);
        return JobEvents.RunAsync((events, token) => RunAsync(rows, events, token), handle, cancellationToken);
    }

    private async Task RunAsync(JobQueue<RemovalRow> rows, JobEvents events, CancellationToken cancellationToken)
    {
        using var items = new JobItems(options.ThrottleLimit, cancellationToken);
        try
        {
            while (await rows.NextAsync(items.Cancellation).ConfigureAwait(false) is { } row)
            {
                await items.StartAsync(token => RemoveAsync(new Item(row, events, token))).ConfigureAwait(false);
            }
        }
        finally
        {
            await items.DrainAsync().ConfigureAwait(false);
        }
    }

    private async Task RemoveAsync(Item item)
    {
        var row = item.Row;
        var thumbprint = row.Thumbprint;
        IReadOnlyList<UserPfxRecord> records = [];
        try
        {
            if (row.Error is not null)
            {
                throw row.Error;
            }

            if (thumbprint is not null && !Thumbprint.TryNormalize(thumbprint, out thumbprint))
            {
                throw Thumbprint.NotOne(thumbprint = row.Thumbprint!);
            }

            if (await LeaveAsync(item, thumbprint, null).ConfigureAwait(false))
            {
                return;
            }

            // The id is the service's to say; and a DELETE of a wrong one would be answered as a success.
            records = await _remover.FindAsync(row.UserPrincipalName, thumbprint, item.Cancellation).ConfigureAwait(false);
            if (records.Count == 0)
            {
                // What an earlier run removed is what this one was to do; the CA's list is made whole with it.
                await (run.Results?.Done.WasRemoved(row.UserPrincipalName, thumbprint) == true
                    ? EndAsync(item, thumbprint, null, SmimeRemoveStatus.AlreadyRemoved)
                    : throw NotFound(row.UserPrincipalName, thumbprint)).ConfigureAwait(false);
            }
        }
        catch (SmimeException error) when (error is not ResultsFileException)
        {
            await FailAsync(item, thumbprint, null, error).ConfigureAwait(false);
        }

        foreach (var record in records)
        {
            await RemoveAsync(item, record).ConfigureAwait(false);
        }
    }

    private async Task RemoveAsync(Item item, UserPfxRecord record)
    {
        bool isNew;
        lock (_taken)
        {
            isNew = _taken.Add(record.Id!);
        }

        if (!isNew)
        {
            var message = $"{record.UserPrincipalName}: {record.Thumbprint} was named before.";
            await item.Events.TellAsync(new JobMessage(message, IsWarning: false), item.Cancellation).ConfigureAwait(false);
            return;
        }

        if (!await item.Events.AskAsync(new RemovalWanted(record), item.Cancellation).ConfigureAwait(false)
            || await LeaveAsync(item, record.Thumbprint, record).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            await _remover.RemoveAsync(record, item.Cancellation).ConfigureAwait(false);
        }
        catch (GraphRequestException error)
        {
            await FailAsync(item, record.Thumbprint, record, error).ConfigureAwait(false);
            return;
        }

        await EndAsync(item, record.Thumbprint, record, SmimeRemoveStatus.Removed).ConfigureAwait(false);
    }

    private async Task<bool> LeaveAsync(Item item, string? thumbprint, UserPfxRecord? record)
    {
        if (_sessionError is not { } lost)
        {
            return false;
        }

        await EndAsync(item, thumbprint, record, SmimeRemoveStatus.NotAttempted, lost).ConfigureAwait(false);
        return true;
    }

    private Task FailAsync(Item item, string? thumbprint, UserPfxRecord? record, SmimeException error)
    {
        // A lost session is the whole job's error, once, after the items under way have ended.
        _sessionError ??= error is GraphRequestException { IsSessionError: true } session ? session : null;
        return EndAsync(item, thumbprint, record, SmimeRemoveStatus.Failed, error);
    }

    private Task EndAsync(
        Item item, string? thumbprint, UserPfxRecord? record, SmimeRemoveStatus status, SmimeException? error = null)
    {
        var row = item.Row;
        var certificate = thumbprint is not null && options.Known.TryGetValue(thumbprint, out var known) ? known : null;
        var (serial, issuer) = (certificate?.SerialNumber ?? row.SerialNumber, certificate?.Issuer ?? row.Issuer);
        var entry = new ResultsEntry
        {
            Time = run.Now,
            RunId = run.Id,
            UserPrincipalName = record?.UserPrincipalName ?? row.UserPrincipalName,
            Thumbprint = thumbprint,
            Status = status,
            RecordId = record?.Id,
            KeyName = record?.KeyName,
            ProviderName = record?.ProviderName,
            Padding = record?.PaddingScheme,
            Purpose = record?.IntendedPurpose,
            ErrorId = error?.ErrorId,
            Message = status == SmimeRemoveStatus.NotAttempted ? JobRun.NotTried : error is null ? null : run.Wording(error),
        };
        var result = new RemovalResult(
            entry,
            status is SmimeRemoveStatus.Removed or SmimeRemoveStatus.AlreadyRemoved && thumbprint is not null
                ? new RevocationEntry
                {
                    UserPrincipalName = entry.UserPrincipalName,
                    Thumbprint = thumbprint,
                    Issuer = issuer,
                    SerialNumber = serial,
                    NotBefore = certificate?.NotBefore ?? record?.StartDateTime,
                    NotAfter = certificate?.NotAfter ?? record?.ExpirationDateTime,
                }
                : null,
            status == SmimeRemoveStatus.Failed && error is not GraphRequestException { IsSessionError: true } ? error : null)
        {
            SerialNumber = serial,
            Issuer = issuer,
        };

        // Nothing that can be cancelled stands between what took effect and its entries.
        run.Add(entry, result.Revocation is null ? null : options.Revocations, result.Revocation);
        return item.Events.TellAsync(result, item.Cancellation);
    }

    private static ImportException NotFound(string userPrincipalName, string? thumbprint) => new(
        ImportErrorKind.RecordNotFound,
        thumbprint is null
            ? $"{userPrincipalName} has no imported certificate in Intune: nothing was removed. Check the user principal name."
            : $"{userPrincipalName} has no imported certificate {thumbprint} in Intune: nothing was removed.",
        thumbprint ?? userPrincipalName);

    private sealed record Item(RemovalRow Row, JobEvents Events, CancellationToken Cancellation);
}
