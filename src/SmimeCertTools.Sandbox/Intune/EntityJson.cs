using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Odata;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>Entities as the service returns them: unset members are there, as null or as an empty collection.</summary>
internal static class EntityJson
{
    /// <summary>The targets of assignments by the names of their types.</summary>
    public static readonly IReadOnlyDictionary<string, AssignmentTarget> TargetTypes = new Dictionary<string, AssignmentTarget>
    {
        ["allDevicesAssignmentTarget"] = AssignmentTarget.AllDevices,
        ["allLicensedUsersAssignmentTarget"] = AssignmentTarget.AllUsers,
        ["groupAssignmentTarget"] = AssignmentTarget.Group,
        ["exclusionGroupAssignmentTarget"] = AssignmentTarget.ExcludedGroup,
    };

    /// <param name="entity">The entity.</param>
    /// <param name="declared">
    /// The type that the address is declared with: an entity of just that type does not say which it is (OData 4.01 JSON, section
    /// 4.6.3, minimal metadata).
    /// </param>
    /// <param name="select">The members to show; null for all.</param>
    public static JsonObject Create(IntuneEntity entity, StructuredType declared, IReadOnlyList<EntityPath>? select = null)
    {
        var json = new JsonObject();
        if (entity.Type != declared || entity.FoundType is not null)
        {
            json["@odata.type"] = entity.FoundType ?? $"#{entity.Type.QualifiedName}";
        }

        if (IsSelected("id"))
        {
            json["id"] = entity.Id;
        }

        if (entity.IsAsFound)
        {
            foreach (var (name, value) in entity.Values.Where(pair => IsSelected(pair.Key)))
            {
                json[name] = value?.DeepClone();
            }

            return json;
        }

        foreach (var member in entity.Type.Members.Where(member => IsSelected(member.Name)))
        {
            json[member.Name] = entity.Values[member.Name]?.DeepClone() ?? (member.IsCollection ? new JsonArray() : null);
        }

        return json;

        bool IsSelected(string name) => select is null || select.Any(path => path.Name == name && entity.Type.Is(path.Type));
    }

    /// <summary>An assignment of the type that the collection's entities have.</summary>
    public static JsonObject Create(IntuneEntity entity, IntuneAssignment assignment, StructuredType type)
    {
        var json = new JsonObject { ["id"] = AssignmentId(entity, assignment) };
        foreach (var member in type.Members)
        {
            json[member.Name] = member.Name switch
            {
                "target" => Target(assignment),
                "intent" => "apply",
                "source" => "direct",
                "sourceId" => entity.Id,
                _ => throw new InvalidOperationException($"Nothing is known of {type.Name}.{member.Name}."),
            };
        }

        return json;
    }

    /// <summary>The profile's id and the group's, or the id that stands for everybody.</summary>
    public static string AssignmentId(IntuneEntity entity, IntuneAssignment assignment) =>
        $"{entity.Id}_{assignment.Target switch
        {
            AssignmentTarget.AllDevices => "adadadad-808e-44e2-905a-0b7873a8a531",
            AssignmentTarget.AllUsers => "acacacac-9df4-4c7d-9d50-4ef0226f57a9",
            _ => assignment.GroupId.ToString(),
        }}";

    private static JsonObject Target(IntuneAssignment assignment)
    {
        var name = TargetTypes.First(pair => pair.Value == assignment.Target).Key;
        var json = new JsonObject
        {
            ["@odata.type"] = $"#{StructuredType.Namespaces[0]}{name}",
            ["deviceAndAppManagementAssignmentFilterId"] = assignment.FilterId,
            ["deviceAndAppManagementAssignmentFilterType"] =
                assignment.FilterId is null ? "none" : assignment.FilterExcludes ? "exclude" : "include",
        };
        if (assignment.GroupId is { } group)
        {
            json["groupId"] = group.ToString();
        }

        return json;
    }
}
