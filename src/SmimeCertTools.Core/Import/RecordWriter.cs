using System;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import;

/// <summary>What is sent, what settles it and what is said when it does not, for one record each.</summary>
internal sealed class RecordWriter(UserPfxClient client)
{
    /// <summary>Creates the record, or replaces <paramref name="existing"/>.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before anything was sent.</exception>
    /// <exception cref="GraphRequestException">It failed, or what became of it is not known.</exception>
    public Task<ImportOutcome> WriteAsync(
        UserPfxRecord record, UserPfxRecord? existing, bool force, CancellationToken cancellationToken)
    {
        var subject = GraphRequestSubject.Upload(record.UserPrincipalName, record.Thumbprint);
        UserPfxRecord? answer = null;
        var mayBeOurs = false;

        return new ConfirmedWrite<ImportOutcome>(client.Policy, subject)
        {
            Send = async token => answer = existing?.Id is { } id
                ? await client.UpdateAsync(id, record, token).ConfigureAwait(false)
                : await client.CreateAsync(record, token).ConfigureAwait(false),
            Look = async (failure, token) =>
            {
                if (failure is null && answer is { Id: not null } && answer.IsSameDelivery(record))
                {
                    return Written(answer);
                }

                mayBeOurs |= failure is { IsOutcomeUnknown: true } && existing is null;
                var found = await client.FindAsync(record.UserPrincipalName, record.Thumbprint, token).ConfigureAwait(false);
                if (failure is null)
                {
                    return found?.IsSameDelivery(record) == true ? Written(found) : null;
                }

                if (found is null && existing is null && !failure.IsOutcomeUnknown)
                {
                    throw failure;
                }

                var settled = found is null ? null : Settle(found);
                existing = settled is null ? found : existing;
                return settled;
            },

            // It exists although it did not, or the reverse; some answers to an existing key are a plain 400.
            IsContradicted = failure => existing is null
                ? failure.Kind == GraphErrorKind.Conflict || (mayBeOurs && failure.Kind == GraphErrorKind.BadRequest)
                : failure.Kind == GraphErrorKind.NotFound,
            Missing = () => GraphErrors.NotConfirmed(
                subject, existing is null ? "a look-up does not show it" : "a look-up shows it unchanged"),
            Advice = "Import it again: what is present is not sent twice.",
        }.RunAsync(cancellationToken);

        ImportOutcome Written(UserPfxRecord stored) =>
            new() { Status = existing is null ? SmimeImportStatus.Imported : SmimeImportStatus.Updated, Record = stored };

        // What was found after a failure; null when the write has to be sent (again).
        ImportOutcome? Settle(UserPfxRecord found)
        {
            var isSame = found.IsSameDelivery(record);
            if (existing is not null)
            {
                // An identical record may be the old one: only a newer date tells that the PATCH took effect.
                return isSame && found.LastModifiedDateTime > (existing.LastModifiedDateTime ?? DateTimeOffset.MinValue)
                    ? Written(found)
                    : null;
            }

            if (isSame && (mayBeOurs || !force))
            {
                return mayBeOurs ? Written(found) : new() { Status = SmimeImportStatus.AlreadyPresent, Record = found };
            }

            return force ? null : RecordDifference.Outdated(found, record);
        }
    }
}
