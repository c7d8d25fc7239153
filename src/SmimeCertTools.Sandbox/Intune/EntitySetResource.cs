using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Sandbox.Odata;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>
/// One collection of Intune's entities, as its schema has it: the collection, its entities, casts, navigations, references and
/// actions.
/// </summary>
internal sealed class EntitySetResource(
    EntitySet set, IIntuneTenant state, IServiceOptions options, Func<IntuneEntity, IReadOnlyList<JsonObject>> certificateStates)
    : IGraphResource
{
    private readonly EntityWriter _writer = new(set, state, options);
    private readonly EntityActions _actions = new(set, state);

    public static RequestRefusedException NotFound(string id) =>
        RequestRefusedException.IntuneNotFound($"There is no {id} here.");

    public SandboxResponse? Answer(SandboxRequest request)
    {
        if (request.Below(set.Root, set.Name) is not { } path)
        {
            return null;
        }

        Authorization.RequireAccess(request, set.ReadPermission, set.WritePermission);
        var type = TakeCast(path, set.Type);
        if (path is [])
        {
            return request.Method == "POST" ? Create(request) : List(request, type);
        }

        if (path is ["$count"])
        {
            request.RequireMethod("GET");
            return SandboxResponse.Number(Find(EntityQuery.Parse(request, type), type).Count());
        }

        var entity = set.Store.Find(path[0]) ?? throw NotFound(path[0]);
        path.RemoveAt(0);
        type = TakeCast(path, type);
        return entity.Type.Is(type) ? AnswerEntity(request, entity, type, path) : throw NotFound(entity.Id);
    }

    private static StructuredType TakeCast(List<string> path, StructuredType type)
    {
        if (path is not [var cast, ..] || !StructuredType.Namespaces.Any(item => cast.StartsWith(item, StringComparison.Ordinal))
            || SchemaModel.Graph.FindQualified(cast) is not { } derived || !derived.Is(type))
        {
            return type;
        }

        path.RemoveAt(0);
        return derived;
    }

    private SandboxResponse AnswerEntity(SandboxRequest request, IntuneEntity entity, StructuredType type, List<string> path)
    {
        if (path is [var action] && _actions.Has(action))
        {
            request.RequireMethod("POST");
            return _actions.Run(action, request, entity);
        }

        return path is [] ? AnswerItem(request, entity, type)
            : type.FindNavigation(path[0]) is { } navigation ? AnswerNavigation(request, entity, navigation, path[1..])
            : throw RequestRefusedException.UnknownSegment(path[0]);
    }

    private SandboxResponse AnswerItem(SandboxRequest request, IntuneEntity entity, StructuredType type)
    {
        if (set.IsWritable && request.Method == "PATCH")
        {
            return One(request, EntityJson.Create(_writer.Update(request, entity, type), type));
        }

        if (set.IsWritable && request.Method == "DELETE")
        {
            _writer.Delete(entity);
            return SandboxResponse.NoContent();
        }

        request.RequireMethod("GET");
        return One(request, ToJson(request, entity, type, EntityQuery.Parse(request, type)));
    }

    private SandboxResponse One(SandboxRequest request, JsonObject json, int status = 200) =>
        CollectionPage.Single(request, new QueryOptions(), set.Path, json, status);

    private SandboxResponse Create(SandboxRequest request)
    {
        if (!set.IsWritable)
        {
            throw RequestRefusedException.MethodNotAllowed(request.Method);
        }

        return One(request, EntityJson.Create(_writer.Create(request), set.Type), status: 201);
    }

    private SandboxResponse List(SandboxRequest request, StructuredType type)
    {
        request.RequireMethod("GET");
        var query = EntityQuery.Parse(request, type);
        return CollectionPage.Create(request, query.Page, [.. Find(query, type)], entity => Key(entity.Sequence),
            options.PageSize, set.Path, entity => ToJson(request, entity, type, query));
    }

    private SandboxResponse AnswerNavigation(
        SandboxRequest request, IntuneEntity entity, NavigationSchema navigation, List<string> rest)
    {
        if (!navigation.IsCollection)
        {
            return AnswerReference(request, entity, navigation, rest);
        }

        request.RequireMethod("GET");
        var items = Items(entity, navigation);
        var context = $"{set.Path}('{entity.Id}')/{navigation.Name}";
        return rest switch
        {
            [] => CollectionPage.Create(request, QueryOptions.Parse(request), [.. items.Index()], pair => Key(pair.Index),
                options.PageSize, context, pair => pair.Item),
            ["$count"] => SandboxResponse.Number(items.Count),
            [var id] => CollectionPage.Single(request, QueryOptions.Parse(request), context,
                items.FirstOrDefault(item => (string?)item["id"] == id) ?? throw NotFound(id)),
            _ => throw RequestRefusedException.UnknownSegment(rest[1]),
        };
    }

    private SandboxResponse AnswerReference(
        SandboxRequest request, IntuneEntity entity, NavigationSchema navigation, List<string> rest)
    {
        if (rest is ["$ref"] && request.Method is "PUT" or "DELETE" && set.IsWritable)
        {
            _writer.Bind(request, entity, navigation);
            return SandboxResponse.NoContent();
        }

        var target = Related(entity, navigation);
        return (rest, request.Method) switch
        {
            ([] or ["$ref"], "GET") when target is null => SandboxResponse.NoContent(),
            ([], "GET") => CollectionPage.Single(
                request, QueryOptions.Parse(request), set.Path, EntityJson.Create(target!, navigation.Type)),
            (["$ref"], "GET") =>
                SandboxResponse.Ok(new JsonObject { ["@odata.id"] = $"{request.BaseUri}beta/{set.Path}('{target!.Id}')" }),
            ([] or ["$ref"], _) => throw RequestRefusedException.MethodNotAllowed(request.Method),
            _ => throw RequestRefusedException.UnknownSegment(rest[0]),
        };
    }

    // The token of a page is the last key, compared as text.
    private static string Key(long number) => number.ToString("D12", CultureInfo.InvariantCulture);

    private IEnumerable<IntuneEntity> Find(EntityQuery query, StructuredType type) =>
        set.Store.All.Where(entity => entity.Type.Is(type)
            && (query.Page.Filter?.Accepts(EntityJson.Create(entity, set.Type), entity.Type) ?? true));

    private IntuneEntity? Related(IntuneEntity entity, NavigationSchema navigation) =>
        entity.Bindings.TryGetValue(navigation.Name, out var id) ? state.Profiles.Find(id) : null;

    private IReadOnlyList<JsonObject> Items(IntuneEntity entity, NavigationSchema navigation) => navigation.Name switch
    {
        "assignments" => [.. entity.Assignments.Select(assignment => EntityJson.Create(entity, assignment, set.AssignmentType!))],
        "apps" => [.. entity.Apps.Select(app => app.DeepClone().AsObject())],
        "managedDeviceCertificateStates" => certificateStates(entity),
        _ => throw new InvalidOperationException($"Nothing is known of {navigation.Name}."),
    };

    private JsonObject ToJson(SandboxRequest request, IntuneEntity entity, StructuredType declared, EntityQuery query)
    {
        var json = EntityJson.Create(entity, declared, query.Select);
        foreach (var path in query.Expand.Where(path => entity.Type.Is(path.Type)))
        {
            var navigation = entity.Type.FindNavigation(path.Name)!;
            json[$"{path.Name}@odata.context"] =
                CollectionPage.ContextUrl(request, $"{set.Path}('{entity.Id}')/{path.Type.QualifiedName}/{path.Name}");
            json[path.Name] = navigation.IsCollection
                ? new JsonArray([.. Items(entity, navigation)])
                : Related(entity, navigation) is { } target ? EntityJson.Create(target, navigation.Type) : null;
        }

        return json;
    }
}
