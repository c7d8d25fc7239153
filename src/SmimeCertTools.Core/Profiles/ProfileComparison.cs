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
    private readonly List<string> _removedReferences = [];

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

    /// <summary>The navigations that lead somewhere and are to lead nowhere.</summary>
    public IReadOnlyList<string> RemovedReferences => _removedReferences;

    /// <summary>Whether the apps of a targetedManagedAppConfiguration are to be set anew by targetApps.</summary>
    public bool AppsDiffer { get; private set; }

    /// <summary>Compares.</summary>
    /// <param name="wanted">What is wanted.</param>
    /// <param name="existing">What exists.</param>
    /// <param name="common">
    /// Members that all kinds share, by wire name, where the caller was given them: description, roleScopeTagIds, displayName.
    /// Null for none.
    /// </param>
    public static ProfileComparison Compare(ProfileBody wanted, ExistingProfile existing, JsonObject? common = null)
    {
        var comparison = new ProfileComparison();
        var type = (string?)existing.Json["@odata.type"];
        if (type is not null && ProfileTypes.WithoutPrefix(type) != wanted.ODataType)
        {
            comparison._differences.Add(
                new ProfileDifference("@odata.type", wanted.ODataType, ProfileTypes.WithoutPrefix(type), isFixed: true));
            return comparison;
        }

        var changes = new JsonObject();
        foreach (var (name, value) in (common ?? []).Concat(wanted.Members).Select(pair => (pair.Key, pair.Value)))
        {
            if (!wanted.IdleMembers.Contains(name))
            {
                comparison.CompareMember(wanted, existing.Json, name, value, changes);
            }
        }

        if (changes.Count > 0)
        {
            comparison.Patch = new JsonObject { ["@odata.type"] = ProfileTypes.Prefix + wanted.ODataType };
            foreach (var name in changes.Select(pair => pair.Key).ToList())
            {
                var value = changes[name];
                changes.Remove(name);
                comparison.Patch.Add(name, value);
            }
        }

        comparison.CompareReferences(wanted, existing.References);
        comparison.CompareApps(wanted, existing.Apps);
        return comparison;
    }

    private void CompareMember(ProfileBody wanted, JsonObject existing, string name, JsonNode? value, JsonObject changes)
    {
        if (ProfileValues.AreEqual(name, value, existing[name]))
        {
            return;
        }

        // The settings of an iOS app are in one of two members: a property list may say the same.
        var list = name == "settings" ? (string?)existing["encodedSettingXml"] : null;
        if (list is not null && AppSettingList.Same(value as JsonArray, list))
        {
            return;
        }

        var isFixed = wanted.FixedMembers.Contains(name);
        _differences.Add(new ProfileDifference(
            name, ProfileValues.Show(name, value), ProfileValues.Show(name, existing[name]), isFixed));
        if (!isFixed)
        {
            changes[name] = value?.DeepClone();
            if (list is not null)
            {
                changes["encodedSettingXml"] = null;
            }
        }
    }

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
                    isBound ? id.ToString() : ProfileValues.Nothing, isFixed: false));
            }
        }

        foreach (var navigation in wanted.UnboundNavigations)
        {
            if (existing.TryGetValue(navigation, out var id))
            {
                _removedReferences.Add(navigation);
                _differences.Add(new ProfileDifference(navigation, ProfileValues.Nothing, id.ToString(), isFixed: false));
            }
        }
    }

    private void CompareApps(ProfileBody wanted, JsonArray? existing)
    {
        if (wanted.TargetApps.Count == 0 || existing is null)
        {
            return;
        }

        var asked = OutlookProfile.IdentifiersOf(wanted.TargetApps);
        var there = OutlookProfile.IdentifiersOf(existing.OfType<JsonObject>());
        if (!asked.SequenceEqual(there, StringComparer.OrdinalIgnoreCase))
        {
            AppsDiffer = true;
            _differences.Add(new ProfileDifference("apps", string.Join(", ", asked),
                there.Count == 0 ? ProfileValues.Nothing : string.Join(", ", there), isFixed: false));
        }
    }
}
