using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>
/// Whether a profile that has certificates issued, PKCS or SCEP, is assigned to a user: each device then gets a signing
/// certificate of its own, and the user needs no imported one. Profiles and groups are read once, when the first user is asked
/// for. Safe for concurrent use.
/// </summary>
/// <param name="intune">The connection's client.</param>
public sealed class SigningCoverage(IntuneClient intune)
{
    private readonly IntuneDirectory _directory = Guard.NotNull(intune).CreateDirectory();
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Dictionary<string, HashSet<string>> _members = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<IReadOnlyList<ProfileAssignment>>? _profiles;

    /// <summary>Whether the user gets such a profile. An assignment to all devices counts as one to all users.</summary>
    /// <exception cref="GraphRequestException">A request failed, such as for a permission to read profiles or groups.</exception>
    public async Task<bool> CoversAsync(string userPrincipalName, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _profiles ??= await intune.ListIssuingAssignmentsAsync(cancellationToken).ConfigureAwait(false);
            foreach (var assignments in _profiles)
            {
                if (await ReachesAsync(assignments, userPrincipalName, cancellationToken).ConfigureAwait(false))
                {
                    return true;
                }
            }

            return false;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<bool> ReachesAsync(
        IReadOnlyList<ProfileAssignment> assignments, string user, CancellationToken cancellationToken)
    {
        var isReached = false;
        foreach (var assignment in assignments)
        {
            var isIn = assignment.Target is SmimeAssignmentTarget.AllUsers or SmimeAssignmentTarget.AllDevices
                || (assignment.GroupId is { } id
                    && (await MembersAsync(id, cancellationToken).ConfigureAwait(false)).Contains(user));
            if (isIn && assignment.Target == SmimeAssignmentTarget.ExcludedGroup)
            {
                return false;
            }

            isReached |= isIn;
        }

        return isReached;
    }

    private async Task<HashSet<string>> MembersAsync(string groupId, CancellationToken cancellationToken)
    {
        if (!_members.TryGetValue(groupId, out var members))
        {
            IReadOnlyList<string> users;
            try
            {
                users = await _directory.UsersOfAsync(groupId, cancellationToken).ConfigureAwait(false);
            }
            catch (IntuneException)
            {
                // A group that was deleted since has nobody in it.
                users = [];
            }

            members = new HashSet<string>(users, StringComparer.OrdinalIgnoreCase);
            _members[groupId] = members;
        }

        return members;
    }
}
