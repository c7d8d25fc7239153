using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// Puts wanted settings into the list of settings that an app configuration has: key by key. Settings of other keys, their order
/// and whatever else stands in the list stay as they are.
/// </summary>
internal sealed class AppSettingMerge
{
    private static readonly AppSettingForm[] Forms =
    [
        new("settings", "appConfigKey", ["appConfigKeyType", "appConfigKeyValue"]),
        new("customSettings", "name", ["value"]),
        new("permissionActions", "permission", ["action"]),
        new("managedProperty", "key", []),
    ];

    private readonly List<ProfileDifference> _differences = [];

    private AppSettingMerge(JsonNode? merged) => Merged = merged;

    /// <summary>The keys that differ, with all of both values.</summary>
    public IReadOnlyList<ProfileDifference> Differences => _differences;

    /// <summary>The list with what is wanted in it.</summary>
    public JsonNode? Merged { get; }

    /// <summary>Whether a member is a list of settings.</summary>
    public static bool IsFor(string member) => Array.Exists(Forms, form => form.Member == member);

    /// <summary>What the items of a list of settings look like.</summary>
    public static AppSettingForm FormOf(string member) => Array.Find(Forms, form => form.Member == member)!;

    /// <summary>The keys of a list of settings, those in bundles too.</summary>
    public static IEnumerable<string> KeysIn(string member, JsonArray list)
    {
        var form = FormOf(member);
        return form.ItemsIn(list).Select(item => item.Text(form.Key)).OfType<string>();
    }

    /// <summary>Merges into a list of items.</summary>
    /// <param name="member">The wire name of the list, which decides what its items look like.</param>
    /// <param name="wanted">The settings wanted.</param>
    /// <param name="existing">The list there; null for none.</param>
    /// <param name="shownAs">The member that differences name.</param>
    public static AppSettingMerge Into(string member, JsonArray wanted, JsonArray? existing, string? shownAs = null)
    {
        var form = FormOf(member);
        var list = existing?.DeepClone().AsArray() ?? [];
        var merge = new AppSettingMerge(list);
        foreach (var item in wanted.OfType<JsonObject>())
        {
            merge.Put(form, list, item, shownAs ?? member);
        }

        return merge;
    }

    private void Put(AppSettingForm form, JsonArray list, JsonObject wanted, string shownAs)
    {
        var key = wanted.Text(form.Key)!;
        var matches = form.ItemsIn(list)
            .Where(item => string.Equals(item.Text(form.Key), key, StringComparison.OrdinalIgnoreCase)).ToList();

        // One of them has the right spelling or gets it; another beside it keeps its own: the list must not name a key twice.
        var holder = matches.Find(item => item.Text(form.Key) == key) ?? matches.FirstOrDefault();
        var wrong = matches.Where(item => !form.HasSameValue(wanted, item)
            || (item == holder && item.Text(form.Key) != key)).ToList();
        if (matches.Count > 0 && wrong.Count == 0)
        {
            return;
        }

        _differences.Add(new ProfileDifference($"{shownAs}[{key}]", form.Show(wanted, key),
            matches.Count == 0 ? ProfileMembers.Nothing
                : string.Join(", ", wrong.Select(item => form.Show(item, key)).Distinct())));
        if (matches.Count == 0)
        {
            list.Add(wanted.DeepClone());
        }

        foreach (var item in wrong)
        {
            form.SetValue(item, wanted);
            if (item == holder)
            {
                item[form.Key] = key;
            }
        }
    }
}

/// <summary>What the items of a list of settings look like.</summary>
/// <param name="Member">The wire name of the list.</param>
/// <param name="Key">The item's member that names the setting.</param>
/// <param name="Values">
/// The item's members that hold its value; empty where the one that begins with "value" does, as in Android's managed
/// configurations: valueBool, valueString, valueBundle and so on.
/// </param>
internal sealed record AppSettingForm(string Member, string Key, IReadOnlyList<string> Values)
{
    /// <summary>All items, those in bundles and lists of bundles too.</summary>
    public IEnumerable<JsonObject> ItemsIn(JsonArray list)
    {
        foreach (var item in list.OfType<JsonObject>())
        {
            yield return item;
            JsonNode?[] bundles = Values.Count > 0 ? [] : [item["valueBundle"], .. item["valueBundleArray"] as JsonArray ?? []];
            foreach (var inner in bundles.OfType<JsonObject>().Select(bundle => bundle[Member]).OfType<JsonArray>())
            {
                foreach (var nested in ItemsIn(inner))
                {
                    yield return nested;
                }
            }
        }
    }

    /// <summary>Whether an item has the wanted value. Hosts, permissions and the words true and false have no case.</summary>
    public bool HasSameValue(JsonObject wanted, JsonObject item) =>
        ValueMembers(item).All(name => wanted.ContainsKey(name))
        && ValueMembers(wanted).All(name => IsSame(wanted[name], item[name]));

    /// <summary>Gives an item the wanted value. Other members of the item stay.</summary>
    public void SetValue(JsonObject item, JsonObject wanted)
    {
        foreach (var name in ValueMembers(item).ToList())
        {
            item.Remove(name);
        }

        foreach (var name in ValueMembers(wanted))
        {
            item[name] = wanted[name]?.DeepClone();
        }
    }

    /// <summary>The value as text, with what else distinguishes it.</summary>
    public string Show(JsonObject item, string key)
    {
        var values = ValueMembers(item).ToList();
        var holder = values.LastOrDefault();
        var text = holder is null ? ProfileMembers.Nothing : ProfileMembers.Show(holder, item[holder]);
        var kind = Values.Count == 0 ? holder : Values.Count > 1 ? item[Values[0]].Text() : null;
        var spelling = item.Text(Key);
        return (kind is null ? text : $"{text} ({kind})") + (spelling == key ? string.Empty : $" under {spelling}");
    }

    /// <summary>The item's members that hold its value.</summary>
    public IEnumerable<string> ValueMembers(JsonObject item) => Values.Count > 0
        ? Values.Where(item.ContainsKey)
        : item.Select(pair => pair.Key).Where(name => name.StartsWith("value", StringComparison.Ordinal) && !name.Contains("@"));

    private static bool IsSame(JsonNode? wanted, JsonNode? value) => wanted.Text() is { } text
        ? string.Equals(text, value.Text(), StringComparison.OrdinalIgnoreCase)
        : JsonNode.DeepEquals(wanted, value);
}
