using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using SmimeCertTools.Connection;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Permissions;
using SmimeCertTools.TestSupport.Tools;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Tests.Permissions;

/// <summary>The table of permissions covers the module, and the help pages say what it says.</summary>
public sealed class CmdletPermissionsTests
{
    public static TheoryData<string> Names => [.. Cmdlets()];

    [Fact]
    public void Every_cmdlet_has_a_row_and_every_row_a_cmdlet() => Assert.Equal(
        Cmdlets().Order(StringComparer.Ordinal), CmdletPermissions.Cmdlets.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_of_a_cmdlet_says_what_the_table_says(string name)
    {
        var page = File.ReadAllLines(RepositoryRoot.Combine("docs", "en-US", name + ".md"));
        var notes = page.SkipWhile(line => line != "## NOTES").TakeWhile(line => line != "## RELATED LINKS").ToList();

        var said = notes.Where(line => line.StartsWith("Permission", StringComparison.Ordinal)
            || line.StartsWith("No permission is needed", StringComparison.Ordinal)).ToList();

        Assert.StartsWith(CmdletPermissions.Sentence(name), Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sign_in_is_expected_to_serve_records() => Assert.Equal(
        ["DeviceManagementConfiguration.ReadWrite.All", "User.Read.All"],
        CmdletPermissions.ForRecords.Select(permission => permission.Value));

    [Fact]
    public void Who_only_reads_is_given_nothing_to_write_with()
    {
        var read = CmdletPermissions.Of(SmimePermissionSet.ReadOnly);
        var write = CmdletPermissions.Of(SmimePermissionSet.ReadWrite);

        Assert.All(read, permission => Assert.DoesNotContain("Write", permission.Value, StringComparison.Ordinal));
        Assert.All(read, permission => Assert.True(permission.IsCovered(write.Select(other => other.Value))));
        Assert.Contains(GraphPermission.ConfigurationRead, read);
        Assert.Contains(GraphPermission.UserRead, read);
        Assert.Contains(GraphPermission.ConfigurationReadWrite, write);
        Assert.DoesNotContain(GraphPermission.ConfigurationRead, write);
    }

    [Fact]
    public void Nothing_is_registered_that_registers_and_grants()
    {
        var write = CmdletPermissions.Of(SmimePermissionSet.ReadWrite);

        Assert.DoesNotContain(GraphPermission.ApplicationReadWrite, write);
        Assert.DoesNotContain(GraphPermission.AppRoleAssignmentReadWrite, write);
    }

    [Fact]
    public void Permissions_of_groups_of_names_cover_what_they_contain()
    {
        Assert.True(GraphPermission.ConfigurationRead.IsCovered(["devicemanagementconfiguration.readwrite.all"]));
        Assert.False(GraphPermission.ConfigurationReadWrite.IsCovered(["DeviceManagementConfiguration.Read.All"]));
        Assert.True(GraphPermission.UserRead.IsCovered(["Directory.Read.All"]));
        Assert.Equal(["DeviceManagementApps.ReadWrite.All"], GraphPermission.Least(
            [GraphPermission.AppsRead, GraphPermission.AppsReadWrite, GraphPermission.AppsRead])
            .Select(permission => permission.Value));
    }

    private static IEnumerable<string> Cmdlets() => typeof(ConnectSmimeGraphCommand).Assembly.GetTypes()
        .Select(type => type.GetCustomAttribute<CmdletAttribute>()).OfType<CmdletAttribute>()
        .Select(cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}");
}
