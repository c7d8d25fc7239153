using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// The difference between a profile that is wanted and one that exists, member by member. What the service adds is not looked at;
/// null and absent are the same.
/// </summary>
internal sealed class ProfileComparison
{
    private readonly List<ProfileDifference> _differences = [];
    private readonly List<ProfileReference> _changedReferences = [];

    private ProfileComparison()
    {
    }

    /// <summary>The differences, in the order of the body's members; empty when the profile is as wanted.</summary>
    public IReadOnlyList<ProfileDifference> Differences => _differences;

    /// <summary>Whether the profile is as wanted.</summary>
    public bool IsEqual => _differences.Count == 0;

    /// <summary>The differences that the service does not let remove.</summary>
    public IReadOnlyList<ProfileDifference> FixedDifferences => [.. _differences.Where(difference => difference.IsFixed)];

    /// <summary>
    /// The body of a PATCH: @odata.type and the members to change, without those that are fixed; null when no member changes.
    /// </summary>
    public JsonObject? Patch { get; private set; }

    /// <summary>The navigations to bind anew.</summary>
    public IReadOnlyList<ProfileReference> ChangedReferences => _changedReferences;

    /// <summary>Whether apps are to be added to a targetedManagedAppConfiguration by targetApps.</summary>
    public bool AppsDiffer { get; private set; }

    /// <summary>Compares with a profile that was found: what nobody asked for is no difference.</summary>
    /// <param name="wanted">What is wanted.</param>
    /// <param name="existing">What exists.</param>
    /// <param name="common">
    /// Members that all kinds share, by wire name, where the caller was given them: description, roleScopeTagIds, displayName.
    /// Null for none.
    /// </param>
    public static ProfileComparison Compare(ProfileBody wanted, IntuneProfile existing, JsonObject? common = null) =>
        Compare(wanted, existing, common, isNew: false);

    /// <summary>Compares with a profile that was just made: all that was sent counts.</summary>
    /// <param name="wanted">What was sent.</param>
    /// <param name="made">What the service has.</param>
    /// <param name="common">As above.</param>
    public static ProfileComparison CompareNew(ProfileBody wanted, IntuneProfile made, JsonObject? common = null) =>
        Compare(wanted, made, common, isNew: true);

    private static ProfileComparison Compare(ProfileBody wanted, IntuneProfile existing, JsonObject? common, bool isNew)
    {
        var comparison = new ProfileComparison();
        var type = existing.Json.Text("@odata.type");
        if (type is not null && ProfileTypes.WithoutPrefix(type) != wanted.ODataType)
        {
            comparison._differences.Add(
                new ProfileDifference("@odata.type", wanted.ODataType, ProfileTypes.WithoutPrefix(type), IsFixed: true));
            return comparison;
        }

        var changes = new JsonObject { ["@odata.type"] = ProfileTypes.Prefix + wanted.ODataType };
        foreach (var (name, value) in (common ?? []).Concat(wanted.Members).Select(pair => (pair.Key, pair.Value)))
        {
            if (!wanted.IdleMembers.Contains(name) && (isNew || IsAskedFor(wanted, existing.Json, name)))
            {
                comparison.CompareMember(wanted, existing.Json, name, value, changes);
            }
        }

        comparison.Patch = changes.Count > 1 ? changes : null;
        comparison.CompareReferences(wanted, existing.References);
        comparison.CompareApps(wanted, existing.Json, existing.Apps);
        return comparison;
    }

    private static bool IsAskedFor(ProfileBody wanted, JsonObject existing, string name) =>
        !wanted.CreationMembers.Contains(name)
        || (wanted.FollowingMembers.TryGetValue(name, out var leader)
            && !ProfileMembers.AreEqual(leader, wanted.Members[leader], existing[leader]));

