using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>Assignments whose groups and filters were looked up, for profiles of any platform.</summary>
public sealed class ResolvedAssignments
{
    private readonly IReadOnlyList<ProfileAssignment> _targets;
    private readonly IReadOnlyList<AssignmentFilter> _filters;
    private readonly SmimeFilterMode _mode;

    internal ResolvedAssignments(
        IReadOnlyList<ProfileAssignment> targets, IReadOnlyList<AssignmentFilter> filters, SmimeFilterMode mode) =>
        (_targets, _filters, _mode) = (targets, filters, mode);

    /// <summary>The assignments of a profile, with the filter of its platform.</summary>
    /// <param name="profile">The profile's name, for messages.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="platforms">Its platforms.</param>
    /// <exception cref="IntuneException">
    /// Filters were given and none is for the platform, or several are (<see cref="IntuneErrorKind.FilterMismatch"/>).
    /// </exception>
    public IReadOnlyList<ProfileAssignment> For(string profile, SmimeProfileKind kind, IReadOnlyList<SmimePlatform> platforms)
    {
        if (_filters.Count == 0)
        {
            return _targets;
        }

        var filter = FilterOf(profile, kind, Guard.NotNull(platforms));
        return
        [
            .. _targets.Select(target => target.Target == SmimeAssignmentTarget.ExcludedGroup
                ? target
                : target with { FilterId = filter.Id, FilterName = filter.Name, FilterMode = _mode }),
        ];
    }

    // The names are those of devicePlatformType. Android's device owners go by the older name of Android Enterprise.
    private static string Wire(SmimeProfileKind kind, SmimePlatform platform) => (kind, platform) switch
    {
        (SmimeProfileKind.OutlookApps, SmimePlatform.IOS) => "iOSMobileApplicationManagement",
        (SmimeProfileKind.OutlookApps, _) => "androidMobileApplicationManagement",
        (_, SmimePlatform.Windows) => "windows10AndLater",
        (_, SmimePlatform.IOS) => "iOS",
        (_, SmimePlatform.MacOS) => "macOS",
        (_, SmimePlatform.AndroidDeviceOwner) => "androidForWork",
        (_, SmimePlatform.AndroidWorkProfile) => "androidWorkProfile",
        (_, SmimePlatform.AndroidDeviceAdministrator) => "android",
        (_, SmimePlatform.AospDeviceOwner) => "androidAOSP",
        _ => throw new ArgumentOutOfRangeException(nameof(platform)),
    };

    private AssignmentFilter FilterOf(string profile, SmimeProfileKind kind, IReadOnlyList<SmimePlatform> platforms)
    {
        List<string> names = [.. platforms.Select(platform => Wire(kind, platform)).Distinct()];
        List<AssignmentFilter> fitting =
            [.. _filters.Where(filter => names.Contains(filter.Platform, StringComparer.OrdinalIgnoreCase))];
        if (fitting.Count == 1)
        {
            return fitting[0];
        }

        var given = string.Join(", ", _filters.Select(filter => $"'{filter.Name}' ({filter.Platform})"));
        throw new IntuneException(IntuneErrorKind.FilterMismatch,
            fitting.Count == 0
                ? $"None of the filters is for the platform of '{profile}' ({string.Join(", ", names)}): {given}. Give one for "
                    + "each platform, or leave the filter out."
                : $"Several of the filters are for the platform of '{profile}': {given}. An assignment has one filter at most.",
            profile);
    }
}

/// <summary>An assignment filter.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Platform">The platform, a member of devicePlatformType.</param>
internal sealed record AssignmentFilter(string Id, string Name, string Platform);
