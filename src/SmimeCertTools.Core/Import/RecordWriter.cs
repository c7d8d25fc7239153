using System;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Http;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import;

/// <summary>
/// Sends one record until the service has it. A write that may have taken effect is looked up before it is sent again, and no
/// write is abandoned half-way by a cancellation: it gets a few seconds to be answered.
/// </summary>
internal sealed class RecordWriter
{
    private readonly UserPfxClient _client;

    public RecordWriter(UserPfxClient client) => _client = client;

    /// <summary>How long a write that is under way may still take after a cancellation.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Creates the record, or replaces <paramref name="existing"/>.</summary>
    public async Task<ImportOutcome> WriteAsync(
        UserPfxRecord record, UserPfxRecord? existing, bool force, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var grace = new CancellationTokenSource();
        using var registration = cancellationToken.Register(() => grace.CancelAfter(Grace));
        try
        {
            return await new Run(this, record, existing, force, cancellationToken, grace.Token).SendAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (grace.IsCancellationRequested)
        {
            throw new GraphRequestException(
                GraphErrorKind.TimedOut,
                $"The upload of the record of {record.UserPrincipalName} ({record.Thumbprint}) was cancelled before Graph "
                + "answered, so whether it took effect is not known. Import it again: what is present is not sent twice.",
                e)
            {
                Target = record.UserPrincipalName,
            };
        }
    }

    private sealed class Run
    {
        private readonly UserPfxClient _client;
        private readonly UserPfxRecord _record;
        private readonly bool _force;
        private readonly CancellationToken _cancelled;
        private readonly CancellationToken _hard;
        private UserPfxRecord? _existing;
        private readonly Retries _retries;
        private bool _mayBeOurs;

        public Run(
            RecordWriter owner,
            UserPfxRecord record,
            UserPfxRecord? existing,
            bool force,
            CancellationToken cancelled,
            CancellationToken hard)
        {
            _client = owner._client;
            _retries = new Retries(_client.Policy);
            _record = record;
            _existing = existing;
            _force = force;
            _cancelled = cancelled;
            _hard = hard;
        }

        public async Task<ImportOutcome> SendAsync()
        {
            for (var attempt = 1; ; attempt++)
            {
                GraphRequestException failure;
                try
                {
                    var stored = _existing?.Id is { } id
                        ? await _client.UpdateAsync(id, _record, _hard).ConfigureAwait(false)
                        : await _client.CreateAsync(_record, _hard).ConfigureAwait(false);
                    return Outcome(_existing is null ? SmimeImportStatus.Imported : SmimeImportStatus.Updated, stored);
                }
                catch (GraphRequestException e) when (e.IsOutcomeUnknown || IsAboutPresence(e))
                {
                    failure = e;
                }

                _mayBeOurs |= failure.IsOutcomeUnknown && _existing is null;
                var goesOn = attempt <= _client.Policy.MaxRetries
                    && (!failure.IsOutcomeUnknown || await WaitAsync(failure, attempt).ConfigureAwait(false));
                var found = await LookUpAsync(failure).ConfigureAwait(false);
                if (Settled(found) is { } outcome)
                {
                    return outcome;
                }

                if (!goesOn || (found is null && _existing is null && !failure.IsOutcomeUnknown))
                {
                    throw failure;
                }

                _existing = found;
            }
        }

        private static ImportOutcome Outcome(SmimeImportStatus status, UserPfxRecord record) =>
            new() { Status = status, Record = record };

        /// <summary>It exists although it did not, or the reverse; some answers to an existing key are a plain 400.</summary>
        private bool IsAboutPresence(GraphRequestException e) => _existing is null
            ? e.Kind == GraphErrorKind.Conflict || (_mayBeOurs && e.Kind == GraphErrorKind.BadRequest)
            : e.Kind == GraphErrorKind.NotFound;

        /// <summary>What the look-up settles; null when the write has to be sent (again).</summary>
        private ImportOutcome? Settled(UserPfxRecord? found)
        {
            if (found is null)
            {
                return null;
            }

            var isSame = found.IsSameDelivery(_record);
            if (_existing is null)
            {
                if (isSame && (_mayBeOurs || !_force))
                {
                    return Outcome(_mayBeOurs ? SmimeImportStatus.Imported : SmimeImportStatus.AlreadyPresent, found);
                }

                return _force ? null : RecordDifference.Outdated(found, _record);
            }

            // An identical record may be the old one: only a newer date tells that the PATCH took effect.
            return isSame && found.LastModifiedDateTime > (_existing.LastModifiedDateTime ?? DateTimeOffset.MinValue)
                ? Outcome(SmimeImportStatus.Updated, found)
                : null;
        }

        private async Task<bool> WaitAsync(GraphRequestException failure, int attempt)
        {
            var policy = _client.Policy;
            var delay = failure.Kind == GraphErrorKind.ServiceUnavailable
                ? _retries.DelayBefore(attempt, failure.RetryAfter)
                : _retries.DelayBeforeReconnect(attempt);
            if (delay is not { } wait || _cancelled.IsCancellationRequested)
            {
                return false;
            }

            try
            {
                await policy.WaitAsync(
                    failure.StatusCode ?? 0, attempt, wait, failure.RetryAfter is not null, _cancelled).ConfigureAwait(false);
                return true;
            }
            catch (OperationCanceledException) when (_cancelled.IsCancellationRequested)
            {
                // No further try, but what became of this one is still looked up.
                return false;
            }
        }

        private async Task<UserPfxRecord?> LookUpAsync(GraphRequestException failure)
        {
            try
            {
                return await _client.FindAsync(_record.UserPrincipalName, _record.Thumbprint, _hard).ConfigureAwait(false);
            }
            catch (GraphRequestException e) when (!e.IsSessionError)
            {
                throw GraphErrors.WithNote(
                    failure,
                    "Whether the record was stored could not be looked up either; import it again: what is present is not sent "
                    + "twice.");
            }
        }
    }
}
