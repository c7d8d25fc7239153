using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import;

/// <summary>
/// Uploads prepared records through one connection: looks up each user and the user's records once, sends what is missing, and
/// confirms what it sent. Safe for concurrent use.
/// </summary>
public sealed class UserPfxImporter
{
    private readonly UserPfxClient _client;
    private readonly RecordWriter _writer;
    private readonly Action<string>? _onWarning;
    private readonly AsyncCache<GraphUser?> _users;
    private readonly AsyncCache<ConcurrentDictionary<string, UserPfxRecord>> _records;
    private readonly KeyedLock _locks = new();
    private int _usersAreForbidden;

    /// <summary>Creates an importer on <paramref name="client"/>.</summary>
    /// <param name="client">The connection's client.</param>
    /// <param name="onWarning">
    /// Told, once, that users cannot be looked up because the permission is missing: the import goes on without. Called on any
    /// thread.
    /// </param>
    public UserPfxImporter(UserPfxClient client, Action<string>? onWarning = null)
        : this(client, onWarning, new RecordWriter(Guard.NotNull(client)))
    {
    }

    internal UserPfxImporter(UserPfxClient client, Action<string>? onWarning, RecordWriter writer)
    {
        _client = client;
        _writer = writer;
        _onWarning = onWarning;
        _users = new AsyncCache<GraphUser?>(LookUpUserAsync);
        _records = new AsyncCache<ConcurrentDictionary<string, UserPfxRecord>>(ListAsync);
    }

    /// <summary>Uploads <paramref name="record"/> where it is missing.</summary>
    /// <param name="record">The record with PFX and protected password.</param>
    /// <param name="force">Whether a record of the same certificate is replaced, identical or not.</param>
    /// <param name="cancellationToken">
    /// Ends the call. A write already sent gets up to 5 s to be answered and is then reported, as done or as of unknown outcome.
    /// </param>
    /// <exception cref="ImportException">
    /// A different record of the certificate exists and <paramref name="force"/> is false; or the record is incomplete; or the
    /// user's principal name is another one.
    /// </exception>
    /// <exception cref="GraphRequestException">The user is unknown or a request failed.</exception>
    public Task<ImportOutcome> ImportAsync(UserPfxRecord record, bool force, CancellationToken cancellationToken) =>
        ImportAsync(record, force, doneAt: null, cancellationToken);

    /// <summary>
    /// The same for a run that goes on where an earlier one ended: a record that would be replaced is left alone when it is the very
    /// one that the earlier run stored.
    /// </summary>
    /// <param name="record">The record with PFX and protected password.</param>
    /// <param name="force">Whether a record of the same certificate is replaced, identical or not.</param>
    /// <param name="doneAt">The lastModifiedDateTime that the service gave the earlier run; null when there was none.</param>
    /// <param name="cancellationToken">Ends the call, as there.</param>
    /// <exception cref="ImportException">As there.</exception>
    /// <exception cref="GraphRequestException">As there.</exception>
    public async Task<ImportOutcome> ImportAsync(
        UserPfxRecord record, bool force, DateTimeOffset? doneAt, CancellationToken cancellationToken)
    {
        UserPfxRecordValidator.Validate(Guard.NotNull(record));
        await CheckUserAsync(record, cancellationToken).ConfigureAwait(false);

        // The same certificate twice in one run, perhaps at the same time: the second one finds what the first one sent.
        using (
            await _locks.EnterAsync($"{record.UserPrincipalName}\n{record.Thumbprint}", cancellationToken).ConfigureAwait(false))
        {
            var present = await _records.GetAsync(record.UserPrincipalName, cancellationToken).ConfigureAwait(false);
            if (present.TryGetValue(record.Thumbprint, out var existing) && (!force || IsDone(existing, record, doneAt)))
            {
                return existing.IsSameDelivery(record)
                    ? new ImportOutcome { Status = ImportStatus.AlreadyPresent, Record = existing }
                    : throw RecordDifference.Error(existing, record);
            }

            var outcome = await _writer.WriteAsync(record, existing, force, cancellationToken).ConfigureAwait(false);
            present[record.Thumbprint] = outcome.Record;
            return outcome;
        }
    }

    private static bool IsDone(UserPfxRecord existing, UserPfxRecord wanted, DateTimeOffset? doneAt) =>
        doneAt is { } moment && existing.LastModifiedDateTime == moment && existing.IsSameDelivery(wanted);

    private async Task CheckUserAsync(UserPfxRecord record, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _usersAreForbidden) != 0)
        {
            return;
        }

        var user = await _users.GetAsync(record.UserPrincipalName, cancellationToken).ConfigureAwait(false);

        // The address takes an object id as well, and a record under an id would belong to nobody.
        if (user is not null
            && !string.Equals(user.UserPrincipalName, record.UserPrincipalName, StringComparison.OrdinalIgnoreCase))
        {
            throw new ImportException(
                ImportErrorKind.UserPrincipalNameInvalid,
                $"{record.UserPrincipalName} is not a user principal name; that user's is "
                + $"{user.UserPrincipalName}. Use it instead.",
                record.UserPrincipalName);
        }
    }

    private async Task<GraphUser?> LookUpUserAsync(string userPrincipalName, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.GetUserAsync(userPrincipalName, cancellationToken).ConfigureAwait(false);
        }
        catch (GraphRequestException e) when (e.Kind == GraphErrorKind.Forbidden)
        {
            if (Interlocked.Exchange(ref _usersAreForbidden, 1) == 0)
            {
                _onWarning?.Invoke(
                    "Users are not checked before the upload, because the connection may not look them up; a misspelt user "
                    + "principal name shows only in Graph's answer. Add the permission User.Read.All to have them checked.");
            }

            return null;
        }
    }

    private async Task<ConcurrentDictionary<string, UserPfxRecord>> ListAsync(
        string userPrincipalName, CancellationToken cancellationToken)
    {
        var records = await _client.ListUserAsync(userPrincipalName, cancellationToken).ConfigureAwait(false);
        var byThumbprint = new ConcurrentDictionary<string, UserPfxRecord>(StringComparer.OrdinalIgnoreCase);
        foreach (var record in records.Where(record => record.Id is not null))
        {
            byThumbprint[record.Thumbprint] = record;
        }

        return byThumbprint;
    }
}
