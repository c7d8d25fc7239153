using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Graph;
using static SmimeCertTools.Core.Graph.GraphPermission;

namespace SmimeCertTools.Permissions;

/// <summary>
/// The least permissions of Microsoft Graph that each cmdlet needs, delegated and application alike: the one table behind help
/// pages, errors, sign-in and what an app registration or a managed identity is given.
/// </summary>
internal static class CmdletPermissions
{
    private const string Groups = "with groups";
    private const string GroupNames = "for names of groups";
    private const string Outlook = "for Outlook configurations";

    private static readonly CmdletPermission[] None = [];

    // Alphabetical. A cmdlet that never asks Graph has an empty row.
    private static readonly Dictionary<string, CmdletPermission[]> Table = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Connect-SmimeGraph"] = [new(ConfigurationRead, "to verify the connection")],
        ["Convert-SmimePfx"] = None,
        ["Disconnect-SmimeGraph"] = None,
        ["Export-SmimeCatalog"] = None,
        ["Export-SmimeCertificate"] = None,
        ["Export-SmimeConnectorKey"] = None,
        ["Export-SmimeReport"] =
        [
            new(ConfigurationRead), new(UserRead), new(AppsRead, Outlook),
            new(GroupRead, "for `-GroupName`, and to know whom profiles reach,"),
        ],
        ["Get-CertificateConnector"] = [new(ConfigurationRead)],
        ["Get-SmimeConnectorKey"] = None,
        ["Get-SmimeGraphContext"] = None,
        ["Get-SmimePfx"] = None,
        ["Get-SmimeProfile"] = [new(ConfigurationRead), new(AppsRead, Outlook), new(GroupRead, GroupNames)],
        ["Get-SmimeUserPfx"] = [new(ConfigurationRead), new(UserRead, "to find the certificates of users who were renamed")],
        ["Get-SmimeUserStatus"] =
        [
            new(ConfigurationRead), new(UserRead), new(AppsRead, Outlook), new(GroupRead, "to know whom profiles reach,"),
        ],
        ["Get-UserCertHistory"] =
        [
            new(ConfigurationRead), new(UserRead),
            new(GroupRead, "for `-GroupName`, and to know to whom profiles issue signing certificates,"),
        ],
        ["Grant-SmimePermission"] = [new(AppRoleAssignmentReadWrite), new(ApplicationRead)],
        ["Import-SmimeConnectorKey"] = None,
        ["Import-SmimeUserPfx"] = [new(ConfigurationReadWrite), new(UserRead, "to look up users")],
        ["New-OutlookSmimeConfiguration"] =
            [new(AppsReadWrite), new(GroupRead, Groups), new(ConfigurationRead, "with filters and scope tags")],
        ["New-PkcsCertificateProfile"] = [new(ConfigurationReadWrite), new(GroupRead, Groups)],
        ["New-PkcsImportedProfile"] = [new(ConfigurationReadWrite), new(GroupRead, Groups)],
        ["New-SmimeConnectorKey"] = None,
        ["New-SmimeEmailProfile"] = [new(ConfigurationReadWrite), new(GroupRead, Groups)],
        ["New-SmimeImportList"] = [new(UserRead, "to look up whose certificates are")],
        ["New-SmimeUserPfx"] = [new(UserRead, "to find users by the addresses in their certificates")],
        ["New-TrustedRootProfile"] = [new(ConfigurationReadWrite), new(GroupRead, Groups)],
        ["Register-SmimeApplication"] =
            [new(ApplicationReadWrite), new(DirectoryRead, "to read the consent to delegated permissions,")],
        ["Remove-SmimeProfile"] =
            [new(ConfigurationReadWrite), new(AppsReadWrite, Outlook), new(GroupRead, GroupNames)],
        ["Remove-SmimeUserPfx"] = [new(ConfigurationReadWrite)],
        ["Set-SmimeProfileAssignment"] =
            [new(ConfigurationReadWrite), new(AppsReadWrite, Outlook), new(GroupRead, Groups)],
        ["Test-SmimeConnectorKey"] = None,
        ["Test-SmimeDeployment"] =
            [new(ConfigurationRead), new(AppsRead), new(UserRead), new(GroupRead)],
        ["Test-SmimeMessage"] =
            [new(ConfigurationRead, "to look into Intune"), new(UserRead, "to look up users")],
        ["Test-SmimePfx"] = None,
    };

    // What these need belongs to whoever sets the module up, and to no registration that works with it day by day.
    private static readonly HashSet<string> SetUp = new(StringComparer.OrdinalIgnoreCase)
    {
        "Register-SmimeApplication", "Grant-SmimePermission",
    };

    // What a sign-in is for in any case: to import, to remove and to look at records.
    private static readonly string[] Records =
        ["Import-SmimeUserPfx", "Remove-SmimeUserPfx", "Get-SmimeUserPfx", "Get-UserCertHistory"];

    /// <summary>The cmdlets in the table.</summary>
    public static IEnumerable<string> Cmdlets => Table.Keys;

    /// <summary>
    /// What every sign-in is expected to have: all that work with users' records goes by. A sign-in that lacks it is told so.
    /// </summary>
    public static IReadOnlyList<GraphPermission> ForRecords { get; } = Least(
        Records.SelectMany(cmdlet => Table[cmdlet]).Where(need => need.When is null).Select(need => need.Permission));

    /// <summary>What a cmdlet needs, what nothing goes without first; empty where it never asks Graph.</summary>
    /// <exception cref="KeyNotFoundException">It is no cmdlet of this module.</exception>
    public static IReadOnlyList<CmdletPermission> Of(string cmdlet) => Table[cmdlet];

    /// <summary>
    /// Everything that the everyday cmdlets need, each permission once; those that set the module up are left out.
    /// </summary>
    /// <param name="set">With or without what changes something.</param>
    public static IReadOnlyList<GraphPermission> Of(SmimePermissionSet set)
    {
        var cmdlets = Table.Where(row => !SetUp.Contains(row.Key)
            && (set == SmimePermissionSet.ReadWrite || !row.Value.Any(need => IsWrite(need.Permission))));
        return Least(cmdlets.SelectMany(row => row.Value).Select(need => need.Permission));
    }

    /// <summary>What a cmdlet needs as a sentence of its help page: permissions in back quotes.</summary>
    public static string Sentence(string cmdlet)
    {
        var needs = Table[cmdlet];
        return needs.Length switch
        {
            0 => "No permission is needed.",
            1 => $"Permission: {Join(needs)}.",
            _ => $"Permissions: {Join(needs)}.",
        };
    }

    /// <summary>The same for errors; null for a cmdlet that needs nothing or is none of this module.</summary>
    public static string? NeedOf(string cmdlet) => Table.TryGetValue(cmdlet, out var needs) && needs.Length > 0
        ? $"{cmdlet} needs {Join(needs).Replace("`", string.Empty)}."
        : null;

    private static string Join(CmdletPermission[] needs)
    {
        var always = string.Join(" and ", needs.Where(need => need.When is null).Select(need => $"`{need.Permission}`"));
        var parts = needs.Where(need => need.When is not null).Select(need => $"{need.When} `{need.Permission}`");
        return string.Join("; ", always.Length == 0 ? parts : parts.Prepend(always));
    }

    private static bool IsWrite(GraphPermission permission) =>
        permission.Value.IndexOf(".ReadWrite.", StringComparison.Ordinal) >= 0;
}
