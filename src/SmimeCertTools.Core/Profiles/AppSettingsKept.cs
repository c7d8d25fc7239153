using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// Looks after a change whether all settings of a list are there that were sent along with it: a list is replaced as a whole, and
/// most of it is other people's. Order, spelling of values, and whether nothing is null or an empty text do not count.
/// </summary>
internal static class AppSettingsKept
{
    /// <summary>The settings that are not as they were sent.</summary>
    /// <param name="sent">The body of the PATCH; members that are no settings are passed over.</param>
    /// <param name="found">What a GET returned after it.</param>
    public static IReadOnlyList<ProfileDifference> Lost(JsonObject sent, JsonObject found)
    {
        List<ProfileDifference> lost = [];
        foreach (var (name, value) in sent.Select(pair => (pair.Key, pair.Value)))
        {
            if (value is JsonArray list && AppSettingMerge.IsFor(name))
            {
                lost.AddRange(Lost(name, name, list, found[name] as JsonArray));
            }
            else if (name == "payloadJson")
            {
                const string properties = "managedProperty";
                lost.AddRange(Lost(name,
                    properties, ManagedPayload.Parse(value.Text())?[properties] as JsonArray ?? [],
                    ManagedPayload.Parse(found.Text(name))?[properties] as JsonArray));
            }
            else if (name == "encodedSettingXml")
            {
                lost.AddRange(LostValues(name, Values(value), Values(found[name])));
            }
        }

        return lost;
    }

    private static IEnumerable<ProfileDifference> Lost(string name, string member, JsonArray sent, JsonArray? found)
    {
        var form = AppSettingMerge.FormOf(member);
        return LostValues(name, Values(form, sent), Values(form, found ?? []));
    }

    private static IEnumerable<ProfileDifference> LostValues(
        string name, IEnumerable<(string Key, string Value)> sent, List<(string Key, string Value)> found)
    {
        foreach (var (key, value) in sent)
        {
            var index = found.FindIndex(item =>
                item.Key == key && string.Equals(item.Value, value, StringComparison.OrdinalIgnoreCase));
            if (index >= 0)
            {
                found.RemoveAt(index);
                continue;
            }

            var other = found.FindIndex(item => item.Key == key);
            yield return new ProfileDifference($"{name}[{key}]", value, other < 0 ? ProfileMembers.Nothing : found[other].Value);
        }
    }

    private static List<(string Key, string Value)> Values(JsonNode? encoded) =>
        [.. encoded.Text() is { } text ? AppPropertyList.Parse(text)?.Values() ?? [] : []];

    // Of a bundle what is in it counts, which is listed by itself.
    private static List<(string Key, string Value)> Values(AppSettingForm form, JsonArray list) =>
    [
        .. form.ItemsIn(list).Select(item => (item.Text(form.Key) ?? string.Empty,
            string.Join(" ", form.ValueMembers(item).Where(name => !IsEmpty(item[name]) && item[name] is not JsonObject
                && name != "valueBundleArray").Select(name => ProfileMembers.Show(name, item[name]))))),
    ];

    private static bool IsEmpty(JsonNode? value) => value is null || value.Text() is { Length: 0 };
}
