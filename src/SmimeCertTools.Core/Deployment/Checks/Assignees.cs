using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Graph.Intune;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>Whom a profile that is missing would be assigned to: those who get the others.</summary>
internal static class Assignees
{
    /// <summary>The same details with those whom the platform's profiles are assigned to, or another platform's.</summary>
    public static DeploymentCheckDetails For(this DeploymentCheckDetails details, DeploymentView view, SmimePlatform platform) =>
        details.Of(new[] { view.Imported(platform), view.MailClients(platform), view.Signing(platform) }
            .Concat(view.Platforms.Select(other => view.Imported(other)))
            .FirstOrDefault(profiles => profiles.Any(IsAssigned)) ?? []);

    /// <summary>The same details with those whom some profiles are assigned to.</summary>
    public static DeploymentCheckDetails Of(this DeploymentCheckDetails details, IEnumerable<DeployedProfile> profiles) =>
        details.Of(profiles.SelectMany(profile => profile.Assignments.ValueOrDefault ?? []));

    /// <summary>The same details with those of some assignments.</summary>
    public static DeploymentCheckDetails Of(this DeploymentCheckDetails details, IEnumerable<ProfileAssignment> given)
    {
        var assignments = given.ToList();
        return details with
        {
            Groups =
            [
                .. assignments.Where(item => item.Target == SmimeAssignmentTarget.Group)
                    .Select(item => item.GroupName).OfType<string>()
                    .Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(name => name, StringComparer.OrdinalIgnoreCase),
            ],
            IsForAllUsers = assignments.Any(item => item.Target == SmimeAssignmentTarget.AllUsers),
            IsForAllDevices = assignments.Any(item => item.Target == SmimeAssignmentTarget.AllDevices),
        };
    }

    /// <summary>Whether a profile is assigned to anybody; also where that could not be read.</summary>
    public static bool IsAssigned(DeployedProfile profile) => !profile.Assignments.IsRead
        || profile.Assignments.Value.Any(item => item.Target != SmimeAssignmentTarget.ExcludedGroup);
}
