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
}
