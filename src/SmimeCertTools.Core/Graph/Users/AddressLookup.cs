using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Batch;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Graph.Users;

/// <summary>
/// Finds the users who go by an address: as user principal name, mail address or one of the proxyAddresses; many addresses in one
/// request. Safe for concurrent use.
/// </summary>
/// <remarks>
/// <c>eq</c> on these members needs no advanced query (https://learn.microsoft.com/graph/aad-advanced-queries, properties of
/// users), and a filter takes fifteen comparisons (https://learn.microsoft.com/graph/filter-query-parameter): those of five
/// addresses.
/// </remarks>
/// <param name="client">The connection's client.</param>
internal sealed class AddressLookup(UserPfxClient client)
{
    /// <summary>The addresses of one request.</summary>
    public const int MaxAddresses = BatchSender.MaxParts * AddressesPerFilter;

    private const int AddressesPerFilter = 5;

    /// <summary>Looks up 1 to <see cref="MaxAddresses"/> addresses. What fails for one of them is in its answer.</summary>
    /// <returns>Answers in the order of <paramref name="addresses"/>: the users, none for an address that nobody has.</returns>
    public async Task<IReadOnlyList<GroupedAnswer<IReadOnlyList<GraphUser>>>> LookUpAsync(
        IReadOnlyList<string> addresses, CancellationToken cancellationToken)
    {
        var groups = UserGroupLookup.Chunks(addresses, AddressesPerFilter);
        var batch = groups.Count > 1
            ? await client.Batch.TryGetAsync([.. groups.Select(AddressOf)], cancellationToken).ConfigureAwait(false)
            : null;
        var answers = await Task.WhenAll(groups.Select((group, place) =>
            AnswerAsync(group, batch?[place], cancellationToken))).ConfigureAwait(false);
        return [.. answers.SelectMany(answer => answer)];
    }

    private async Task<IEnumerable<GroupedAnswer<IReadOnlyList<GraphUser>>>> AnswerAsync(
        List<string> group, BatchAnswer? answer, CancellationToken cancellationToken)
    {
        try
        {
            if (answer?.Failure is { } failure)
            {
                return group.Select(address => new GroupedAnswer<IReadOnlyList<GraphUser>>(
                    null, GraphErrors.Make(failure, GraphRequestSubject.Address(address))));
            }

            var pager = client.ListUsers(GraphRequestSubject.Address(string.Join(", ", group)), AddressOf(group));
            List<GraphUser> users = answer is null ? [] : [.. pager.Accept(answer.Body)];
            users.AddRange(await pager.ReadAllAsync(cancellationToken).ConfigureAwait(false));
            return group.Select(address => new GroupedAnswer<IReadOnlyList<GraphUser>>(
                [.. users.Where(user => user.Names.Contains(address, MailAddresses.Comparer))], null));
        }
        catch (GraphRequestException e)
        {
            return group.Select(_ => new GroupedAnswer<IReadOnlyList<GraphUser>>(null, e));
        }
    }

    private static string AddressOf(List<string> addresses) => $"users?{UserPfxClient.UserSelect}&$filter="
        + Uri.EscapeDataString(string.Join(" or ", addresses.Select(address => ComparisonsOf(address.Trim()))));

    private static string ComparisonsOf(string address)
    {
        var text = FilterText.Quote(address);
        return $"userPrincipalName eq {text} or mail eq {text} or "
            + $"proxyAddresses/any(p:p eq {FilterText.Quote("smtp:" + address)})";
    }
}
