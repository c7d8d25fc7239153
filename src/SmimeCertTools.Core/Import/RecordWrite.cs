using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import;

/// <summary>
/// The creation or replacement of one record: what is sent, what settles it, and what is said when it does not. For one use.
/// </summary>
/// <remarks>
/// An answer to the write and a look-up are held to the same: what is shown must not contradict what was sent. An answer that
/// leaves members out, or cannot tell a replacement from what was there before, is followed by a look-up.
/// </remarks>
/// <param name="client">The connection's client.</param>
/// <param name="record">The record with PFX and protected password.</param>
/// <param name="existing">The user's record of the certificate; null for none.</param>
/// <param name="replaces">Whether a record that turns up is replaced.</param>
/// <param name="user">The user as the directory has it; null when it is not known.</param>
internal sealed class RecordWrite(
    UserPfxClient client, UserPfxRecord record, UserPfxRecord? existing, Func<UserPfxRecord, bool> replaces, GraphUser? user)
{
    /// <summary>How often a record is looked for that the service says is there.</summary>
    private const int Lookups = 3;

    private readonly GraphRequestSubject _subject = GraphRequestSubject.Upload(record.UserPrincipalName, record.Thumbprint);
    private UserPfxRecord? _existing = existing;
    private UserPfxRecord? _answer;
    private string? _finding;
    private bool _mayBeOurs;
    private GraphRequestException? _refusal;

    // A record keeps the name that it was made with: whether it can be given another is not known.
    private UserPfxRecord Sent => _existing is { UserPrincipalName: { Length: > 0 } name }
        ? record with { UserPrincipalName = name } : record;

    /// <summary>Sends and confirms.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before anything was sent.</exception>
    /// <exception cref="GraphRequestException">It failed, or what became of it is not known.</exception>
    public async Task<ImportOutcome> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (GraphRequestException e) when (e == _refusal && e.Kind == GraphErrorKind.BadRequest)
        {
            throw GraphErrors.WithNote(e, "A look-up since shows that Intune has no record of this certificate for "
                + (user is null ? "that name" : $"the user, whom the directory has as {user.UserPrincipalName}")
                + "; nothing was stored.");
        }
    }

    private Task<ImportOutcome> WriteAsync(CancellationToken cancellationToken) =>
        new ConfirmedWrite<ImportOutcome>(client.Policy, _subject)
        {
            Send = SendAsync,
            Look = (failure, token) => failure is null ? ConfirmAsync(token) : SettleAsync(failure, token),

            // It exists although it did not, or the reverse. A plain 400 is among the answers to a record that exists.
            IsContradicted = failure => _existing is null
                ? failure.Kind is GraphErrorKind.Conflict or GraphErrorKind.BadRequest
                : failure.Kind == GraphErrorKind.NotFound,
            Missing = () => GraphErrors.NotConfirmed(_subject, _finding
                ?? (_existing is null ? "a look-up does not show it" : "a look-up shows it unchanged")),
            Advice = "Import it again: what is present is not sent twice.",
        }.RunAsync(cancellationToken);

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        _answer = _existing?.Id is { } id
            ? await client.UpdateAsync(id, Sent, cancellationToken).ConfigureAwait(false)
            : await client.CreateAsync(record, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The service said yes: its answer settles it, or a look-up.</summary>
    private async Task<ImportOutcome?> ConfirmAsync(CancellationToken cancellationToken)
    {
        if (_answer is { Id: not null } answer)
        {
            _finding = Finding("its answer shows", answer);
            if (_finding is null && answer.Unshown == UserPfxMembers.None && HasChanged(answer) == true)
            {
                return Written(answer);
            }
        }

        if (await FindAsync(cancellationToken).ConfigureAwait(false) is not { } found)
        {
            return null;
        }

        _finding = Finding("a look-up shows", found);
        return _finding is null && HasChanged(found) != false ? Written(found) : null;
    }

    /// <summary>What is found after a failure; null when the write has to be sent (again).</summary>
    private async Task<ImportOutcome?> SettleAsync(GraphRequestException failure, CancellationToken cancellationToken)
    {
        _mayBeOurs |= failure.IsOutcomeUnknown && _existing is null;
        var found = await FindAsync(failure, cancellationToken).ConfigureAwait(false);
        if (found is null && _existing is null && !failure.IsOutcomeUnknown)
        {
            _refusal = failure;
            throw failure;
        }

        if (found is not null && _existing is not null)
        {
            // An identical record may be the old one: only a newer date tells that the replacement took effect.
            if (Finding("a look-up shows", found) is null && HasChanged(found) == true)
            {
                return Written(found);
            }
        }
        else if (found is not null && _mayBeOurs && RecordDifference.Contradiction(found, record, user) is null)
        {
            return Written(found);
        }
        else if (found is not null && !replaces(found))
        {
            return RecordDifference.Present(found, record);
        }

        _existing = found;
        return null;
    }

    private async Task<UserPfxRecord?> FindAsync(GraphRequestException failure, CancellationToken cancellationToken)
    {
        for (var lookup = 1; ; lookup++)
        {
            var found = await FindAsync(cancellationToken).ConfigureAwait(false);
            if (found is not null || _existing is not null || failure.IsOutcomeUnknown)
            {
                return found;
            }

            // A user who was renamed has it under another name.
            if (user?.ObjectId is { } id
                && await client.GetAsync(RecordsById.IdOf(id, record.Thumbprint), cancellationToken)
                    .ConfigureAwait(false) is { Id: not null } former
                && RecordHolders.Choose([former], record.Thumbprint, user) is not null)
            {
                return former;
            }

            if (failure.Kind != GraphErrorKind.Conflict || lookup == Lookups)
            {
                return null;
            }

            // It exists, the service says: a look-up may lag behind.
            await client.Policy.PauseBetweenLookupsAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The user's record of the certificate, the one that is to be replaced before others; null for none.</summary>
    private async Task<UserPfxRecord?> FindAsync(CancellationToken cancellationToken)
    {
        var found = (await client.FindAsync(Sent.UserPrincipalName, record.Thumbprint, cancellationToken).ConfigureAwait(false))
            .Where(other => other.Id is not null).ToList();
        return found.Find(other => string.Equals(other.Id, _existing?.Id, StringComparison.OrdinalIgnoreCase))
            ?? RecordHolders.Choose(found, record.Thumbprint, user);
    }

    private string? Finding(string where, UserPfxRecord shown) =>
        RecordDifference.Contradiction(shown, Sent, user) is { } difference ? $"{where} {difference}" : null;

    /// <summary>
    /// Whether what is shown is not what was there before; null when nothing tells. A record that was delivered the same way is
    /// told from its replacement by its date alone.
    /// </summary>
    private bool? HasChanged(UserPfxRecord shown)
    {
        if (_existing is null || !_existing.IsSameDelivery(Sent))
        {
            return true;
        }

        return shown.LastModifiedDateTime is { } now && _existing.LastModifiedDateTime is { } before ? now > before
            : shown.LastModifiedDateTime is not null ? true : null;
    }

    private ImportOutcome Written(UserPfxRecord stored) => new()
    {
        Status = _existing is null ? SmimeImportStatus.Imported : SmimeImportStatus.Updated,
        Record = stored,
        Difference = RecordDifference.Of(stored, record),
    };
}