    private void CompareMember(ProfileBody wanted, JsonObject existing, string name, JsonNode? value, JsonObject changes)
    {
        if (value is JsonArray settings && AppSettingMerge.IsFor(name))
        {
            MergeSettings(existing, name, settings, changes);
            return;
        }

        if (name == "payloadJson")
        {
            MergePayload(existing, value, changes);
            return;
        }

        if (ProfileMembers.AreEqual(name, value, existing[name])
            || (wanted.EquallyGood.TryGetValue(name, out var other) && existing.Text(name) == other))
        {
            return;
        }

        var isFixed = wanted.FixedMembers.Contains(name);
        _differences.AddRange(ProfileDifference.Between(name, value, existing[name], isFixed));
        if (!isFixed)
        {
            changes[name] = value?.DeepClone();
        }
    }

    private void MergeSettings(JsonObject existing, string name, JsonArray wanted, JsonObject changes)
    {
        // The settings of an iOS app are in one of two members.
        const string xml = "encodedSettingXml";
        if (name == "settings" && existing[name] is not JsonArray { Count: > 0 }
            && existing.Text(xml) is { Length: > 0 } encoded)
        {
            if (AppPropertyList.Parse(encoded) is not { } list)
            {
                AddUnreadable(xml);
                return;
            }

            list.Put(wanted);
            Change(changes, xml, list.Differences, () => list.Encode());
            return;
        }

        var merge = AppSettingMerge.Into(name, wanted, existing[name] as JsonArray);
        Change(changes, name, merge.Differences, () => merge.Merged!.DeepClone());
    }

    private void MergePayload(JsonObject existing, JsonNode? wanted, JsonObject changes)
    {
        const string list = "managedProperty";
        var text = existing.Text("payloadJson");
        var mine = ManagedPayload.Parse(wanted.Text())!;
        var theirs = string.IsNullOrWhiteSpace(text) ? [] : ManagedPayload.Parse(text);
        if (theirs is null || theirs[list] is not (null or JsonArray))
        {
            AddUnreadable("payloadJson");
            return;
        }

        // One without settings may lack the rest of a payload too.
        var items = theirs[list] as JsonArray;
        foreach (var pair in mine.Where(pair => items is null && theirs[pair.Key] is null).ToList())
        {
            theirs[pair.Key] = pair.Value?.DeepClone();
        }

        var merge = AppSettingMerge.Into(list, mine[list]!.AsArray(), items, "payloadJson");
        theirs[list] = merge.Merged!.DeepClone();
        Change(changes, "payloadJson", merge.Differences, () => ManagedPayload.Write(theirs, text));
    }

    private void Change(JsonObject changes, string name, IReadOnlyList<ProfileDifference> differences, Func<JsonNode?> value)
    {
        if (differences.Count > 0)
        {
            _differences.AddRange(differences);
            changes[name] = value();
        }
    }

    // What cannot be read is not written over: it holds settings of other people.
    private void AddUnreadable(string name) => _differences.Add(new ProfileDifference(
        name, "Outlook's S/MIME settings among the others", "a text that cannot be read", IsFixed: true));

    private void CompareReferences(ProfileBody wanted, IReadOnlyDictionary<string, Guid>? existing)
    {
        if (existing is null)
        {
            return;
        }

        foreach (var reference in wanted.References)
        {
            var isBound = existing.TryGetValue(reference.Navigation, out var id);
            if (!isBound || id != reference.ProfileId)
            {
                _changedReferences.Add(reference);
                _differences.Add(new ProfileDifference(reference.Navigation, reference.ProfileId.ToString(),
                    isBound ? id.ToString() : ProfileMembers.Nothing));
            }
        }
    }

    private void CompareApps(ProfileBody wanted, JsonObject existing, JsonArray? apps)
    {
        if (apps is null || OutlookProfile.ReachesAllApps(existing))
        {
            return;
        }

        foreach (var missing in OutlookProfile.Missing(wanted.TargetApps, apps))
        {
            AppsDiffer = true;
            _differences.Add(new ProfileDifference("apps", OutlookProfile.Identify(missing), ProfileMembers.Nothing));
        }
    }
}
