using System;
using SmimeCertTools.Core.Graph.Intune;

namespace SmimeCertTools.Profiles;

/// <summary>Brings the parameters about assignment, which several cmdlets have, to the core.</summary>
internal static class AssignmentParameters
{
    public static AssignmentRequest ToRequest(string[] groupNames, string[] groupIds, string[] excludedGroups, bool allDevices,
        bool allUsers, string[] filters, string filterMode, bool takesGoneGroups = false) => new()
        {
            GroupNames = groupNames,
            GroupIds = groupIds,
            ExcludedGroups = excludedGroups,
            AllDevices = allDevices,
            AllUsers = allUsers,
            Filters = filters,
            TakesGoneGroups = takesGoneGroups,
            FilterMode = (SmimeFilterMode)Enum.Parse(typeof(SmimeFilterMode), filterMode, true),
        };
}
