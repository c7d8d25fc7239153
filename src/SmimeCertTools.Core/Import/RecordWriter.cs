using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import;

/// <summary>Writes records, each confirmed: <see cref="ConfirmedWrite{T}"/> with what settles a record.</summary>
internal sealed class RecordWriter(UserPfxClient client)
{
    /// <summary>Creates the record, or replaces <paramref name="existing"/>.</summary>
    /// <param name="record">The record with PFX and protected password.</param>
    /// <param name="existing">The user's record of the certificate; null for none.</param>
    /// <param name="replaces">Whether a record that turns up is replaced.</param>
    /// <param name="user">The user as the directory has it; null when it is not known.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="OperationCanceledException">It was cancelled before anything was sent.</exception>
    /// <exception cref="GraphRequestException">It failed, or what became of it is not known.</exception>
    public Task<ImportOutcome> WriteAsync(
        UserPfxRecord record, UserPfxRecord? existing, Func<UserPfxRecord, bool> replaces, GraphUser? user,
        CancellationToken cancellationToken) =>
        new RecordWrite(client, record, existing, replaces, user).RunAsync(cancellationToken);

    /// <summary>Deletes a record that was read from the service.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before anything was sent.</exception>
    /// <exception cref="GraphRequestException">
    /// It failed, the record is still there, or what became of it is not known.
    /// </exception>
    public Task<UserPfxRecord> DeleteAsync(UserPfxRecord record, CancellationToken cancellationToken)
    {
        var subject = GraphRequestSubject.Delete(record.UserPrincipalName, record.Thumbprint);
        GraphRequestException? unknownId = null;
        return new ConfirmedWrite<UserPfxRecord>(client.Policy, subject)
        {
            Send = async token =>
            {
                try
                {
                    await client.DeleteAsync(record, token).ConfigureAwait(false);
                }
                catch (GraphRequestException e) when (e.Kind == GraphErrorKind.NotFound)
                {
                    unknownId = e;
                }
            },
            Look = async (_, token) => await IsThereAsync(record, token).ConfigureAwait(false) ? null : record,
            Missing = () => unknownId ?? GraphErrors.NotConfirmed(subject, "a look-up still shows it"),
            Advice = "Run the command again to find out.",
        }.RunAsync(cancellationToken);
    }

    // By name and certificate: a wrong id is not found either, while the record is still there.
    private async Task<bool> IsThereAsync(UserPfxRecord record, CancellationToken cancellationToken)
    {
        if (record.UserPrincipalName.Length == 0 || record.Thumbprint.Length == 0)
        {
            return await client.GetAsync(record.Id!, cancellationToken).ConfigureAwait(false) is not null;
        }

        var found = await client.FindAsync(record.UserPrincipalName, record.Thumbprint, cancellationToken).ConfigureAwait(false);
        return found.Any(other => string.Equals(other.Id, record.Id, StringComparison.OrdinalIgnoreCase)
            || other.UserId is null != record.UserId is null);
    }
}
