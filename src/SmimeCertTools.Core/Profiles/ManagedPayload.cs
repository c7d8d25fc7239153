using System;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// The payload of a managed Google Play app's configuration. The metadata calls it a string and its documentation JSON; public
/// exports and requests hold base64 of the JSON's UTF-8, so that is what is written. Both are read.
/// </summary>
internal static class ManagedPayload
{
    // What administrators wrote is sent back as they wrote it, not in escapes.
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The payload as it is sent.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="like">The text it takes the place of, whose form it has; null for base64.</param>
    public static string Write(JsonObject payload, string? like = null)
    {
        var text = payload.ToJsonString(AsWritten);
        return like is not null && IsPlain(like) ? text : Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The payload of a configuration; null for text that is none.</summary>
    public static JsonObject? Parse(string? text)
    {
        try
        {
            return text is null ? null : JsonMembers.TryParse(
                IsPlain(text) ? text : Encoding.UTF8.GetString(Convert.FromBase64String(text)).TrimStart('\uFEFF'));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool IsPlain(string text) => text.TrimStart().StartsWith("{", StringComparison.Ordinal);
}
