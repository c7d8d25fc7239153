using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Users;

namespace SmimeCertTools.UserPfx;

/// <summary>Users that are named by patterns such as *@contoso.com.</summary>
internal static class UserPatterns
{
    /// <summary>The names, and in the place of patterns those whom they stand for among the users who have records.</summary>
    public static async Task<List<string>> ExpandAsync(
        IReadOnlyList<string> users, GraphConnection connection, CancellationToken cancellation)
    {
        var patterns = users.Where(WildcardPattern.ContainsWildcardCharacters).ToList();
        List<string> names = [.. users.Except(patterns)];
        if (patterns.Count > 0)
        {
            var matching = patterns.ConvertAll(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase));
            var pager = new UserPfxClient(connection).List();
            while (await pager.NextAsync(cancellation) is { } page)
            {
                names.AddRange(page.Select(record => record.UserPrincipalName)
                    .Where(name => matching.Exists(pattern => pattern.IsMatch(name))));
            }
        }

        return [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}
