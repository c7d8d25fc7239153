using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OData.Edm;

namespace SmimeCertTools.GraphSchema;

/// <summary>Compares a body with types of the metadata.</summary>
internal sealed class BodyCheck(IEdmModel model, Func<string, string?> typeOfProfile)
{
    private const string TypeMember = "@odata.type";
    private const string BindSuffix = "@odata.bind";
    private const string ReferenceMember = "@odata.id";
    private const string Namespace = "microsoft.graph.";

    // Members that do not allow null and that the service fills: keys, times, counts, and what of an assignment it works out
    // itself.
    private static readonly HashSet<string> ServiceMembers = new(StringComparer.Ordinal)
    {
        "id", "createdDateTime", "lastModifiedDateTime", "version", "supportsScopeTags", "deployedAppCount", "isAssigned",
        "appSupportsOemConfig", "deviceAndAppManagementAssignmentFilterType", "source",
    };

    public List<string> Problems { get; } = [];

    /// <summary>Checks an entity or complex value.</summary>
    /// <param name="declared">The type that is expected, or a base of it.</param>
    /// <param name="body">The value.</param>
    /// <param name="isNew">Whether members that do not allow null must be there.</param>
    /// <param name="isTypeAsked">Whether a type with derived ones must be named.</param>
    /// <param name="place">Where the value stands, for problems.</param>
    public void Entity(IEdmStructuredType declared, JsonObject body, bool isNew, bool isTypeAsked, string place)
    {
        if (ActualType(declared, body, isTypeAsked, place) is not { } type)
        {
            return;
        }

        foreach (var (name, value) in body)
        {
            if (name == TypeMember)
            {
                continue;
            }

            if (name.EndsWith(BindSuffix, StringComparison.Ordinal))
            {
                Binding(type, name[..^BindSuffix.Length], value, place);
            }
            else if (type.FindProperty(name) is IEdmStructuralProperty property)
            {
                Value(property.Type, value, place + name);
            }
            else
            {
                Problems.Add(type.FindProperty(name) is null
                    ? $"{place}{name} is no member of {type.FullTypeName()}"
                    : $"{place}{name} is a navigation of {type.FullTypeName()} and stands as a value");
            }
        }

        if (body.ContainsKey("id") && type is IEdmEntityType)
        {
            Problems.Add($"{place}id is the service's to make");
        }

        foreach (var property in type.StructuralProperties().Where(_ => isNew || type is IEdmComplexType))
        {
            if (!property.Type.IsNullable && !ServiceMembers.Contains(property.Name) && !body.ContainsKey(property.Name))
            {
                Problems.Add($"{place}{property.Name} is missing");
            }
        }
    }

    /// <summary>Checks the parameters of an action.</summary>
    public void Parameters(IEdmAction action, JsonObject body)
    {
        foreach (var (name, value) in body)
        {
            if (action.Parameters.Skip(1).FirstOrDefault(parameter => parameter.Name == name) is { } parameter)
            {
                Value(parameter.Type, value, name);
            }
            else
            {
                Problems.Add($"{name} is no parameter of {action.Name}");
            }
        }
    }

    /// <summary>Checks a reference: {"@odata.id": …}.</summary>
    public void Reference(IEdmEntityType type, JsonObject body)
    {
        foreach (var (name, value) in body)
        {
            if (name == ReferenceMember)
            {
                Target(type, value, name);
            }
            else
            {
                Problems.Add($"{name} is no member of a reference");
            }
        }

        if (!body.ContainsKey(ReferenceMember))
        {
            Problems.Add($"{ReferenceMember} is missing");
        }
    }

    private IEdmStructuredType? ActualType(IEdmStructuredType declared, JsonObject body, bool isTypeAsked, string place)
    {
        var type = declared;
        if (body.TryGetPropertyValue(TypeMember, out var node))
        {
            var name = node is JsonValue value && value.TryGetValue<string>(out var text) ? text : string.Empty;
            if (!name.StartsWith('#') || model.FindDeclaredType(name[1..]) is not IEdmStructuredType actual)
            {
                Problems.Add($"{place}{TypeMember} '{name}' is no type");
                return null;
            }

            if (actual != declared && !actual.InheritsFrom(declared))
            {
                Problems.Add($"{place}{TypeMember} '{name}' is no {declared.FullTypeName()}");
                return null;
            }

            type = actual;
        }
        else if (isTypeAsked && model.FindAllDerivedTypes(declared).Any())
        {
            Problems.Add($"{place}{TypeMember} is missing: there are several types of {declared.FullTypeName()}");
            return null;
        }

        if (type.IsAbstract)
        {
            Problems.Add($"{place}{type.FullTypeName()} is abstract");
            return null;
        }

        return type;
    }

    private void Binding(IEdmStructuredType type, string name, JsonNode? value, string place)
    {
        if (type.FindProperty(name) is not IEdmNavigationProperty navigation)
        {
            Problems.Add($"{place}{name} is no navigation of {type.FullTypeName()}");
        }
        else if (navigation.Type.IsCollection())
        {
            Problems.Add($"{place}{name} leads to several and is bound to one");
        }
        else
        {
            Target(navigation.ToEntityType(), value, $"{place}{name}{BindSuffix}");
        }
    }

    // https://graph.microsoft.com/beta/deviceManagement/deviceConfigurations('<id>')
    private void Target(IEdmEntityType wanted, JsonNode? value, string place)
    {
        if (value is not JsonValue text || !text.TryGetValue<string>(out var address)
            || !Uri.TryCreate(address, UriKind.Absolute, out var uri)
            || RequestTarget.Find(model, uri.AbsolutePath) is not { Kind: RequestKind.Entity } target
            || target.Type.Name != "deviceConfiguration")
        {
            Problems.Add($"{place} is {value?.ToJsonString() ?? "null"}, not the address of a profile");
            return;
        }

        var id = Uri.UnescapeDataString(uri.AbsolutePath).TrimEnd('/', ')', '\'').Split('/', '\'', '(')[^1];
        if (typeOfProfile(id) is not { } name)
        {
            Problems.Add($"{place} leads to no profile");
        }
        else if (model.FindDeclaredType(Namespace + name) is not IEdmEntityType actual
            || (actual != wanted && !actual.InheritsFrom(wanted)))
        {
            Problems.Add($"{place} leads to a {name}, which is no {wanted.Name}");
        }
    }

    private void Value(IEdmTypeReference type, JsonNode? value, string place)
    {
        if (type.IsCollection())
        {
            if (value is JsonArray list)
            {
                var element = type.AsCollection().ElementType();
                for (var i = 0; i < list.Count; i++)
                {
                    Value(element, list[i], $"{place}[{i}]");
                }
            }
            else if (value is not null || !type.IsNullable)
            {
                Problems.Add($"{place} is no list");
            }
        }
        else if (value is null)
        {
            if (!type.IsNullable)
            {
                Problems.Add($"{place} is null, which {type.FullName()} is not here");
            }
        }
        else if (type.Definition is IEdmStructuredType structured)
        {
            if (value is JsonObject item)
            {
                Entity(structured, item, isNew: true, isTypeAsked: structured.IsAbstract, place + ".");
            }
            else
            {
                Problems.Add($"{place} is no object");
            }
        }
        else if (ScalarCheck.Find(type, value) is { } problem)
        {
            Problems.Add($"{place} {problem}");
        }
    }
}
