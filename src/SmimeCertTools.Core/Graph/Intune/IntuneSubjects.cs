using System;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>What requests to Intune are for, in the words their errors use, and the least permission each needs.</summary>
/// <remarks>Permissions after the Graph reference's permission tables of each request.</remarks>
internal static class IntuneSubjects
{
    private const string ReadAdvice = "Check the id or name, and that the tenant has Intune";
    private const string WriteAdvice =
        "Graph seldom says which member it refuses. Check the options, that groups, filters and scope tags still exist, and that "
        + "the profiles referred to are of the same platform";

    public static GraphRequestSubject Groups(string target) =>
        new($"look up the group '{target}'", target, GraphPermission.GroupRead) { RefusalAdvice = ReadAdvice };

    public static GraphRequestSubject Read(IntuneProfile profile) => Read(profile.Collection, profile.DisplayName);

    public static GraphRequestSubject Read(string collection, string? target = null)
    {
        var action = target is null ? $"read the {Name(collection)}" : $"read {Single(collection)} '{target}'";
        return new(action, target, ReadPermission(collection)) { RefusalAdvice = ReadAdvice };
    }

    public static GraphRequestSubject Write(string verb, IntuneProfile profile) =>
        Write(verb, profile.Collection, profile.DisplayName);

    /// <param name="verb">What is done: create, change, assign, delete.</param>
    /// <param name="collection">The collection's address.</param>
    /// <param name="target">The profile's name.</param>
    public static GraphRequestSubject Write(string verb, string collection, string target) =>
        new($"{verb} {Single(collection)} '{target}'", target, WritePermission(collection))
        {
            RefusalAdvice = WriteAdvice,
        };

    private static GraphPermission ReadPermission(string collection) =>
        IsOfApps(collection) ? GraphPermission.AppsRead : GraphPermission.ConfigurationRead;

    private static GraphPermission WritePermission(string collection) =>
        IsOfApps(collection) ? GraphPermission.AppsReadWrite : GraphPermission.ConfigurationReadWrite;

    private static bool IsOfApps(string collection) =>
        collection.StartsWith("deviceAppManagement/", StringComparison.Ordinal);

    private static string Name(string collection) => collection switch
    {
        IntunePaths.Filters => "assignment filters",
        IntunePaths.ScopeTags => "scope tags",
        IntunePaths.NdesConnectors => "NDES connectors",
        IntunePaths.ConnectorDetails => "certificate connectors",
        IntunePaths.MobileApps => "apps",
        _ when collection == ProfileTypes.CollectionOf(SmimeProfileKind.OutlookDevices) => "app configurations",
        _ when collection == ProfileTypes.CollectionOf(SmimeProfileKind.OutlookApps) => "managed-app configurations",
        _ => "profiles",
    };

    private static string Single(string collection) => "the " + Name(collection).TrimEnd('s');
}

/// <summary>Addresses of collections, relative to the service's version.</summary>
internal static class IntunePaths
{
    public const string Filters = "deviceManagement/assignmentFilters";
    public const string ScopeTags = "deviceManagement/roleScopeTags";
    public const string NdesConnectors = "deviceManagement/ndesConnectors";
    public const string ConnectorDetails = "deviceManagement/certificateConnectorDetails";
    public const string Groups = "groups";
    public const string Members = "transitiveMembers";
    public const string MobileApps = "deviceAppManagement/mobileApps";
}
