using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Jobs;

/// <summary>
/// Finds the records to be removed through one connection: reads each user's records once, users who are asked for together in
/// one batch. The directory is not asked: people who have left may be gone from it. Safe for concurrent use.
/// </summary>
/// <param name="client">The connection's client.</param>
internal sealed class UserPfxRemover(UserPfxClient client)
{
    private readonly UserLookups _users = new(Guard.NotNull(client), DirectoryUse.LeftOut);

    /// <summary>
    /// The records of a user, or of one certificate, in the order of thumbprints, as they were when the user was first asked for.
    /// </summary>
    /// <exception cref="GraphRequestException">They could not be read.</exception>
    public async Task<IReadOnlyList<RecordDeletion>> FindAsync(
        string userPrincipalName, string? thumbprint, CancellationToken cancellationToken)
    {
        var user = await _users.GetAsync(Guard.NotBlank(userPrincipalName).Trim(), cancellationToken).ConfigureAwait(false);
        return
        [
            .. user.Records.Values
                .Where(record => thumbprint is null || IsSame(record.Thumbprint, thumbprint))
                .GroupBy(record => record.Thumbprint, StringComparer.OrdinalIgnoreCase)
                .OrderBy(records => records.Key, StringComparer.Ordinal)
                .SelectMany(Deletions),
        ];
    }

    private IEnumerable<RecordDeletion> Deletions(IEnumerable<UserPfxRecord> ofCertificate) =>
        ofCertificate.OrderBy(record => record.Id, StringComparer.Ordinal).Select(record => new RecordDeletion(
            client, record, [.. ofCertificate.Select(other => other.Id!).Where(id => !IsSame(id, record.Id!))]));

    private static bool IsSame(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
