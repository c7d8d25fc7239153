using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Jobs;

/// <summary>
/// Removes records through one connection: reads each user's records once, users who are asked for together in one batch,
/// deletes, and sees that what was deleted is gone. The directory is not asked: people who have left may be gone from it. Safe
/// for concurrent use.
/// </summary>
/// <param name="client">The connection's client.</param>
internal sealed class UserPfxRemover(UserPfxClient client)
{
    private readonly RecordWriter _writer = new(Guard.NotNull(client));
    private readonly UserLookups _users = new(client, DirectoryUse.LeftOut);

    /// <summary>The records of a user, or of one certificate, that are still there, by thumbprint.</summary>
    /// <exception cref="GraphRequestException">They could not be read.</exception>
    public async Task<IReadOnlyList<UserPfxRecord>> FindAsync(
        string userPrincipalName, string? thumbprint, CancellationToken cancellationToken)
    {
        var user = await _users.GetAsync(Guard.NotBlank(userPrincipalName).Trim(), cancellationToken).ConfigureAwait(false);
        return
        [
            .. user.Records.Values
                .Where(record => thumbprint?.Equals(record.Thumbprint, StringComparison.OrdinalIgnoreCase) ?? true)
                .OrderBy(record => record.Thumbprint, StringComparer.Ordinal)
                .ThenBy(record => record.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>Deletes a record and looks it up to see that it is gone.</summary>
    /// <param name="record">A record that this remover found.</param>
    /// <param name="cancellationToken">
    /// Ends the call. A deletion already sent gets up to 5 s to be answered and confirmed, and is otherwise of unknown outcome.
    /// </param>
    /// <exception cref="GraphRequestException">
    /// It failed, or the record is still there (<see cref="GraphErrorKind.NotConfirmed"/>).
    /// </exception>
    public async Task RemoveAsync(UserPfxRecord record, CancellationToken cancellationToken)
    {
        Guard.NotNull(record);
        await _writer.DeleteAsync(record, cancellationToken).ConfigureAwait(false);
        _users.Find(record.UserPrincipalName)?.Records.TryRemove(record.Id!, out _);
    }
}
