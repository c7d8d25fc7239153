using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Odata;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>Reads a set of assignments: known targets, groups and filters that exist, no group twice.</summary>
internal sealed class AssignmentReader(EntitySet set, IIntuneTenant state)
{
    /// <exception cref="RequestRefusedException">An assignment is wrong.</exception>
    public IReadOnlyList<IntuneAssignment> Read(IReadOnlyList<JsonElement> items, IntuneEntity entity)
    {
        var problems = new List<string>();
        var assignments = new List<IntuneAssignment>();
        for (var i = 0; i < items.Count; i++)
        {
            var path = $"assignments[{i}]";
            if (items[i].ValueKind != JsonValueKind.Object)
            {
                problems.Add($"{path} is a JSON {items[i].ValueKind}, not an object");
                continue;
            }

            var body = EntityReader.Read(items[i], set.AssignmentType!, isNew: true, mayHaveId: true);
            problems.AddRange(body.Problems.Select(problem => $"{path}.{problem}"));
            if (body.Text("intent") == "remove")
            {
                problems.Add($"{path}.intent is 'remove'; what is not assigned is left out of the set");
            }

            if (problems.Count == 0)
            {
                assignments.Add(Read(body.Values["target"]!.AsObject(), entity, $"{path}.target", problems));
            }
        }

        if (assignments.CountBy(assignment => EntityJson.AssignmentId(entity, assignment)).Any(count => count.Value > 1))
        {
            problems.Add("assignments has a target twice, or a group both included and excluded");
        }

        RequestRefusedException.ThrowIfAny(problems);
        return assignments;
    }

    private IntuneAssignment Read(JsonObject target, IntuneEntity entity, string path, List<string> problems)
    {
        var type = SchemaModel.Graph.FindQualified((string)target["@odata.type"]!)!;
        AssignmentTarget? kind = EntityJson.TargetTypes.TryGetValue(type.Name, out var known) ? known : null;
        if (kind is null || !set.Targets.Contains(kind.Value))
        {
            problems.Add($"{path}.@odata.type is {type.QualifiedName}, to which a {entity.TypeName} cannot be assigned");
        }

        var group = (string?)target["groupId"];
        if (group is not null && state.Groups.Find(group) is null)
        {
            problems.Add($"{path}.groupId is {group}, but there is no such group");
        }

        var filterId = (string?)target["deviceAndAppManagementAssignmentFilterId"];
        var mode = (string?)target["deviceAndAppManagementAssignmentFilterType"];
        CheckFilter(filterId, mode, kind, path, problems);
        if (filterId is not null && state.AssignmentFilters.Find(filterId)?.Text("platform") is { } platform
            && state.PlatformOf(entity) is { } own && own != platform)
        {
            problems.Add($"{path}.deviceAndAppManagementAssignmentFilterId is for {platform}, but this is a {entity.TypeName}");
        }

        return new IntuneAssignment
        {
            Target = kind ?? AssignmentTarget.Group,
            GroupId = Guid.TryParse(group, out var id) ? id : null,
            FilterId = filterId,
            FilterExcludes = mode == "exclude",
        };
    }

    private void CheckFilter(string? filterId, string? mode, AssignmentTarget? kind, string path, List<string> problems)
    {
        const string typeName = "deviceAndAppManagementAssignmentFilterType";
        const string idName = "deviceAndAppManagementAssignmentFilterId";
        if (filterId is null != (mode == "none"))
        {
            problems.Add(filterId is null
                ? $"{path}.{idName} is missing, but {typeName} is {mode}"
                : $"{path}.{typeName} is none, but {idName} is {filterId}");
        }
        else if (filterId is not null && state.AssignmentFilters.Find(filterId) is null)
        {
            problems.Add($"{path}.{idName} is {filterId}, but there is no such filter");
        }
        else if (filterId is not null && kind == AssignmentTarget.ExcludedGroup)
        {
            problems.Add($"{path}.{idName} is set, but an excluded group takes no filter");
        }
    }
}
