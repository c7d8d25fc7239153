using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>Assignments as they travel.</summary>
internal static class AssignmentJson
{
    private const string FilterId = "deviceAndAppManagementAssignmentFilterId";
    private const string FilterType = "deviceAndAppManagementAssignmentFilterType";
    private const string NoFilter = "00000000-0000-0000-0000-000000000000";

    private static readonly Dictionary<string, SmimeAssignmentTarget> Targets = new(StringComparer.Ordinal)
    {
        ["groupAssignmentTarget"] = SmimeAssignmentTarget.Group,
        ["exclusionGroupAssignmentTarget"] = SmimeAssignmentTarget.ExcludedGroup,
        ["allDevicesAssignmentTarget"] = SmimeAssignmentTarget.AllDevices,
        ["allLicensedUsersAssignmentTarget"] = SmimeAssignmentTarget.AllUsers,
    };

    /// <summary>An assignment of any of the profile collections; null for one without target.</summary>
    public static ProfileAssignment? Read(JsonObject assignment)
    {
        if (assignment["target"] is not JsonObject target)
        {
            return null;
        }

        var kind = Targets.TryGetValue(ProfileTypes.WithoutPrefix(target.Text("@odata.type") ?? string.Empty), out var known)
            ? known
            : SmimeAssignmentTarget.Other;
        var mode = target.Value<SmimeFilterMode>(FilterType) ?? SmimeFilterMode.None;
        var filter = target.Text(FilterId);
        return new ProfileAssignment
        {
            Target = kind,
            GroupId = target.Text("groupId"),
            FilterId = mode == SmimeFilterMode.None || filter is NoFilter or "" ? null : filter,
            FilterMode = mode,
            IsFromPolicySet = assignment.Text("source") == "policySets",
            Raw = kind == SmimeAssignmentTarget.Other ? target.DeepClone().AsObject() : null,
        };
    }

    /// <summary>The body of the action assign, which replaces the whole set.</summary>
    public static JsonObject Write(SmimeProfileKind kind, IEnumerable<ProfileAssignment> assignments)
    {
        var type = ProfileTypes.Prefix + AssignmentType(kind);
        return new JsonObject
        {
            ["assignments"] = new JsonArray(
            [
                .. assignments.Select(assignment => new JsonObject { ["@odata.type"] = type, ["target"] = Target(assignment) }),
            ]),
        };
    }

    private static string AssignmentType(SmimeProfileKind kind) => kind switch
    {
        SmimeProfileKind.OutlookDevices => "managedDeviceMobileAppConfigurationAssignment",
        SmimeProfileKind.OutlookApps => "targetedManagedAppPolicyAssignment",
        _ => "deviceConfigurationAssignment",
    };

    private static JsonObject Target(ProfileAssignment assignment)
    {
        if (assignment.Raw is { } raw)
        {
            return raw.DeepClone().AsObject();
        }

        var target = new JsonObject
        {
            ["@odata.type"] = ProfileTypes.Prefix + Targets.Single(pair => pair.Value == assignment.Target).Key,
            [FilterId] = assignment.FilterId,
            [FilterType] = assignment.FilterMode.ToString().ToLowerInvariant(),
        };
        if (assignment.GroupId is { } group)
        {
            target["groupId"] = group;
        }

        return target;
    }
}
