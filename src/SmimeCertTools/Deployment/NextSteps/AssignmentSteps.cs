using System.Linq;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Deployment.NextSteps;

/// <summary>Assigns profiles to those who get the others.</summary>
internal static class AssignmentSteps
{
    /// <summary>Assigns the profile to those who need it too; with the filter that the others have.</summary>
    public static string Assign(DeploymentCheckResult result)
    {
        var details = result.Details;
        var profiles = details.ProfileIds.Count > 0 ? StepText.List(details.ProfileIds) : CommandText.Quote(details.ProfileId!);
        return $"Set-SmimeProfileAssignment -Id {profiles}{StepText.ToOrAsk(details)}"
            + (details.Filter is { } filter ? $" -Filter {CommandText.Quote(filter)}"
                + (details.IsFilterExcluding ? " -FilterMode Exclude" : string.Empty) : string.Empty);
    }

    /// <summary>Takes exclusions away.</summary>
    public static string Include(DeploymentCheckResult result) =>
        $"Set-SmimeProfileAssignment -Id {StepText.List(result.Details.ProfileIds)} -Remove "
        + $"-ExcludeGroup {StepText.List(result.Details.Groups)}";

    /// <summary>Takes a group away that is gone.</summary>
    public static string WithoutGone(DeploymentCheckResult result) =>
        $"Set-SmimeProfileAssignment -Id {CommandText.Quote(result.Details.ProfileId!)} -Remove "
        + $"{(result.Details.IsExclusion ? "-ExcludeGroup" : "-GroupId")} {CommandText.Quote(result.Details.GoneGroup!)}";

    /// <summary>Who is in no group is put into one: the directory is not this module's.</summary>
    public static string Members(DeploymentCheckResult result)
    {
        var users = result.Users.Count <= StepText.MostNamed ? string.Join(", ", result.Users)
            : $"the {result.Users.Count} users of this result (its property Users)";
        var groups = result.Details.Groups;
        return result.Status == SmimeCheckStatus.Unknown
            ? StepText.Page("Groups, All groups, the profiles' groups, Members", $"see whether a device of {users} is among them.")
            : StepText.Person("Microsoft Entra admin center, Groups, All groups, "
                + $"{(groups.Count == 1 ? groups[0] : $"one of {string.Join(", ", groups)}")}, Members, Add members: {users}. "
                + "Who was left out on purpose needs no certificate in Intune.");
    }
}
