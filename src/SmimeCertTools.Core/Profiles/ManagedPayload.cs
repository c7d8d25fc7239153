using System;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// The payload of a managed Google Play app's configuration. The metadata calls it a string and its documentation JSON; public
/// exports and requests hold base64 of the JSON's UTF-8, so that is what is written. Both are read.
/// </summary>
internal static class ManagedPayload
{
    /// <summary>The payload as it is sent.</summary>
    public static string Write(JsonObject payload) => Convert.ToBase64String(Encoding.UTF8.GetBytes(payload.ToJsonString()));

    /// <summary>The payload of a configuration; null for text that is none.</summary>
    public static JsonObject? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            var json = text.TrimStart().StartsWith("{", StringComparison.Ordinal)
                ? text
                : Encoding.UTF8.GetString(Convert.FromBase64String(text));
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }
}
