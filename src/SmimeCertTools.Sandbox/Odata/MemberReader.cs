using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SmimeCertTools.Sandbox.Odata;

/// <summary>Reads the value of a member, strictly after its type.</summary>
internal static partial class MemberReader
{
    /// <summary>The value as the service would return it; null where it is wrong, with the reason in the problems.</summary>
    /// <param name="member">The member.</param>
    /// <param name="value">What was sent.</param>
    /// <param name="path">The way to the member, for the problems.</param>
    /// <param name="mustBeFilled">Whether a required text must not be empty.</param>
    /// <param name="problems">Where problems are added.</param>
    public static JsonNode? Read(MemberSchema member, JsonElement value, string path, bool mustBeFilled, List<string> problems)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return member.IsNullable && !member.IsAskedFor ? null : Wrong(problems, $"{path} is null");
        }

        if (!member.IsCollection)
        {
            var read = Single(member, value, path, problems);
            if (mustBeFilled && member.IsRequired && read is not null && read.GetValueKind() == JsonValueKind.String
                && ((string)read!).Length == 0)
            {
                problems.Add($"{path} is empty");
            }

            return read;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return Wrong(problems, $"{path} is a JSON {value.ValueKind}, not an array");
        }

        var items = new JsonArray(
            [.. value.EnumerateArray().Select((item, i) => Single(member, item, $"{path}[{i}]", problems))]);
        InRange(member, items.Count, $"{path} has {items.Count} items", problems);
        return items;
    }

    /// <summary>The bytes; null where the text is not base64 on one line.</summary>
    public static byte[]? Base64(string text)
    {
        var buffer = new byte[(text.Length / 4 * 3) + 3];
        return !text.Any(char.IsWhiteSpace) && Convert.TryFromBase64String(text, buffer, out var length)
            ? buffer[..length] : null;
    }

    /// <summary>A moment as the service writes it.</summary>
    public static string Date(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static JsonNode? Wrong(List<string> problems, string problem)
    {
        problems.Add(problem);
        return null;
    }

    private static JsonNode? Single(MemberSchema member, JsonElement value, string path, List<string> problems) =>
        (member.Kind, value.ValueKind) switch
        {
            (MemberKind.Boolean, JsonValueKind.True or JsonValueKind.False) => value.GetBoolean(),
            (MemberKind.Boolean, _) => Wrong(problems, $"{path} is a JSON {value.ValueKind}, not true or false"),
            (MemberKind.Int32, JsonValueKind.Number) when value.TryGetInt32(out var number) =>
                InRange(member, number, $"{path} is {number}", problems),
            (MemberKind.Int32, _) => Wrong(problems, $"{path} is {value.GetRawText()}, not a whole number of 32 bits"),
            (MemberKind.Complex, JsonValueKind.Object) => Complex(member.Complex!, value, path, problems),
            (MemberKind.Complex, _) => Wrong(problems, $"{path} is a JSON {value.ValueKind}, not an object"),
            (_, JsonValueKind.String) => Text(member, value.GetString()!, path, problems),
            _ => Wrong(problems, $"{path} is a JSON {value.ValueKind}, not a string"),
        };

    private static JsonNode? Text(MemberSchema member, string text, string path, List<string> problems)
    {
        var (read, problem) = member.Kind switch
        {
            MemberKind.Binary => (Base64(text) is null ? null : text, "is not base64"),
            MemberKind.DateTimeOffset => (ParseDate(text), $"is '{text}', not an ISO 8601 date and time with offset"),
            MemberKind.Enum =>
                (member.Enum!.Normalize(text), $"is '{text}', not one of {string.Join(", ", member.Enum.Writable)}"),
            _ => (text, ""),
        };
        return read is null ? Wrong(problems, $"{path} {problem}") : read;
    }

    private static JsonObject? Complex(StructuredType declared, JsonElement value, string path, List<string> problems)
    {
        var body = EntityReader.Read(value, declared, isNew: true);
        problems.AddRange(body.Problems.Select(problem => $"{path}.{problem}"));
        var read = body.Values;
        foreach (var member in body.Type.Members.Where(member => !read.ContainsKey(member.Name)))
        {
            read[member.Name] = member.IsCollection ? new JsonArray() : null;
        }

        if (declared.HasDerived)
        {
            read.Insert(0, "@odata.type", $"#{body.Type.QualifiedName}");
        }

        return read;
    }

    private static int InRange(MemberSchema member, int number, string text, List<string> problems)
    {
        if (member.Range is { } range && (number < range.Low || number > range.High))
        {
            problems.Add($"{text}; {range.Low} to {range.High} are allowed");
        }

        return number;
    }

    private static string? ParseDate(string text) => IsoDate().IsMatch(text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? Date(date) : null;

    // Edm.DateTimeOffset (OData 4.01 ABNF, dateTimeOffsetValue).
    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,12})?)?(Z|[+-]\d{2}:\d{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex IsoDate();
}
