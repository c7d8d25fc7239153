using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Batch;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Graph.Users;

/// <summary>
/// Looks for records by their ids, those that are asked for together in one batch. A record's id is made of the user's object id
/// and the thumbprint, so that it is found under whatever name the user had. Safe for concurrent use.
/// </summary>
/// <param name="client">The connection's client.</param>
internal sealed class RecordsById(UserPfxClient client) : GroupedLookups<FoundRecord>(
    (ids, cancellationToken) => LookUpAsync(client, ids, cancellationToken), client.Policy, Remembered, BatchSender.MaxParts)
{
    // What was not there may be sent now; it is asked for once in an import.
    private const int Remembered = 100;

    /// <summary>The id of a user's record of a certificate.</summary>
    public static string IdOf(System.Guid user, string thumbprint) => $"{user:N}-{thumbprint.ToLowerInvariant()}";

    private static async Task<IReadOnlyList<GroupedAnswer<FoundRecord>>> LookUpAsync(
        UserPfxClient client, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var answers = ids.Count == 1 ? null
            : await client.Batch.TryGetAsync([.. ids.Select(UserPfxClient.AddressOf)], cancellationToken).ConfigureAwait(false);
        return answers is null
            ? await Task.WhenAll(ids.Select(id => GetAsync(client, id, cancellationToken))).ConfigureAwait(false)
            : [.. answers.Zip(ids, Read)];
    }

    private static GroupedAnswer<FoundRecord> Read(BatchAnswer answer, string id) => answer.Failure switch
    {
        null => new(new FoundRecord(answer.Body is { } body ? UserPfxJson.Read(body) : null), null),
        { IsMissing: true } => new(new FoundRecord(null), null),
        var failure => new(null, GraphErrors.Make(failure, GraphRequestSubject.List(null, id))),
    };

    private static async Task<GroupedAnswer<FoundRecord>> GetAsync(
        UserPfxClient client, string id, CancellationToken cancellationToken)
    {
        try
        {
            return new(new FoundRecord(await client.GetAsync(id, cancellationToken).ConfigureAwait(false)), null);
        }
        catch (GraphRequestException e)
        {
            return new(null, e);
        }
    }
}

/// <summary>What there is under an id.</summary>
/// <param name="Record">The record; null for none.</param>
internal sealed record FoundRecord(UserPfxRecord? Record);
