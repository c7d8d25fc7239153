using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Odata;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>POST, PATCH and DELETE of Intune's entities.</summary>
internal sealed class EntityWriter(EntitySet set, IIntuneTenant state, IServiceOptions options)
{
    private readonly BindingReader _bindings = new(state.Profiles);

    public IntuneEntity Create(SandboxRequest request)
    {
        var body = EntityReader.Read(request, set.Type, isNew: true);
        if (body.Type.IsDeprecated && body.Problems.Count == 0)
        {
            body.Problems.Add($"@odata.type is '#{body.Type.QualifiedName}', which is deprecated: no more are created");
        }

        var bindings = _bindings.Read(request, body);
        CheckMembers(body.Type, body.Values, body.Problems);
        RequestRefusedException.ThrowIfAny(body.Problems);

        ServiceMembers.Set(body.Type, body.Values, options.Clock.GetUtcNow());
        return set.Store.Add(set.NewId(), body.Type, body.Values, bindings);
    }

    /// <summary>Changes the members and navigations that are sent and keeps the others.</summary>
    public IntuneEntity Update(SandboxRequest request, IntuneEntity entity, StructuredType declared)
    {
        var body = EntityReader.Read(request, declared, isNew: false);
        if (body.Problems.Count == 0 && body.Type != entity.Type)
        {
            body.Problems.Add($"@odata.type is '#{body.Type.QualifiedName}', but this is a {entity.Type.QualifiedName}");
        }

        var bindings = _bindings.Read(request, body);
        RefuseFixed(entity, body);
        var changed = Merge(entity.Values, body.Values);
        if (body.Problems.Count == 0)
        {
            CheckMembers(entity.Type, changed, body.Problems);
        }

        RequestRefusedException.ThrowIfAny(body.Problems);
        return Change(entity, current =>
        {
            var values = Merge(current.Values, body.Values);
            ServiceMembers.Set(current.Type, values, options.Clock.GetUtcNow());
            var kept = current.Bindings.Where(pair => !bindings.ContainsKey(pair.Key));
            return current with { Values = values, Bindings = kept.Concat(bindings).ToDictionary() };
        });
    }

    /// <summary>Leads a navigation to another entity, or to none.</summary>
    public void Bind(SandboxRequest request, IntuneEntity entity, NavigationSchema navigation)
    {
        var target = request.Method == "DELETE" ? null : _bindings.ReadReference(request, navigation);
        Change(entity, current =>
        {
            var bindings = new Dictionary<string, string>(current.Bindings);
            bindings.Remove(navigation.Name);
            if (target is not null)
            {
                bindings.Add(navigation.Name, target);
            }

            var values = current.Values.DeepClone().AsObject();
            ServiceMembers.Set(current.Type, values, options.Clock.GetUtcNow());
            return current with { Values = values, Bindings = bindings };
        });
    }

    /// <summary>Replaces the assignments or the apps.</summary>
    public IntuneEntity Change(IntuneEntity entity, Func<IntuneEntity, IntuneEntity> change) =>
        set.Store.Update(entity.Id, change) ?? throw EntitySetResource.NotFound(entity.Id);

    /// <summary>Removes an entity that nothing refers to.</summary>
    public void Delete(IntuneEntity entity)
    {
        var users = state.Profiles.All.Where(profile => profile.Bindings.Values.Contains(entity.Id)).Concat(
            state.AllAssignable.Where(item => item.Assignments.Any(assignment => assignment.FilterId == entity.Id)));
        if (users.FirstOrDefault() is { } user)
        {
            throw RequestRefusedException.IntuneInvalid($"{entity.DisplayName} ({entity.Id}) cannot be deleted: "
                + $"{user.DisplayName} ({user.Id}) refers to it");
        }

        set.Store.Remove(entity.Id);
    }

    private static void RefuseFixed(IntuneEntity entity, EntityBody body)
    {
        foreach (var (name, value) in body.Values)
        {
            if (entity.Type.Find(name) is { } member && entity.Type.IsFixed(member)
                && !JsonNode.DeepEquals(entity.Values[name], value))
            {
                body.Problems.Add($"{name} cannot change after creation: it is {entity.Values[name]?.ToJsonString() ?? "null"}");
            }
        }
    }

    private static JsonObject Merge(JsonObject old, JsonObject changes)
    {
        var merged = old.DeepClone().AsObject();
        foreach (var (name, value) in changes)
        {
            merged[name] = value?.DeepClone();
        }

        return merged;
    }



    private void CheckMembers(StructuredType type, JsonObject values, List<string> problems)
    {
        if (problems.Count > 0)
        {
            return;
        }

        foreach (var tag in (values["roleScopeTagIds"] ?? values["roleScopeTags"])?.AsArray() ?? [])
        {
            if (state.ScopeTags.Find(tag!.ToString()) is null)
            {
                problems.Add($"roleScopeTagIds has {tag}, which is no scope tag");
            }
        }

        set.Check?.Invoke(type, values, problems);
    }
}
