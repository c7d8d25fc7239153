using System;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Sandbox.Odata;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.DirectoryRequests;

/// <summary>
/// /oauth2PermissionGrants, also of one service principal: the delegated permissions that were consented to. They are read and
/// withdrawn here; to consent there is the page of the sign-in service.
/// </summary>
internal sealed class ConsentResource(ApplicationDirectory directory, DirectoryLag lag, int pageSize) : IGraphResource
{
    private const string Collection = "oauth2PermissionGrants";
    private const string Write = "DelegatedPermissionGrant.ReadWrite.All";
    private const string WriteDirectory = "Directory.ReadWrite.All";

    private static readonly FilterRules Rules = ApplicationResource.Rules with
    {
        Fields = ["clientId", "consentType", "principalId", "resourceId", "scope"],
    };

    public SandboxResponse? Answer(SandboxRequest request)
    {
        var isOfPrincipal = request.Matches(1, "servicePrincipals", "*", Collection);
        var isOne = request.Matches(1, Collection, "*");
        if (!isOfPrincipal && !isOne && !request.Matches(1, Collection))
        {
            return null;
        }

        // After the Graph reference: what lets applications be read or written lets nobody read these.
        if (request.IsWrite)
        {
            Authorization.Require(request, Write, WriteDirectory);
        }
        else
        {
            Authorization.Require(request, Permission.DirectoryRead, Write, WriteDirectory);
        }

        return (request.Method, isOne) switch
        {
            ("GET", false) => List(request, isOfPrincipal ? request.Segments[2] : null),
            ("GET", true) => CollectionPage.Single(
                request, QueryOptions.Parse(request), Collection, ToJson(Find(request.Segments[2]))),
            ("DELETE", true) => directory.WithdrawConsent(Find(request.Segments[2]).Id)
                ? SandboxResponse.NoContent() : throw RequestRefusedException.NotFound(request.Segments[2]),
            _ => throw RequestRefusedException.MethodNotAllowed(request.Method),
        };
    }

    private SandboxConsent Find(string id) =>
        directory.Consents.FirstOrDefault(consent => consent.Id == id) ?? throw RequestRefusedException.NotFound(id);

    private SandboxResponse List(SandboxRequest request, string? principal)
    {
        var query = QueryOptions.Parse(request, Rules);
        var owner = principal is null ? (Guid?)null : ServicePrincipalResource.Find(directory, lag, principal).Id;
        var found = directory.Consents.Where(consent => owner is null || consent.ClientId == owner)
            .Where(consent => query.Filter?.Accepts(ToJson(consent)) ?? true)
            .OrderBy(consent => consent.Id, StringComparer.Ordinal);
        return CollectionPage.Create(request, query, [.. found], consent => consent.Id, pageSize, Collection, ToJson);
    }

    private static JsonObject ToJson(SandboxConsent consent) => new()
    {
        ["clientId"] = consent.ClientId.ToString(),
        ["consentType"] = "AllPrincipals",
        ["id"] = consent.Id,
        ["principalId"] = null,
        ["resourceId"] = consent.ResourceId.ToString(),
        ["scope"] = string.Join(' ', consent.Scopes),
    };
}
