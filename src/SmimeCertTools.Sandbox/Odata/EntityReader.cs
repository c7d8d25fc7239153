using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using SmimeCertTools.Sandbox.Hosting;

namespace SmimeCertTools.Sandbox.Odata;

/// <summary>Reads an entity from a request body, strictly after its schema. All problems are gathered for the log.</summary>
internal sealed partial class EntityReader(EntitySchema schema)
{
    /// <summary>The values by member: string, byte[], DateTimeOffset or null.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isNew">Whether required members must be there (POST) or not (PATCH).</param>
    /// <exception cref="RequestRefusedException">The body is not such an entity.</exception>
    public Dictionary<string, object?> Read(SandboxRequest request, bool isNew)
    {
        if (request.Header("Content-Type")?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new RequestRefusedException(415, "UnsupportedMediaType", "A Content-Type of application/json is required.");
        }

        using var document = Parse(request.Body);
        var problems = new List<string>();
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            ReadMember(property, values, problems);
        }

        foreach (var member in schema.Members.Where(member => isNew && member.IsRequired && !values.ContainsKey(member.Name)))
        {
            problems.Add($"{member.Name} is missing");
        }

        return problems.Count == 0 ? values : throw RequestRefusedException.IntuneBadRequest(string.Join("; ", problems));
    }

    private static JsonDocument Parse(byte[] body)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
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

    private void ReadMember(JsonProperty property, Dictionary<string, object?> values, List<string> problems)
    {
        var (name, value) = (property.Name, property.Value);
        if (name == "@odata.type")
        {
            if (value.ValueKind != JsonValueKind.String || value.GetString()!.TrimStart('#') != schema.QualifiedName)
            {
                problems.Add($"@odata.type is {value.GetRawText()}, not #{schema.QualifiedName}");
            }
        }
        else if (schema.Find(name) is not { } member)
        {
            problems.Add(name == "id" ? "id is sent, but the service makes it" : $"{name} is no member of {schema.Name}");
        }
        else if (values.ContainsKey(name))
        {
            problems.Add($"{name} stands twice");
        }
        else
        {
            values[name] = null;
            if (ReadValue(member, value, out var problem) is var read && problem is null)
            {
                values[name] = read;
            }
            else
            {
                problems.Add($"{name} {problem}");
            }
        }
    }

    private static object? ReadValue(MemberSchema member, JsonElement value, out string? problem)
    {
        problem = null;
        if (value.ValueKind == JsonValueKind.Null)
        {
            problem = member.IsNullable && !member.IsRequired ? null : "is null";
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            problem = $"is a JSON {value.ValueKind}, not a string";
            return null;
        }

        var text = value.GetString()!;
        object? read = member.Kind switch
        {
            MemberKind.Binary => Base64(text),
            MemberKind.DateTimeOffset => Date(text),
            MemberKind.Enum => member.Enum!.Members.Contains(text) ? text : null,
            _ => text,
        };
        if (read is null)
        {
            problem = member.Kind switch
            {
                MemberKind.Binary => "is not base64",
                MemberKind.DateTimeOffset => $"is '{text}', not an ISO 8601 date and time with offset",
                _ => $"is '{text}', not one of {string.Join(", ", member.Enum!.Members)}",
            };
        }
        else if (member.IsRequired && (text.Length == 0 || read is byte[] { Length: 0 }))
        {
            problem = "is empty";
        }

        return read;
    }

    /// <summary>The bytes; null where the text is not base64 on one line.</summary>
    public static byte[]? Base64(string text)
    {
        var buffer = new byte[(text.Length / 4 * 3) + 3];
        return !text.Any(char.IsWhiteSpace) && Convert.TryFromBase64String(text, buffer, out var length)
            ? buffer[..length] : null;
    }

    private static object? Date(string text) => IsoDate().IsMatch(text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date.ToUniversalTime()
            : null;

    // Edm.DateTimeOffset (OData 4.01 ABNF, dateTimeOffsetValue).
    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,12})?)?(Z|[+-]\d{2}:\d{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex IsoDate();
}
