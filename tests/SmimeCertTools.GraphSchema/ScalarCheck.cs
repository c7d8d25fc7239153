using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OData.Edm;

namespace SmimeCertTools.GraphSchema;

/// <summary>Compares a value with a primitive type or an enumeration, as OData writes them in JSON.</summary>
internal static class ScalarCheck
{
    /// <summary>What is wrong; null when nothing.</summary>
    public static string? Find(IEdmTypeReference type, JsonNode value)
    {
        var kind = value.GetValueKind();
        var text = kind == JsonValueKind.String ? value.GetValue<string>() : null;
        var fits = type.IsEnum() ? true : type.PrimitiveKind() switch
        {
            EdmPrimitiveTypeKind.String => text is not null,
            EdmPrimitiveTypeKind.Boolean => kind is JsonValueKind.True or JsonValueKind.False,
            EdmPrimitiveTypeKind.Int32 => kind == JsonValueKind.Number && int.TryParse(
                value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            EdmPrimitiveTypeKind.Int64 => kind == JsonValueKind.Number && long.TryParse(
                value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            EdmPrimitiveTypeKind.Double => kind == JsonValueKind.Number,
            EdmPrimitiveTypeKind.Guid => Guid.TryParseExact(text, "D", out _),
            EdmPrimitiveTypeKind.Binary => text is not null && Convert.TryFromBase64String(text, new byte[text.Length], out _),
            EdmPrimitiveTypeKind.DateTimeOffset => text is not null && text.Contains('T', StringComparison.Ordinal)
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            var other => throw new NotSupportedException($"{other} is not judged."),
        };
        return !fits ? $"is {value.ToJsonString()}, no {type.FullName()}"
            : type.IsEnum() ? FindEnum((IEdmEnumType)type.Definition, value, text)
            : null;
    }

    // Flags travel as names with commas; numbers are understood by no reader of these enumerations.
    private static string? FindEnum(IEdmEnumType type, JsonNode value, string? text)
    {
        if (text is null)
        {
            return $"is {value.ToJsonString()}, no name of {type.Name}";
        }

        var names = type.IsFlags ? text.Split(',') : [text];
        var unknown = names.FirstOrDefault(name =>
            name == "unknownFutureValue" || type.Members.All(member => member.Name != name));
        return unknown is null ? null : $"is '{unknown}', no name of {type.Name}";
    }
}
