using System.Linq;
using SmimeCertTools.Sandbox.Intune;

namespace SmimeCertTools.Sandbox.Devices;

/// <summary>Whether what is assigned reaches a device: by way of the device or its user, unless either is excluded.</summary>
internal sealed class AssignmentScope(IDeviceTenant state)
{
    public bool Reaches(IntuneEntity entity, ManagedDevice device) =>
        !entity.Assignments.Any(item => item.Target == AssignmentTarget.ExcludedGroup && IsInGroup(item, device))
        && entity.Assignments.Any(item => item.Target switch
        {
            AssignmentTarget.AllDevices or AssignmentTarget.AllUsers => true,
            AssignmentTarget.Group => IsInGroup(item, device),
            _ => false,
        } && PassesFilter(item, device));

    private bool IsInGroup(IntuneAssignment assignment, ManagedDevice device) => assignment.GroupId is { } group
        && (state.Groups.IsMember(group, device.Id) || state.Groups.IsMember(group, device.User.Id));

    private bool PassesFilter(IntuneAssignment assignment, ManagedDevice device) => assignment.FilterId is not { } id
        || (state.AssignmentFilters.Find(id) is { } filter
            && AssignmentFilterRule.Parse(filter.Text("rule")!)(device) != assignment.FilterExcludes);
}
