using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>Assigns profiles and confirms it by reading back.</summary>
internal sealed class AssignmentWriter(ProfileStore store)
{
    /// <summary>Computes what would be sent.</summary>
    /// <exception cref="IntuneException">The assignments contradict each other.</exception>
    /// <exception cref="GraphRequestException">The current ones cannot be read.</exception>
    public async Task<AssignmentPlan> PlanAsync(IntuneProfile profile, IReadOnlyList<ProfileAssignment> given,
        AssignmentMode mode, CancellationToken cancellationToken) => AssignmentPlan.Create(profile.DisplayName, profile.Kind,
        await store.AssignmentsAsync(profile, cancellationToken).ConfigureAwait(false), given, mode);

    /// <summary>
    /// Reads the assignments anew, so that nothing assigned since a plan was shown is lost, computes the set and sends it.
    /// </summary>
    /// <returns>What was done; without changes nothing was sent.</returns>
    /// <exception cref="IntuneException">The assignments contradict each other, or others stand there afterwards.</exception>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public async Task<AssignmentPlan> ApplyAsync(IntuneProfile profile, IReadOnlyList<ProfileAssignment> given,
        AssignmentMode mode, CancellationToken cancellationToken)
    {
        var before = await store.AssignmentsAsync(profile, cancellationToken).ConfigureAwait(false);
        var plan = AssignmentPlan.Create(profile.DisplayName, profile.Kind, before, given, mode);
        if (!plan.HasChanges)
        {
            return plan;
        }

        // The read and the write are two requests: who assigns in between is overwritten. Afterwards the set is read again.
        IReadOnlyList<ProfileAssignment> wanted = [.. plan.Wanted, .. before.Where(assignment => assignment.IsFromPolicySet)];
        IReadOnlyList<ProfileAssignment> after = before;
        var subject = IntuneSubjects.Write("assign", profile);
        await new ConfirmedWrite<AssignmentPlan>(store.Transport.Policy, subject)
        {
            Send = token => store.Transport.SendAsync(
                subject, HttpMethod.Post, profile.Path + "/assign", AssignmentJson.Write(profile.Kind, plan.Wanted), token),
            Look = async (_, token) =>
            {
                after = await store.AssignmentsAsync(profile, token).ConfigureAwait(false);
                return AssignmentPlan.AreSame(after, wanted) ? plan : null;
            },
            Missing = () => AssignmentPlan.AreSame(after, before)
                ? GraphErrors.NotConfirmed(subject, "a look-up shows the assignments it had before")
                : Changed(profile, after),
        }.RunAsync(cancellationToken).ConfigureAwait(false);
        return plan;
    }

    private static IntuneException Changed(IntuneProfile profile, IReadOnlyList<ProfileAssignment> after) => new(
        IntuneErrorKind.AssignmentChanged,
        $"'{profile.DisplayName}' ({profile.Id}) was assigned, but reading back shows other assignments: "
            + $"{(after.Count == 0 ? "none" : string.Join("; ", after.Select(item => item.ToString())))}. Somebody else changed "
            + "them at the same time. Look at them and run the command again.",
        profile);
}
