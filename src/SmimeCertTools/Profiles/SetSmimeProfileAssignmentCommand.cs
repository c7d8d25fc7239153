using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Profiles;

/// <summary>
/// Assigns profiles. The service replaces the whole set of assignments at each write, so the current one is read first, changed
/// as asked, sent, and read again.
/// </summary>
[Cmdlet(VerbsCommon.Set, "SmimeProfileAssignment", DefaultParameterSetName = AddSet, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SmimeProfile))]
public sealed class SetSmimeProfileAssignmentCommand : ProfileIdCommand
{
    private const string AddSet = "Add";
    private const string RemoveSet = "Remove";
    private const string ReplaceSet = "Replace";
    private const string ClearSet = "Clear";

    private ResolvedAssignments? _given;

    /// <summary>Groups by name.</summary>
    [Parameter(ParameterSetName = AddSet), Parameter(ParameterSetName = RemoveSet), Parameter(ParameterSetName = ReplaceSet)]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] GroupName { get; set; } = [];

    /// <summary>Groups by object id.</summary>
    [Parameter(ParameterSetName = AddSet), Parameter(ParameterSetName = RemoveSet), Parameter(ParameterSetName = ReplaceSet)]
    [ArgumentCompleter(typeof(GroupIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] GroupId { get; set; } = [];

    /// <summary>Groups to exclude, by name or object id; with -Remove, exclusions that end.</summary>
    [Parameter(ParameterSetName = AddSet), Parameter(ParameterSetName = RemoveSet), Parameter(ParameterSetName = ReplaceSet)]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] ExcludeGroup { get; set; } = [];

    /// <summary>All devices.</summary>
    [Parameter(ParameterSetName = AddSet), Parameter(ParameterSetName = RemoveSet), Parameter(ParameterSetName = ReplaceSet)]
    public SwitchParameter AllDevices { get; set; }

    /// <summary>All users with an Intune licence.</summary>
    [Parameter(ParameterSetName = AddSet), Parameter(ParameterSetName = RemoveSet), Parameter(ParameterSetName = ReplaceSet)]
    public SwitchParameter AllUsers { get; set; }

    /// <summary>Assignment filters by name or id, one for each platform.</summary>
    [Parameter(ParameterSetName = AddSet), Parameter(ParameterSetName = ReplaceSet)]
    [ArgumentCompleter(typeof(FilterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Filter { get; set; } = [];

    /// <summary>Whether devices that match the filter are the only ones, or are left out.</summary>
    [Parameter(ParameterSetName = AddSet), Parameter(ParameterSetName = ReplaceSet)]
    [ValidateSet("Include", "Exclude")]
    public string FilterMode { get; set; } = nameof(SmimeFilterMode.Include);

    /// <summary>Removes the assignments to these targets, whatever their filter.</summary>
    [Parameter(ParameterSetName = RemoveSet, Mandatory = true)]
    public SwitchParameter Remove { get; set; }

    /// <summary>Makes these the only assignments.</summary>
    [Parameter(ParameterSetName = ReplaceSet, Mandatory = true)]
    public SwitchParameter Replace { get; set; }

    /// <summary>Removes all assignments.</summary>
    [Parameter(ParameterSetName = ClearSet, Mandatory = true)]
    public SwitchParameter Clear { get; set; }

    private AssignmentMode Mode => ParameterSetName switch
    {
        RemoveSet => AssignmentMode.Remove,
        ReplaceSet or ClearSet => AssignmentMode.Replace,
        _ => AssignmentMode.Add,
    };

    /// <inheritdoc/>
    protected override async Task BeginAsync()
    {
        await base.BeginAsync();
        _ = Intune;
        var request = AssignmentParameters.ToRequest(
            GroupName, GroupId, ExcludeGroup, AllDevices, AllUsers, Filter, FilterMode, takesGoneGroups: Mode == AssignmentMode.Remove);
        if (ParameterSetName != ClearSet && request.IsEmpty && request.Filters.Count == 0)
        {
            throw new IntuneException(IntuneErrorKind.AssignmentInvalid,
                "Nobody is named. Give -GroupName, -GroupId, -ExcludeGroup, -AllDevices or -AllUsers; -Clear removes all "
                    + "assignments.", null);
        }

        _given = await Directory.ResolveAsync(request, Cancellation);
    }

    /// <inheritdoc/>
    private protected override async Task ProcessAsync(IntuneProfile profile)
    {
        var given = _given!.For(profile.DisplayName, profile.Kind, profile.Platforms);
        var plan = await Intune.PlanAssignmentsAsync(profile, given, Mode, Cancellation);
        if (given.FirstOrDefault(item => item.GroupId is not null && item.GroupName is null
            && !plan.Current.Any(item.HasSameTarget)) is { } nowhere)
        {
            throw new IntuneException(IntuneErrorKind.GroupNotFound,
                $"No group has the object id {nowhere.GroupId}, and '{profile.DisplayName}' is not assigned to one that is gone. "
                    + "Check the id and the tenant.", nowhere.GroupId);
        }

        if (plan.ReachesNobody)
        {
            WriteWarning($"'{profile.DisplayName}' is assigned to exclusions only afterwards: nobody gets it.");
        }

        if (plan.HasChanges)
        {
            var text = string.Join("; ", await DescribeAsync(plan));
            if (!ShouldProcess($"'{profile.DisplayName}' ({profile.ODataType}, {profile.Id})", $"Assign: {text}"))
            {
                return;
            }

            plan = await Intune.SetAssignmentsAsync(profile, given, Mode, Cancellation);
        }

        WriteVerbose($"{profile.DisplayName} ({profile.Id}): {(plan.HasChanges ? "assigned" : "nothing to change")}.");
        if (PassThru)
        {
            WriteObject(new SmimeProfile(profile, plan.HasChanges ? SmimeProfileStatus.Updated : SmimeProfileStatus.Unchanged)
            {
                Assignments = SmimeProfile.ToModels(await NameAsync(plan.Wanted)),
                Changes = [.. (await DescribeAsync(plan)).Select(change => change.Visible())],
            });
        }
    }

    // What is there already has ids only.
    private async Task<List<string>> DescribeAsync(AssignmentPlan plan)
    {
        List<string> texts = [];
        foreach (var (sign, assignments) in new[] { ("+", plan.Added), ("~", plan.Changed), ("-", plan.Removed) })
        {
            texts.AddRange((await NameAsync(assignments)).Select(assignment => $"{sign} {assignment}"));
        }

        return texts;
    }
}
