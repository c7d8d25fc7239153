using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;

namespace SmimeCertTools.Sandbox.OAuth;

/// <summary>An app registration that may sign in to the sandbox.</summary>
public sealed record SandboxClient
{
    /// <summary>The application (client) id.</summary>
    public Guid ClientId { get; init; } = Guid.NewGuid();

    /// <summary>Of a managed identity its name in the directory. Default null: one that the sandbox chooses.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The client secret; null where only a certificate counts.</summary>
    public string? Secret { get; init; }

    /// <summary>The certificate whose key signs client assertions; null for none.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Where a browser may be sent after sign-in; of a loopback address any port. Default: http://localhost.</summary>
    public IReadOnlyList<Uri> RedirectUris { get; init; } = [new("http://localhost")];

    /// <summary>Whether people may sign in without the app's secret (device code, browser). Default true.</summary>
    public bool AllowPublicClient { get; init; } = true;

    /// <summary>
    /// The permissions its tokens get, as roles or scopes. Default: all that SmimeCertTools needs. A managed identity gets what
    /// it was granted in the directory as well.
    /// </summary>
    public IReadOnlyList<string> Permissions { get; init; } = Permission.All;

    /// <summary>What tokens of people who use it get; null for <see cref="Permissions"/>.</summary>
    internal IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>How long its tokens last. Default one hour.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);
}

/// <summary>The Graph permissions that the sandbox knows.</summary>
public static class Permission
{
    /// <summary>Read Intune device configuration, records included.</summary>
    public const string ConfigurationRead = "DeviceManagementConfiguration.Read.All";

    /// <summary>Read and write Intune device configuration, records included.</summary>
    public const string ConfigurationReadWrite = "DeviceManagementConfiguration.ReadWrite.All";

    /// <summary>Read users.</summary>
    public const string UserRead = "User.Read.All";

    /// <summary>Read groups and their members.</summary>
    public const string GroupRead = "Group.Read.All";

    /// <summary>Read apps and app configuration.</summary>
    public const string AppsRead = "DeviceManagementApps.Read.All";

    /// <summary>Read and write apps and app configuration.</summary>
    public const string AppsReadWrite = "DeviceManagementApps.ReadWrite.All";

    /// <summary>Read app registrations and service principals.</summary>
    public const string ApplicationRead = "Application.Read.All";

    /// <summary>Read and write app registrations and service principals.</summary>
    public const string ApplicationReadWrite = "Application.ReadWrite.All";

    /// <summary>Grant app roles.</summary>
    public const string AppRoleAssignmentReadWrite = "AppRoleAssignment.ReadWrite.All";

    /// <summary>Read the directory: what was consented to, above all.</summary>
    public const string DirectoryRead = "Directory.Read.All";

    /// <summary>What a token gets unless told otherwise.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        ConfigurationReadWrite, AppsReadWrite, UserRead, GroupRead, ApplicationReadWrite, AppRoleAssignmentReadWrite,
        DirectoryRead,
    ];

    /// <summary>What Microsoft Graph of the tenant offers: what is known here, and some of the very many others.</summary>
    internal static IReadOnlyList<string> Offered { get; } =
    [
        ConfigurationRead, ConfigurationReadWrite, UserRead, GroupRead, AppsRead, AppsReadWrite, ApplicationRead,
        ApplicationReadWrite, AppRoleAssignmentReadWrite, "DeviceManagementManagedDevices.Read.All", DirectoryRead,
        "DelegatedPermissionGrant.ReadWrite.All", "Mail.Read", "Sites.Read.All", "User.ReadWrite.All",
    ];

    internal static bool IsKnown(string name) => Offered.Contains(name, StringComparer.Ordinal);
}
