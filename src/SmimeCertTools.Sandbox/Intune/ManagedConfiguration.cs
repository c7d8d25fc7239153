using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Odata;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>
/// A managed configuration of an Android app. Whether payloadJson travels as JSON or as base64 of it is not documented; both are
/// read.
/// </summary>
/// <param name="ProductId">The product id, such as app:com.microsoft.office.outlook.</param>
/// <param name="Values">The values by key, as text.</param>
internal sealed record ManagedConfiguration(string ProductId, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The configuration; null where the text is none.</summary>
    public static ManagedConfiguration? Parse(string payload)
    {
        try
        {
            var node = MemberReader.Base64(payload) is { } bytes ? JsonNode.Parse(bytes) : JsonNode.Parse(payload);
            return node is JsonObject json && json["productId"] is JsonValue product && json["managedProperty"] is JsonArray list
                ? new ManagedConfiguration(product.ToString(), Read(list)) : null;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return null;
        }
    }

    // Each property has its key and a value whose name tells its type: valueBool, valueString, valueInteger.
    private static Dictionary<string, string> Read(JsonArray list)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in list.OfType<JsonObject>())
        {
            var value = property.FirstOrDefault(pair => pair.Key.StartsWith("value", StringComparison.Ordinal)).Value;
            if (property["key"] is { } key && value is not null)
            {
                values[key.ToString()] = value.ToString();
            }
        }

        return values;
    }
}
