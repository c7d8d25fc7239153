using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>Reads members that may be absent, null or of another type than the metadata says.</summary>
internal static class IntuneJson
{
    /// <summary>The text of a member; null for none and for what is no text.</summary>
    public static string? Text(this JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>The text or number of a member, as text.</summary>
    public static string? Scalar(this JsonObject json, string name) => json[name] is JsonValue value
        ? value.GetValueKind() == JsonValueKind.Number ? value.ToJsonString() : json.Text(name)
        : null;

    /// <summary>The texts of a list; empty for none.</summary>
    public static IReadOnlyList<string> Texts(this JsonObject json, string name) => json[name] is JsonArray list
        ?
        [
            .. list.OfType<JsonValue>().Where(item => item.GetValueKind() == JsonValueKind.String)
                .Select(item => item.GetValue<string>()),
        ]
        : [];

    /// <summary>The moment of a member; null for none and for the year 1, which stands for none.</summary>
    public static DateTimeOffset? Date(this JsonObject json, string name) =>
        DateTimeOffset.TryParse(json.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            && date.Year > 1
            ? date
            : null;
}
