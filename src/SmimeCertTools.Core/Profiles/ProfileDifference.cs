using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Profiles;

/// <summary>A member in which a profile that exists differs from what is wanted.</summary>
/// <param name="Member">The wire name of the member or navigation; of a setting with its key, such as settings[key].</param>
/// <param name="Wanted">What is wanted, as text; (none) for nothing.</param>
/// <param name="Existing">What is there, as text; (none) for nothing.</param>
/// <param name="IsFixed">
/// Whether the service does not let it change: the profile must be made anew under another name.
/// </param>
public sealed record ProfileDifference(string Member, string Wanted, string Existing, bool IsFixed = false)
{
    /// <summary>The differences of a member: of a list that is a set one for each item, of anything else one.</summary>
    internal static IEnumerable<ProfileDifference> Between(string member, JsonNode? wanted, JsonNode? existing, bool isFixed)
    {
        if (ProfileMembers.IsSet(member) && wanted is null or JsonArray && existing is null or JsonArray)
        {
            var (more, less) = ((wanted as JsonArray)?.ToList() ?? [], (existing as JsonArray)?.ToList() ?? []);
            more.RemoveAll(item => less.FindIndex(other => ProfileMembers.AreEqual(member, item, other)) is >= 0 and var index
                && RemoveAt(less, index));
            return more.Select(item =>
                    new ProfileDifference(member, ProfileMembers.Show(member, item), ProfileMembers.Nothing, isFixed))
                .Concat(less.Select(item =>
                    new ProfileDifference(member, ProfileMembers.Nothing, ProfileMembers.Show(member, item), isFixed)));
        }

        return
            [new ProfileDifference(member, ProfileMembers.Show(member, wanted), ProfileMembers.Show(member, existing), isFixed)];
    }

    private static bool RemoveAt(List<JsonNode?> list, int index)
    {
        list.RemoveAt(index);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Member}: {Existing} -> {Wanted}";
}
