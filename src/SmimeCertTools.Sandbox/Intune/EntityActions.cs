using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Odata;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>The actions of Intune's entities: assign, and targetApps of managed app configurations.</summary>
internal sealed class EntityActions(EntitySet set, IIntuneTenant state)
{
    private const string Assign = "assign";
    private const string TargetApps = "targetApps";
    private readonly AssignmentReader _assignments = new(set, state);

    /// <summary>Whether the collection's entities have an action of this name, with or without its namespace.</summary>
    public bool Has(string name) => set.AssignmentType is not null
        && (Bare(name) == Assign || (Bare(name) == TargetApps && set.Type.FindNavigation("apps") is not null));

    public SandboxResponse Run(string name, SandboxRequest request, IntuneEntity entity) =>
        Bare(name) == Assign ? RunAssign(request, entity) : RunTargetApps(request, entity);

    private static string Bare(string name) => StructuredType.Namespaces
        .Where(prefix => name.StartsWith(prefix, StringComparison.Ordinal)).Select(prefix => name[prefix.Length..])
        .FirstOrDefault(name);

    // The action's array, whose other parameters may stand beside it.
    private static List<JsonElement> Items(JsonElement body, string parameter, params ReadOnlySpan<string> others)
    {
        foreach (var property in body.EnumerateObject())
        {
            if (property.Name != parameter && !others.Contains(property.Name) && !property.Name.StartsWith('@'))
            {
                throw RequestRefusedException.IntuneInvalid($"{property.Name} is no parameter of this action that is known here");
            }
        }

        if (!body.TryGetProperty(parameter, out var items))
        {
            throw RequestRefusedException.IntuneInvalid($"{parameter} is missing");
        }

        return items.ValueKind == JsonValueKind.Array
            ? [.. items.EnumerateArray()]
            : throw RequestRefusedException.IntuneInvalid($"{parameter} is a JSON {items.ValueKind}, not an array");
    }

    // What is sent is the whole set: what is not sent is assigned no longer.
    private SandboxResponse RunAssign(SandboxRequest request, IntuneEntity entity)
    {
        using var document = EntityReader.Parse(request);
        var assignments = _assignments.Read(Items(document.RootElement, "assignments"), entity);
        set.Store.Update(entity.Id, current =>
        {
            var values = current.Values.DeepClone().AsObject();
            if (set.Type.Find("isAssigned") is not null)
            {
                values["isAssigned"] = assignments.Count > 0;
            }

            return current with { Assignments = assignments, Values = values };
        });
        return !set.AnswersAssign
            ? SandboxResponse.NoContent()
            : SandboxResponse.Ok(new JsonObject
            {
                ["@odata.context"] = CollectionPage.ContextUrl(request, $"Collection({set.AssignmentType!.QualifiedName})"),
                ["value"] = new JsonArray(
                    [.. assignments.Select(assignment => EntityJson.Create(entity, assignment, set.AssignmentType!))]),
            });
    }

    private SandboxResponse RunTargetApps(SandboxRequest request, IntuneEntity entity)
    {
        using var document = EntityReader.Parse(request);
        var type = set.Type.FindNavigation("apps")!.Type;
        var problems = new List<string>();
        var apps = Items(document.RootElement, "apps", "appGroupType").Select((item, i) =>
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                problems.Add($"apps[{i}] is a JSON {item.ValueKind}, not an object");
                return [];
            }

            var app = EntityReader.Read(item, type, isNew: true, mayHaveId: true);
            problems.AddRange(app.Problems.Select(problem => $"apps[{i}].{problem}"));
            app.Values["version"] ??= null;
            app.Values.Insert(0, "id", $"{entity.Id}_{i}");
            return app.Values;
        }).ToList();
        var group = ReadGroup(document.RootElement, entity, problems);
        RequestRefusedException.ThrowIfAny(problems);
        set.Store.Update(entity.Id, current =>
        {
            var values = current.Values.DeepClone().AsObject();
            values["deployedAppCount"] = apps.Count;
            values["appGroupType"] = group?.DeepClone();
            return current with { Apps = apps, Values = values };
        });
        return SandboxResponse.NoContent();
    }

    private static JsonNode? ReadGroup(JsonElement body, IntuneEntity entity, List<string> problems) =>
        body.TryGetProperty("appGroupType", out var sent)
            ? MemberReader.Read(entity.Type.Find("appGroupType")!, sent, "appGroupType", mustBeFilled: true, problems)
            : entity.Values["appGroupType"];
}
