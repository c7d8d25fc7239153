using System;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.Odata;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.DirectoryRequests;

/// <summary>
/// /applications and /applications/{id}, also as (appId='…'): list, read, create, change. Lists that are sent replace those that
/// are there; the content of certificates is shown of one application, and when keyCredentials are asked for by name.
/// </summary>
internal sealed class ApplicationResource(ApplicationDirectory directory, DirectoryLag lag, int pageSize) : IGraphResource
{
    /// <summary>What filters of the directory's collections may say.</summary>
    public static readonly FilterRules Rules = new()
    {
        Fields = ["displayName", "appId", "id"],
        Operators = ["eq"],
        Functions = ["startswith"],
        Refusal = name => RequestRefusedException.BadQuery($"Unsupported or invalid query filter clause specified for '{name}'."),
    };

    private static readonly StructuredType Type = SchemaModel.Graph["application"];

    private readonly ApplicationChecks _checks = new(directory, lag.Clock);

    public SandboxResponse? Answer(SandboxRequest request)
    {
        var isOne = request.Matches(1, "applications", "*");
        if (!isOne && !request.Matches(1, "applications"))
        {
            return null;
        }

        DirectoryAccess.RequireApplications(request);
        return (request.Method, isOne) switch
        {
            ("GET", false) => List(request),
            ("POST", false) => Create(request),
            ("GET", true) => One(request, Find(request.Segments[2])),
            ("PATCH", true) => Update(request, Find(request.Segments[2])),
            ("DELETE", true) => Delete(Find(request.Segments[2])),
            _ => throw RequestRefusedException.MethodNotAllowed(request.Method),
        };
    }

    private SandboxApplication Find(string segment)
    {
        var key = DirectoryKey.Parse(segment);
        return directory.Applications.FirstOrDefault(application =>
            key.Names(application.Id, application.AppId) && lag.Shows(application.Created))
            ?? throw RequestRefusedException.NotFound(key.Id.ToString());
    }

    private SandboxResponse List(SandboxRequest request)
    {
        var query = QueryOptions.Parse(request, Rules);
        var found = directory.Applications.Where(application => lag.Shows(application.Created))
            .Where(application => query.Filter?.Accepts(ToJson(application)) ?? true)
            .OrderBy(Key, StringComparer.OrdinalIgnoreCase);
        return CollectionPage.Create(
            request, query, [.. found], Key, pageSize, "applications", application => ToJson(application));

        static string Key(SandboxApplication application) => $"{application.DisplayName} {application.Id}";
    }

    private static SandboxResponse One(SandboxRequest request, SandboxApplication application)
    {
        var query = QueryOptions.Parse(request);
        return CollectionPage.Single(request, query, "applications",
            ToJson(application, query.Select?.Contains("keyCredentials", StringComparer.OrdinalIgnoreCase) == true));
    }

    private SandboxResponse Create(SandboxRequest request)
    {
        var body = EntityReader.Read(request, Type, isNew: true);
        _checks.Check(body, existing: null);
        var application = directory.AddApplication(body.Text("displayName")!, body.Values);
        return CollectionPage.Single(request, new QueryOptions(), "applications", ToJson(application), status: 201);
    }

    private SandboxResponse Update(SandboxRequest request, SandboxApplication application)
    {
        var body = EntityReader.Read(request, Type, isNew: false);
        _checks.Check(body, application);
        directory.Update(application.Id, values =>
        {
            foreach (var (name, value) in body.Values)
            {
                values[name] = value?.DeepClone();
            }
        });
        return SandboxResponse.NoContent();
    }

    private SandboxResponse Delete(SandboxApplication application)
    {
        directory.Remove(application.Id);
        return SandboxResponse.NoContent();
    }

    private static JsonObject ToJson(SandboxApplication application, bool withKeys = false)
    {
        var json = new JsonObject { ["id"] = application.Id.ToString() };
        foreach (var member in Type.Members)
        {
            json[member.Name] = member.Name switch
            {
                "appId" => application.AppId.ToString(),
                "createdDateTime" => MemberReader.Date(application.CreatedDateTime),
                "signInAudience" => application.Values["signInAudience"]?.DeepClone() ?? "AzureADandPersonalMicrosoftAccount",
                "publicClient" => application.Values["publicClient"]?.DeepClone()
                    ?? new JsonObject { ["redirectUris"] = new JsonArray() },
                _ => application.Values[member.Name]?.DeepClone() ?? (member.IsCollection ? new JsonArray() : null),
            };
        }

        foreach (var key in withKeys ? [] : json["keyCredentials"]!.AsArray().OfType<JsonObject>())
        {
            key["key"] = null;
        }

        return json;
    }
}
