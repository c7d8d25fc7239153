using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Core.Graph;

/// <summary>
/// A permission of Microsoft Graph, known by its value: as a scope where a person is signed in, as an app role where an
/// application is. The permissions used here have the same value as either.
/// </summary>
/// <remarks>
/// Values after Graph's permissions reference. Their ids are the tenant's to say: they are looked up in the service principal
/// of Graph.
/// </remarks>
public sealed class GraphPermission
{
    private readonly string[] _covering;

    private GraphPermission(string value, params string[] covering) => (Value, _covering) = (value, covering);

    /// <summary>Read Intune's device configuration: records, profiles, connectors.</summary>
    public static GraphPermission ConfigurationRead { get; } =
        new("DeviceManagementConfiguration.Read.All", "DeviceManagementConfiguration.ReadWrite.All");

    /// <summary>Read and write Intune's device configuration.</summary>
    public static GraphPermission ConfigurationReadWrite { get; } = new("DeviceManagementConfiguration.ReadWrite.All");

    /// <summary>Read Intune's apps and their configurations.</summary>
    public static GraphPermission AppsRead { get; } =
        new("DeviceManagementApps.Read.All", "DeviceManagementApps.ReadWrite.All");

    /// <summary>Read and write Intune's apps and their configurations.</summary>
    public static GraphPermission AppsReadWrite { get; } = new("DeviceManagementApps.ReadWrite.All");

    /// <summary>Read users. To look one up, the basic properties are enough.</summary>
    public static GraphPermission UserRead { get; } = new(
        "User.Read.All", "User.ReadWrite.All", "User.ReadBasic.All", "Directory.Read.All", "Directory.ReadWrite.All");

    /// <summary>Read groups and their members.</summary>
    public static GraphPermission GroupRead { get; } =
        new("Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All");

    /// <summary>Read app registrations and service principals.</summary>
    public static GraphPermission ApplicationRead { get; } = new(
        "Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All");

    /// <summary>Read and write app registrations and service principals.</summary>
    public static GraphPermission ApplicationReadWrite { get; } = new("Application.ReadWrite.All");

    /// <summary>Read the directory: of applications also what was consented to for people.</summary>
    public static GraphPermission DirectoryRead { get; } = new(
        "Directory.Read.All", "Directory.ReadWrite.All", "DelegatedPermissionGrant.ReadWrite.All");

    /// <summary>Grant app roles to service principals.</summary>
    public static GraphPermission AppRoleAssignmentReadWrite { get; } = new("AppRoleAssignment.ReadWrite.All");

    /// <summary>The permission's value as a delegated scope and as an app role.</summary>
    public string Value { get; }

    /// <summary>Whether one of <paramref name="scopes"/>, as a token has them, allows what this permission does.</summary>
    public bool IsCovered(IEnumerable<string> scopes)
    {
        Guard.NotNull(scopes);
        return scopes.Any(scope => Is(scope, Value) || Array.Exists(_covering, covering => Is(scope, covering)));
    }

    /// <summary>Those that <paramref name="scopes"/> do not allow.</summary>
    public static IReadOnlyList<GraphPermission> Missing(
        IEnumerable<GraphPermission> permissions, IReadOnlyCollection<string> scopes) =>
        [.. Guard.NotNull(permissions).Where(permission => !permission.IsCovered(scopes))];

    /// <summary>Each once, without those that another of them allows as well.</summary>
    public static IReadOnlyList<GraphPermission> Least(IEnumerable<GraphPermission> permissions)
    {
        List<GraphPermission> all = [.. Guard.NotNull(permissions).Distinct()];
        return
        [
            .. all.Where(permission =>
                !permission.IsCovered(all.Where(other => other != permission).Select(other => other.Value)))
                .OrderBy(permission => permission.Value, StringComparer.Ordinal),
        ];
    }

    /// <summary>The value.</summary>
    public override string ToString() => Value;

    private static bool Is(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
