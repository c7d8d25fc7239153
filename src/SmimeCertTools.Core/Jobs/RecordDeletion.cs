using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Jobs;

/// <summary>The deletion of one record that was read from the service, and what is known of it at any moment.</summary>
/// <param name="client">The connection's client.</param>
/// <param name="record">The record, with its id.</param>
/// <param name="others">Ids of other records of the same user and certificate.</param>
internal sealed class RecordDeletion(UserPfxClient client, UserPfxRecord record, IReadOnlyCollection<string> others)
{
    private readonly GraphRequestSubject _subject = GraphRequestSubject.Delete(record.UserPrincipalName, record.Thumbprint);
    private GraphRequestException? _unknownId;

    /// <summary>The record.</summary>
    public UserPfxRecord Record => record;

    /// <summary>Whether the service answered that it did it.</summary>
    public bool IsAccepted { get; private set; }

    /// <summary>Whether it may have taken effect: it was sent, and the service did not refuse it.</summary>
    public bool IsInDoubt { get; private set; }

    /// <summary>Deletes the record and looks it up to see that it is gone.</summary>
    /// <param name="cancellationToken">
    /// Ends the call. A deletion already sent gets up to 5 s to be answered and confirmed.
    /// </param>
    /// <exception cref="OperationCanceledException">It was cancelled before anything was sent.</exception>
    /// <exception cref="GraphRequestException">
    /// It failed, the record is still there (<see cref="GraphErrorKind.NotConfirmed"/>), or what became of it is not known:
    /// <see cref="IsInDoubt"/> tells.
    /// </exception>
    public Task RunAsync(CancellationToken cancellationToken) => new ConfirmedWrite<UserPfxRecord>(client.Policy, _subject)
    {
        Send = SendAsync,
        Look = async (_, token) => await IsThereAsync(token).ConfigureAwait(false) ? null : record,

        // An answer that is neither a yes nor a refusal tells nothing: it is looked at.
        IsContradicted = failure => !IsRefusal(failure),
        Missing = () => _unknownId ?? GraphErrors.NotConfirmed(_subject, "a look-up still shows it"),
        Advice = "Run the command again to find out.",
    }.RunAsync(cancellationToken);

    private static bool IsRefusal(GraphRequestException failure) =>
        failure.IsSessionError || failure.StatusCode is >= 400 and < 500;

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        var wasInDoubt = IsInDoubt;
        IsInDoubt = true;
        try
        {
            await client.DeleteAsync(record, cancellationToken).ConfigureAwait(false);
            IsAccepted = true;
        }
        catch (GraphRequestException e) when (e.Kind == GraphErrorKind.NotFound)
        {
            // No such id; perhaps because an earlier try took effect. The look-up tells.
            _unknownId = e;
        }
        catch (GraphRequestException e) when (IsRefusal(e))
        {
            IsInDoubt = wasInDoubt;
            throw;
        }
    }

    // A DELETE of a wrong id is answered with yes too. So any record of the certificate counts as still there, by whatever id,
    // but for those that are known to be others.
    private async Task<bool> IsThereAsync(CancellationToken cancellationToken) =>
        record.UserPrincipalName.Length != 0 && record.Thumbprint.Length != 0
            ? (await client.List(record.UserPrincipalName, record.Thumbprint).ReadAllAsync(cancellationToken)
                .ConfigureAwait(false)).Any(found => !others.Contains(found.Id, StringComparer.OrdinalIgnoreCase))
            : await client.GetAsync(record.Id!, cancellationToken).ConfigureAwait(false) is not null;
}
