using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Odata;

/// <summary>Reads an entity from a request body, strictly after its schema. All problems are gathered.</summary>
internal static class EntityReader
{
    private const string BindSuffix = "@odata.bind";

    /// <summary>The body's only JSON document. The caller disposes it.</summary>
    /// <exception cref="RequestRefusedException">The body is no JSON object.</exception>
    public static JsonDocument Parse(SandboxRequest request)
    {
        if (request.Header("Content-Type")?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new RequestRefusedException(415, "UnsupportedMediaType", "A Content-Type of application/json is required.");
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(request.Body);
        }
        catch (JsonException exception)
        {
            throw new RequestRefusedException(400, "BadRequest", "Unable to read JSON request payload.", exception.Message);
        }

        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            document.Dispose();
            throw new RequestRefusedException(400, "BadRequest", "Unable to read JSON request payload.",
                "the body is no JSON object");
        }

        return document;
    }

    /// <summary>Reads a request's body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="declared">The type that the address is of; the body may be of one that derives from it.</param>
    /// <param name="isNew">Whether required members must be there (POST) or not (PATCH).</param>
    /// <exception cref="RequestRefusedException">The body is no JSON object.</exception>
    public static EntityBody Read(SandboxRequest request, StructuredType declared, bool isNew)
    {
        using var document = Parse(request);
        return Read(document.RootElement, declared, isNew);
    }

    /// <summary>Reads one object.</summary>
    /// <param name="element">The JSON object.</param>
    /// <param name="declared">The type that stands in this place.</param>
    /// <param name="isNew">Whether required members must be there.</param>
    /// <param name="mayHaveId">Whether an id is ignored: in the documentation the items of actions have one.</param>
    public static EntityBody Read(JsonElement element, StructuredType declared, bool isNew, bool mayHaveId = false)
    {
        var type = ReadType(element, declared, out var problem);
        var body = new EntityBody(type ?? declared);
        if (problem is not null)
        {
            body.Problems.Add(problem);
        }

        if (type is null)
        {
            return body;
        }

        foreach (var property in element.EnumerateObject().Where(property => !mayHaveId || property.Name != "id"))
        {
            ReadProperty(property, body);
        }

        foreach (var member in type.Members.Where(member => isNew && !body.Values.ContainsKey(member.Name)))
        {
            if (member.IsRequired && !body.Problems.Exists(item => item.StartsWith($"{member.Name} ", StringComparison.Ordinal)))
            {
                body.Problems.Add($"{member.Name} is missing");
            }
            else if (member.Default is not null)
            {
                body.Values[member.Name] = member.Default;
            }
        }

        return body;
    }

    // The type that the object says it is; the declared one where it says nothing and need not.
    private static StructuredType? ReadType(JsonElement element, StructuredType declared, out string? problem)
    {
        if (!element.TryGetProperty("@odata.type", out var property))
        {
            problem = declared.IsAbstract || declared.HasDerived
                ? $"@odata.type is missing: what kind of {declared.QualifiedName} it is has to be said" : null;
            return problem is null ? declared : null;
        }

        var name = property.ValueKind == JsonValueKind.String ? property.GetString()! : property.GetRawText();
        var type = SchemaModel.Graph.FindQualified(name);
        problem = type switch
        {
            null when !declared.HasDerived => $"@odata.type is '{name}', not #{declared.QualifiedName}",
            null => $"@odata.type is '{name}', which is no type",
            _ when !type.Is(declared) => $"@odata.type is '{name}', which is no {declared.QualifiedName}",
            { IsAbstract: true } => $"@odata.type is '{name}', which is abstract: say which of its types",
            _ => null,
        };
        return problem is null ? type : null;
    }

    private static void ReadProperty(JsonProperty property, EntityBody body)
    {
        var name = property.Name;
        var at = name.IndexOf('@', StringComparison.Ordinal);
        if (name.EndsWith(BindSuffix, StringComparison.Ordinal))
        {
            ReadBinding(name[..^BindSuffix.Length], property.Value, body);
        }
        else if (at > 0 && body.Type.Find(name[..at]) is null && body.Type.FindNavigation(name[..at]) is null)
        {
            body.Problems.Add($"{name} is about {name[..at]}, which is no member of {body.Type.QualifiedName}");
        }
        else if (at < 0)
        {
            ReadMember(name, property.Value, body);
        }
    }

    private static void ReadMember(string name, JsonElement value, EntityBody body)
    {
        if (body.Type.Find(name) is not { } member)
        {
            body.Problems.Add(name switch
            {
                "id" => "id is sent, but the service makes it",
                _ when body.Type.FindNavigation(name) is not null =>
                    $"{name} is a navigation of {body.Type.QualifiedName}, which cannot be written in the same body",
                _ => $"{name} is no member of {body.Type.QualifiedName}",
            });
        }
        else if (body.Values.ContainsKey(name))
        {
            body.Problems.Add($"{name} stands twice");
        }
        else
        {
            var read = MemberReader.Read(member, value, member.Name, body.Type.IsEntity, body.Problems);
            if (!member.IsService)
            {
                body.Values[name] = read;
            }
        }
    }

    private static void ReadBinding(string name, JsonElement value, EntityBody body)
    {
        var problem = body.Type.FindNavigation(name) switch
        {
            null => $"{name} is no navigation of {body.Type.QualifiedName}",
            { IsCollection: true } => $"{name} is a collection that cannot be bound",
            _ when value.ValueKind != JsonValueKind.String => $"{name}{BindSuffix} is a JSON {value.ValueKind}, not a string",
            _ when !body.Bindings.TryAdd(name, value.GetString()!) => $"{name}{BindSuffix} stands twice",
            _ => null,
        };
        if (problem is not null)
        {
            body.Problems.Add(problem);
        }
    }
}
