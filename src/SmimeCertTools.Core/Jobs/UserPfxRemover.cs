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
/// one batch. For that the directory is not asked: people who have left may be gone from it. Safe for concurrent use.
/// </summary>
/// <param name="client">The connection's client.</param>
internal sealed class UserPfxRemover(UserPfxClient client)
{
    private readonly UserLookups _users = new(Guard.NotNull(client), DirectoryUse.LeftOut);
    private readonly UserLookups _renamed = new(client, DirectoryUse.IfKnown);

    /// <summary>
    /// The records of a user, or of one certificate, in the order of thumbprints, as they were when the user was first asked for.
    /// </summary>
    /// <exception cref="GraphRequestException">They could not be read.</exception>
    public async Task<IReadOnlyList<RecordDeletion>> FindAsync(
        string userPrincipalName, string? thumbprint, CancellationToken cancellationToken)
    {
        var user = await _users.GetAsync(Guard.NotBlank(userPrincipalName).Trim(), cancellationToken).ConfigureAwait(false);
        return Deletions(user.Records.Values, thumbprint);
    }

    /// <summary>
    /// The records that a user who was renamed has under earlier names, by the user's object id; none where the directory may not
    /// be asked, or does not know the user.
    /// </summary>
    /// <exception cref="GraphRequestException">They could not be read.</exception>
    public async Task<IReadOnlyList<RecordDeletion>> FindFormerAsync(
        string userPrincipalName, string? thumbprint, CancellationToken cancellationToken)
    {
        var user = await _renamed.GetAsync(Guard.NotBlank(userPrincipalName).Trim(), cancellationToken).ConfigureAwait(false);
        return Deletions(
            user.Records.Values.Where(record => user.HolderOf(record) == RecordHolder.FormerName), thumbprint);
    }

    /// <summary>
    /// The user whose mail address a name is that was looked for before and is nobody's user principal name; null for nobody.
    /// </summary>
    public string? HolderOf(string name) => _renamed.Find(name.Trim())?.User is { } user
        && !IsSame(user.UserPrincipalName, name.Trim()) && user.Names.Contains(name, MailAddresses.Comparer)
            ? user.UserPrincipalName : null;

    private IReadOnlyList<RecordDeletion> Deletions(IEnumerable<UserPfxRecord> records, string? thumbprint) =>
        [
            .. records
                .Where(record => thumbprint is null || IsSame(record.Thumbprint, thumbprint))
                .GroupBy(record => record.Thumbprint, StringComparer.OrdinalIgnoreCase)
                .OrderBy(ofCertificate => ofCertificate.Key, StringComparer.Ordinal)
                .SelectMany(Deletions),
        ];

    private IEnumerable<RecordDeletion> Deletions(IEnumerable<UserPfxRecord> ofCertificate) =>
        ofCertificate.OrderBy(record => record.Id, StringComparer.Ordinal).Select(record => new RecordDeletion(
            client, record, [.. ofCertificate.Select(other => other.Id!).Where(id => !IsSame(id, record.Id!))]));

    private static bool IsSame(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
