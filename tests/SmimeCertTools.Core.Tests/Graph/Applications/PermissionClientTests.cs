using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Applications;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.Applications.DirectoryTenant;

namespace SmimeCertTools.Core.Tests.Graph.Applications;

public sealed class PermissionClientTests
{
    private static readonly GraphPermission[] Wanted = [GraphPermission.ConfigurationReadWrite, GraphPermission.UserRead];

    [Fact]
    public async Task An_identity_is_found_by_name_object_id_and_client_id()
    {
        await using var tenant = await StartAsync();
        var runbook = tenant.Directory.AddManagedIdentity("mail-runbook");
        var client = new PermissionClient(tenant.Connection);

        foreach (var name in new[] { "MAIL-runbook", runbook.Id.ToString(), runbook.AppId.ToString().ToUpperInvariant() })
        {
            var found = await client.FindAsync(name, default);

            Assert.Equal(runbook.Id.ToString(), found.Id);
            Assert.Equal("mail-runbook", found.DisplayName);
            Assert.Contains("automationAccounts/mail-runbook", found.ResourceId, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_name_that_several_identities_have_lists_them_with_what_tells_them_apart()
    {
        await using var tenant = await StartAsync();
        var first = tenant.Directory.AddManagedIdentity("runbook", resourceId: "/subscriptions/1/resourcegroups/north");
        var second = tenant.Directory.AddManagedIdentity("runbook", resourceId: "/subscriptions/1/resourcegroups/south");

        var error = await Assert.ThrowsAsync<RegistrationException>(
            () => new PermissionClient(tenant.Connection).FindAsync("runbook", default));

        Assert.Equal("ManagedIdentityAmbiguous", error.ErrorId);
        foreach (var part in new[] { first.Id.ToString(), second.Id.ToString(), "/north", "/south" })
        {
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_application_of_the_name_is_no_identity()
    {
        await using var tenant = await StartAsync();
        tenant.Directory.AddPrincipal(tenant.Directory.AddApplication("runbook"));

        var error = await Assert.ThrowsAsync<RegistrationException>(
            () => new PermissionClient(tenant.Connection).FindAsync("runbook", default));

        Assert.Equal("ManagedIdentityNotFound", error.ErrorId);
        Assert.Contains("not a managed identity", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_nothing_has_is_answered_with_similar_ones()
    {
        await using var tenant = await StartAsync();
        tenant.Directory.AddManagedIdentity("mail-runbook");

        var error = await Assert.ThrowsAsync<RegistrationException>(
            () => new PermissionClient(tenant.Connection).FindAsync("mail-rubook", default));

        Assert.Equal("ManagedIdentityNotFound", error.ErrorId);
        Assert.Contains("'mail-runbook'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_permissions_are_granted_and_confirmed_and_others_stay()
    {
        await using var tenant = await StartAsync();
        var runbook = tenant.Directory.AddManagedIdentity("runbook");
        var other = tenant.Directory.Graph.Permissions.Single(permission => permission.Value == "Mail.Read");
        tenant.Directory.Grant(runbook.Id, other.RoleId);
        tenant.Directory.Grant(runbook.Id, tenant.Offer(GraphPermission.UserRead).RoleId);

        var (before, after) = await GrantAsync(tenant, "runbook");

        Assert.Equal([false, true], before.Select(grant => grant.IsGranted));
        Assert.All(after, grant => Assert.True(grant.IsGranted));
        Assert.Equal(3, tenant.Directory.Grants.Count);
        Assert.Equal([$"POST /v1.0/servicePrincipals/{tenant.Directory.Graph.Id}/appRoleAssignedTo"], tenant.Writes());
    }

    [Fact]
    public async Task Granting_twice_sends_nothing_the_second_time()
    {
        await using var tenant = await StartAsync();
        tenant.Directory.AddManagedIdentity("runbook");
        await GrantAsync(tenant, "runbook");
        var writes = tenant.Writes().Count;

        var (before, _) = await GrantAsync(tenant, "runbook");

        Assert.All(before, grant => Assert.True(grant.IsGranted));
        Assert.Equal(writes, tenant.Writes().Count);
    }

    [Fact]
    public async Task A_grant_that_somebody_else_was_faster_with_counts_as_granted()
    {
        await using var tenant = await StartAsync();
        var runbook = tenant.Directory.AddManagedIdentity("runbook");
        var client = new PermissionClient(tenant.Connection);
        var identity = await client.FindAsync("runbook", default);
        var (grants, _) = await client.CompareAsync(identity, [GraphPermission.UserRead], default);
        tenant.Directory.Grant(runbook.Id, tenant.Offer(GraphPermission.UserRead).RoleId);

        var granted = await client.GrantAsync(identity, grants[0], default);

        Assert.True(granted.IsGranted);
        Assert.Single(tenant.Directory.Grants);
    }

    [Fact]
    public async Task A_grant_of_unknown_outcome_is_made_once()
    {
        await using var tenant = await StartAsync();
        tenant.Directory.AddManagedIdentity("runbook");
        tenant.Host.Faults.Add("POST", "appRoleAssignedTo", SmimeCertTools.Sandbox.Faults.FaultMode.ResetAfterEffect);

        await GrantAsync(tenant, "runbook");

        Assert.Equal(2, tenant.Directory.Grants.Count);
    }

    [Fact]
    public async Task A_permission_that_the_cloud_does_not_offer_does_not_stop_the_others()
    {
        await using var tenant = await StartAsync();
        tenant.Directory.AddManagedIdentity("runbook");
        var client = new PermissionClient(tenant.Connection);
        var identity = await client.FindAsync("runbook", default);
        tenant.Directory.Withdraw("Group.Read.All");

        var (grants, errors) = await client.CompareAsync(
            identity, [GraphPermission.GroupRead, GraphPermission.UserRead], default);

        Assert.Equal("PermissionNotOffered", Assert.Single(errors).ErrorId);
        Assert.Equal(GraphPermission.UserRead, Assert.Single(grants).Permission);
    }

    [Fact]
    public async Task Without_the_permission_to_grant_the_error_names_it_and_the_role()
    {
        await using var tenant = await StartAsync(permissions: ["Application.Read.All"]);
        tenant.Directory.AddManagedIdentity("runbook");

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => GrantAsync(tenant, "runbook"));

        Assert.Equal(GraphErrorKind.Forbidden, error.Kind);
        Assert.Contains("AppRoleAssignment.ReadWrite.All", error.Message, StringComparison.Ordinal);
        Assert.Contains("Privileged Role Administrator", error.Message, StringComparison.Ordinal);
    }

    private static async Task<(IReadOnlyList<PermissionGrant> Before, List<PermissionGrant> After)> GrantAsync(
        DirectoryTenant tenant, string name)
    {
        var client = new PermissionClient(tenant.Connection);
        var identity = await client.FindAsync(name, default);
        var (grants, errors) = await client.CompareAsync(identity, Wanted, default);
        Assert.Empty(errors);
        List<PermissionGrant> after = [];
        foreach (var grant in grants)
        {
            after.Add(grant.IsGranted ? grant : await client.GrantAsync(identity, grant, default));
        }

        return (grants, after);
    }
}
