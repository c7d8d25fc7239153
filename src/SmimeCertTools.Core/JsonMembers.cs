using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core;

/// <summary>
/// The one way JSON is read: members may be absent, null or of another kind than was said. What is no object, holds a name twice
/// or is malformed is no answer at all.
/// </summary>
internal static class JsonMembers
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads an object; null for JSON that is none.</summary>
    /// <exception cref="JsonException">It is not JSON, or a name stands twice in an object.</exception>
    public static JsonObject? Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>The same of UTF-8 bytes, with or without a mark at their beginning.</summary>
    /// <exception cref="JsonException">It is not JSON, or a name stands twice in an object.</exception>
    /// <remarks>
    /// The reader puts off decoding, and would fail on texts that are none (bytes that are no UTF-8, half a surrogate pair) where
    /// a member is read. Here they are found at the door.
    /// </remarks>
    public static JsonObject? Parse(byte[] json)
    {
        try
        {
            Utf8.GetCharCount(json);
            var text = json.AsSpan();
            var node = JsonNode.Parse(text.StartsWith(Mark) ? text.Slice(Mark.Length) : text, null, Strict);
            if (text.IndexOf(@"\ud"u8) >= 0 || text.IndexOf(@"\uD"u8) >= 0)
            {
                Decode(node);
            }

            return node as JsonObject;
        }
        catch (Exception e) when (e is DecoderFallbackException or InvalidOperationException)
        {
            throw new JsonException("It holds a text that is none.", e);
        }
    }

    /// <summary>The same where anything may come: null also for what is not JSON.</summary>
    public static JsonObject? TryParse(string json)
    {
        try
        {
            return Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The bytes that a text is in base64; null for what is no base64.</summary>
    public static byte[]? Bytes(string base64)
    {
        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>A value's text; null for none and for what is no text.</summary>
    public static string? Text(this JsonNode? value) =>
        value is JsonValue single && single.GetValueKind() == JsonValueKind.String ? single.GetValue<string>() : null;

    /// <summary>The text of a member; null for none and for what is no text.</summary>
    public static string? Text(this JsonObject json, string name) => json[name].Text();

    /// <summary>The text or number of a member, as text.</summary>
    public static string? Scalar(this JsonObject json, string name) => json[name] is JsonValue value
        ? value.GetValueKind() == JsonValueKind.Number ? value.ToJsonString() : value.Text()
        : null;

    /// <summary>The texts of a list; empty for none.</summary>
    public static IReadOnlyList<string> Texts(this JsonObject json, string name) =>
        json[name] is JsonArray list ? [.. list.Select(Text).OfType<string>()] : [];

    /// <summary>The moment of a member in UTC; null for none and for the year 1, which stands for none.</summary>
    public static DateTimeOffset? Date(this JsonObject json, string name) =>
        DateTimeOffset.TryParse(json.Text(name), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) && date.Year > 1
            ? date
            : null;

    /// <summary>The value of an enumeration by its name, which has no case here; null for a name it does not have.</summary>
    public static T? Value<T>(this JsonObject json, string name)
        where T : struct, Enum =>
        json.Text(name) is { } text && Names<T>.Values.TryGetValue(text, out var value) ? value : null;

    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    private static void Decode(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var member in members)
                {
                    Decode(member.Value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Decode(item);
                }

                break;
            default:
                node.Text();
                break;
        }
    }

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<string, T> Values = ((T[])Enum.GetValues(typeof(T)))
            .ToDictionary(value => value.ToString(), value => value, StringComparer.OrdinalIgnoreCase);
    }
}
