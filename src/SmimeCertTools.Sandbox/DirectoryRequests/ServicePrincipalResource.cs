using System;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.Odata;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.DirectoryRequests;

/// <summary>/servicePrincipals and /servicePrincipals/{id}, also as (appId='…'): list, read, create.</summary>
internal sealed class ServicePrincipalResource(ApplicationDirectory directory, DirectoryLag lag, int pageSize) : IGraphResource
{
    private static readonly StructuredType Type = SchemaModel.Graph["servicePrincipal"];

    private static readonly FilterRules Rules = ApplicationResource.Rules with
    {
        Fields = [.. ApplicationResource.Rules.Fields, "servicePrincipalType"],
    };

    public SandboxResponse? Answer(SandboxRequest request)
    {
        var isOne = request.Matches(1, "servicePrincipals", "*");
        if (!isOne && !request.Matches(1, "servicePrincipals"))
        {
            return null;
        }

        DirectoryAccess.RequireApplications(request);
        return (request.Method, isOne) switch
        {
            ("GET", false) => List(request),
            ("POST", false) => Create(request),
            ("GET", true) => CollectionPage.Single(request, QueryOptions.Parse(request), "servicePrincipals",
                ToJson(request, Find(directory, lag, request.Segments[2]))),
            _ => throw RequestRefusedException.MethodNotAllowed(request.Method),
        };
    }

    /// <exception cref="RequestRefusedException">There is none, or none is seen yet.</exception>
    public static SandboxServicePrincipal Find(ApplicationDirectory directory, DirectoryLag lag, string segment)
    {
        var key = DirectoryKey.Parse(segment);
        return directory.ServicePrincipals.FirstOrDefault(principal =>
            key.Names(principal.Id, principal.AppId) && IsShown(directory, lag, principal))
            ?? throw RequestRefusedException.NotFound(key.Id.ToString());
    }

    private static bool IsShown(ApplicationDirectory directory, DirectoryLag lag, SandboxServicePrincipal principal) =>
        principal == directory.Graph || lag.Shows(principal.Created);

    private SandboxResponse List(SandboxRequest request)
    {
        var query = QueryOptions.Parse(request, Rules);
        var found = directory.ServicePrincipals.Where(principal => IsShown(directory, lag, principal))
            .Where(principal => query.Filter?.Accepts(ToJson(request, principal)) ?? true)
            .OrderBy(Key, StringComparer.OrdinalIgnoreCase);
        return CollectionPage.Create(
            request, query, [.. found], Key, pageSize, "servicePrincipals", principal => ToJson(request, principal));

        static string Key(SandboxServicePrincipal principal) => $"{principal.DisplayName} {principal.Id}";
    }

    private SandboxResponse Create(SandboxRequest request)
    {
        var body = EntityReader.Read(request, Type, isNew: true);
        DirectoryRefusal.ThrowIfAny(body.Problems);
        var appId = body.Text("appId");
        if (directory.ServicePrincipals.Any(principal => principal.AppId.ToString() == appId))
        {
            throw new RequestRefusedException(409, "Request_MultipleObjectsWithSameKeyValue",
                $"The service principal cannot be created, updated, or restored because the service principal name {appId} is "
                + "already in use.");
        }

        var application = directory.Applications.FirstOrDefault(candidate =>
            candidate.AppId.ToString() == appId && lag.Shows(candidate.Created))
            ?? throw DirectoryRefusal.BadRequest(
                $"The appId '{appId}' of the service principal does not reference a valid application object.");
        return CollectionPage.Single(request, new QueryOptions(), "servicePrincipals",
            ToJson(request, directory.AddPrincipal(application)), status: 201);
    }

    private static JsonObject ToJson(SandboxRequest request, SandboxServicePrincipal principal)
    {
        // The beta version calls delegated permissions otherwise.
        var scopes = request.Segments[0] == "beta" ? "publishedPermissionScopes" : "oauth2PermissionScopes";
        return new JsonObject
        {
            ["id"] = principal.Id.ToString(),
            ["accountEnabled"] = true,
            ["alternativeNames"] = new JsonArray([.. principal.AlternativeNames.Select(name => (JsonNode)name)]),
            ["appId"] = principal.AppId.ToString(),
            ["displayName"] = principal.DisplayName,
            ["servicePrincipalType"] = principal.Type,
            ["tags"] = new JsonArray(),
            ["appRoles"] = new JsonArray([.. principal.Permissions.Select(permission => JsonBody.Create(new
            {
                allowedMemberTypes = new[] { "Application" },
                description = permission.Value,
                displayName = permission.Value,
                id = permission.RoleId,
                isEnabled = true,
                origin = "Application",
                value = permission.Value,
            }))]),
            [scopes] = new JsonArray([.. principal.Permissions.Select(permission => JsonBody.Create(new
            {
                adminConsentDisplayName = permission.Value,
                id = permission.ScopeId,
                isEnabled = true,
                type = "Admin",
                value = permission.Value,
            }))]),
        };
    }
}
