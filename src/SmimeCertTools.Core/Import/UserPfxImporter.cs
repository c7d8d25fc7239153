using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import;

/// <summary>
/// Uploads prepared records through one connection: looks up users and their records, groups of users together, sends what is
/// missing, and confirms what it sent. Safe for concurrent use.
/// </summary>
/// <param name="client">The connection's client.</param>
/// <param name="onWarning">
/// Told, once, that users cannot be looked up because the permission is missing: the import goes on without. Called on any
/// thread.
/// </param>
public sealed class UserPfxImporter(UserPfxClient client, Action<string>? onWarning = null)
{
    private readonly UserLookups _users = new(Guard.NotNull(client), DirectoryUse.IfAllowed, () => onWarning?.Invoke(
        "Users are not checked before the upload, because the connection may not look them up; a misspelt user principal name "
        + "shows only in Graph's answer, and a record of somebody who had the name before counts as the user's. Add the "
        + "permission User.Read.All to have them checked."));
    private readonly RecordsById _records = new(client);
    private readonly KeyedLock _locks = new();

    /// <summary>Finds users by what stands in their certificates.</summary>
    public OwnerLookup Owners { get; } = new(client);

    /// <summary>Whether nothing is sent: what would be comes back as if it had been.</summary>
    public bool IsRehearsal { get; init; }

    /// <summary>
    /// Says that records of a user are going to be imported: users that are announced ahead are looked up in groups, one request
    /// for each.
    /// </summary>
    /// <param name="userPrincipalName">The user.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public void Announce(string userPrincipalName, CancellationToken cancellationToken) =>
        _users.Announce(Guard.NotBlank(userPrincipalName), cancellationToken);

    /// <summary>
    /// Uploads <paramref name="record"/> where it is missing. A record of the certificate that differs is left as it is without
    /// <paramref name="force"/>, and is <see cref="SmimeImportStatus.Outdated"/>.
    /// </summary>
    /// <param name="record">The record with PFX and protected password.</param>
    /// <param name="force">Whether a record of the same certificate is replaced, identical or not.</param>
    /// <param name="cancellationToken">
    /// Ends the call. A write already sent gets up to 5 s to be answered and is then reported, as done or as of unknown outcome.
    /// </param>
    /// <exception cref="ImportException">
    /// The record is incomplete; or the user's principal name is another one.
    /// </exception>
    /// <exception cref="GraphRequestException">The user is unknown or a request failed.</exception>
    public Task<ImportOutcome> ImportAsync(UserPfxRecord record, bool force, CancellationToken cancellationToken) =>
        ImportAsync(record, force, doneAt: null, cancellationToken);

    /// <summary>
    /// The same for a run that goes on where an earlier one ended: a record that would be replaced is left alone when it is the
    /// very one that the earlier run stored.
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
        var user = await _users.GetAsync(record.UserPrincipalName, cancellationToken).ConfigureAwait(false);
        CheckName(record, user.DirectoryName);

        // The same certificate twice in one run, perhaps at the same time: the second one finds what the first one sent.
        var key = $"{record.UserPrincipalName}\n{record.Thumbprint}";
        using (await _locks.EnterAsync(key, cancellationToken).ConfigureAwait(false))
        {
            var existing = user.Find(record.Thumbprint)
                ?? await FindFormerAsync(user, record.Thumbprint, cancellationToken).ConfigureAwait(false);
            bool Replaces(UserPfxRecord found) => force && !IsDone(found, record, doneAt);
            if (existing is not null && !Replaces(existing))
            {
                return RecordDifference.Present(existing, record);
            }

            if (IsRehearsal)
            {
                var wanted = existing is null ? SmimeImportStatus.Imported : SmimeImportStatus.Updated;
                return new ImportOutcome { Status = wanted, Record = record };
            }

            var outcome = await new RecordWrite(client, record, existing, Replaces, user.User).RunAsync(cancellationToken)
                .ConfigureAwait(false);
            user.Records[outcome.Record.Id!] = outcome.Record;
            return outcome;
        }
    }

    /// <summary>The user whose mail address was given in place of the user principal name.</summary>
    /// <param name="name">What was given as user principal name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The user; null where the name is somebody's user principal name, or nobody can be asked.</returns>
    /// <exception cref="GraphRequestException">Nobody has that name or address, or a request failed.</exception>
    public async Task<GraphUser?> FindByMailAsync(string name, CancellationToken cancellationToken)
    {
        var found = await _users.GetAsync(Guard.NotBlank(name), cancellationToken).ConfigureAwait(false);
        return found.User is { } user && !user.UserPrincipalName.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)
            && user.Names.Contains(name, MailAddresses.Comparer) ? user : null;
    }

    /// <summary>
    /// Sees that a certificate is its user's, as far as the directory may be asked; who the user is was looked up for the upload
    /// anyway.
    /// </summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="userPrincipalName">The user.</param>
    /// <param name="item">The file, for the error.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What is to be warned of; null for nothing.</returns>
    /// <exception cref="ImportException">It is another's (<see cref="ImportErrorKind.AddressDiffers"/>).</exception>
    /// <exception cref="GraphRequestException">The user is unknown or a request failed.</exception>
    public async Task<string?> CheckOwnerAsync(
        CertificateInfo certificate, string userPrincipalName, string? item, CancellationToken cancellationToken)
    {
        var found = await _users.GetAsync(Guard.NotBlank(userPrincipalName), cancellationToken).ConfigureAwait(false);
        if (found.User is not { } user)
        {
            return AddressCheck.Warn(
                certificate, userPrincipalName, item, "the connection may not look users up (permission User.Read.All)");
        }

        AddressCheck.Check(certificate, user, item);
        return null;
    }

    // A user who was renamed keeps the former name as an address, as a rule; to ask of all others too would double the requests.
    // Those meet their record when it is written.
    private async Task<UserPfxRecord?> FindFormerAsync(UserState user, string thumbprint, CancellationToken cancellationToken)
    {
        if (user.User is not { ObjectId: { } id, Names.Count: > 1 }
            || (await _records.GetAsync(RecordsById.IdOf(id, thumbprint), cancellationToken).ConfigureAwait(false))
                .Record is not { Id: { } found } former
            || RecordHolders.Choose([former], thumbprint, user.User) is null)
        {
            return null;
        }

        user.Records[found] = former;
        return former;
    }

    private static bool IsDone(UserPfxRecord existing, UserPfxRecord wanted, DateTimeOffset? doneAt) =>
        doneAt is { } moment && existing.LastModifiedDateTime == moment
        && (existing with { UserPrincipalName = wanted.UserPrincipalName }).IsSameDelivery(wanted);

    // The address takes an object id as well, and a record under an id would belong to nobody.
    private static void CheckName(UserPfxRecord record, string? directoryName)
    {
        if (directoryName?.Equals(record.UserPrincipalName, StringComparison.OrdinalIgnoreCase) == false)
        {
            throw new ImportException(
                ImportErrorKind.UserPrincipalNameInvalid,
                $"{record.UserPrincipalName} is not a user principal name; that user's is {directoryName}. Use it instead.",
                record.UserPrincipalName);
        }
    }
}
