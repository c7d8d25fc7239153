using System;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.Odata;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.DirectoryRequests;

/// <summary>
/// /servicePrincipals/{id}/appRoleAssignments, what one has, and /servicePrincipals/{id}/appRoleAssignedTo, who has a resource's.
/// </summary>
internal sealed class RoleGrantResource(ApplicationDirectory directory, DirectoryLag lag, int pageSize) : IGraphResource
{
    private static readonly StructuredType Type = SchemaModel.Graph["appRoleAssignment"];

    public SandboxResponse? Answer(SandboxRequest request)
    {
        var isOfPrincipal = request.Matches(1, "servicePrincipals", "*", "appRoleAssignments")
            || request.Matches(1, "servicePrincipals", "*", "appRoleAssignments", "*");
        if (!isOfPrincipal && !request.Matches(1, "servicePrincipals", "*", "appRoleAssignedTo")
            && !request.Matches(1, "servicePrincipals", "*", "appRoleAssignedTo", "*"))
        {
            return null;
        }

        DirectoryAccess.RequireGrants(request);
        var owner = ServicePrincipalResource.Find(directory, lag, request.Segments[2]);
        return (request.Method, request.Segments.Count) switch
        {
            ("GET", 4) => List(request, owner, isOfPrincipal),
            ("POST", 4) => Create(request, owner, isOfPrincipal),
            ("DELETE", 5) => directory.Revoke(request.Segments[4])
                ? SandboxResponse.NoContent() : throw RequestRefusedException.NotFound(request.Segments[4]),
            _ => throw RequestRefusedException.MethodNotAllowed(request.Method),
        };
    }

    private SandboxResponse List(SandboxRequest request, SandboxServicePrincipal owner, bool isOfPrincipal)
    {
        var query = QueryOptions.Parse(request);
        var found = directory.Grants.Where(grant => (isOfPrincipal ? grant.PrincipalId : grant.ResourceId) == owner.Id)
            .OrderBy(grant => grant.Id, StringComparer.OrdinalIgnoreCase);
        return CollectionPage.Create(request, query, [.. found], grant => grant.Id, pageSize,
            "appRoleAssignments", ToJson);
    }

    private SandboxResponse Create(SandboxRequest request, SandboxServicePrincipal owner, bool isOfPrincipal)
    {
        var body = EntityReader.Read(request, Type, isNew: true);
        DirectoryRefusal.ThrowIfAny(body.Problems);
        var (principal, resource, role) = (Id(body, "principalId"), Id(body, "resourceId"), Id(body, "appRoleId"));
        if ((isOfPrincipal ? principal : resource) != owner.Id)
        {
            throw DirectoryRefusal.BadRequest(
                $"{(isOfPrincipal ? "principalId" : "resourceId")} is another than the service principal of the address");
        }

        _ = ServicePrincipalResource.Find(directory, lag, principal.ToString());
        if (resource != directory.Graph.Id || !directory.Graph.Permissions.Any(permission => permission.RoleId == role))
        {
            throw DirectoryRefusal.BadRequest("Permission being assigned was not found on application "
                + $"'{resource}'.");
        }

        return directory.Grants.Any(grant => grant.PrincipalId == principal && grant.RoleId == role)
            ? throw DirectoryRefusal.BadRequest("Permission being assigned already exists on the object")
            : CollectionPage.Single(
                request, new QueryOptions(), "appRoleAssignments", ToJson(directory.Grant(principal, role)), status: 201);
    }

    private static Guid Id(EntityBody body, string member) => Guid.TryParseExact(body.Text(member), "D", out var id)
        ? id : throw DirectoryRefusal.BadRequest($"{member} is '{body.Text(member)}', which is no GUID");

    private JsonObject ToJson(SandboxRoleGrant grant)
    {
        var principal = directory.ServicePrincipals.FirstOrDefault(candidate => candidate.Id == grant.PrincipalId);
        return JsonBody.Create(new
        {
            grant.Id,
            deletedDateTime = (string?)null,
            appRoleId = grant.RoleId,
            createdDateTime = MemberReader.Date(grant.CreatedDateTime),
            principalDisplayName = principal?.DisplayName,
            grant.PrincipalId,
            principalType = "ServicePrincipal",
            resourceDisplayName = directory.Graph.DisplayName,
            grant.ResourceId,
        });
    }
}
