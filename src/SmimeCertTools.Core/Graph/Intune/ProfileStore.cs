using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>Reads profiles, where they lead to and whom they are assigned to.</summary>
internal sealed class ProfileStore(GraphTransport transport)
{
    private static readonly SmimeProfileKind[] Kinds =
    [
        SmimeProfileKind.TrustedRoot, SmimeProfileKind.Pkcs, SmimeProfileKind.ImportedPfx, SmimeProfileKind.Email,
        SmimeProfileKind.OutlookDevices,
        SmimeProfileKind.OutlookApps,
    ];

    public GraphTransport Transport => transport;

    /// <summary>
    /// The profiles of these kinds, by collection in the service's order. Of app configurations those that say something of
    /// S/MIME.
    /// </summary>
    public async Task<IReadOnlyList<IntuneProfile>> ListAsync(
        IReadOnlyCollection<SmimeProfileKind> kinds, CancellationToken cancellationToken)
    {
        List<IntuneProfile> profiles = [];
        foreach (var collection in Kinds.Where(kinds.Contains).Select(ProfileTypes.CollectionOf).Distinct())
        {
            foreach (var json in await ListAsync(collection, null, cancellationToken).ConfigureAwait(false))
            {
                if (IntuneProfile.Read(json) is { } profile && kinds.Contains(profile.Kind) && OutlookKeys.IsAboutSmime(profile))
                {
                    profiles.Add(await WithAppsAsync(profile, cancellationToken).ConfigureAwait(false));
                }
            }
        }

        return profiles;
    }

    /// <summary>
    /// The profiles of a type with a name; of app configurations those for Outlook on the platform. Names are compared ignoring
    /// case.
    /// </summary>
    public async Task<IReadOnlyList<IntuneProfile>> FindAsync(
        ProfileBody body, string name, CancellationToken cancellationToken)
    {
        var collection = ProfileTypes.CollectionOf(body.Kind);

        // isof is in public use here; that names can be filtered by is not documented, so they are matched here.
        var filter = collection.StartsWith("deviceManagement/", StringComparison.Ordinal)
            ? $"isof('microsoft.graph.{body.ODataType}')"
            : null;
        List<IntuneProfile> found = [];
        foreach (var json in await ListAsync(collection, filter, cancellationToken).ConfigureAwait(false))
        {
            if (IntuneProfile.Read(json) is { } profile && profile.ODataType == body.ODataType
                && string.Equals(profile.DisplayName.Trim(), name, StringComparison.OrdinalIgnoreCase))
            {
                var complete = await WithAppsAsync(profile, cancellationToken).ConfigureAwait(false);
                if (OutlookKeys.IsFor(complete, body))
                {
                    found.Add(complete);
                }
            }
        }

        return found;
    }

    /// <summary>A profile by id; null when there is none.</summary>
    public async Task<IntuneProfile?> GetAsync(
        string collection, string id, string name, CancellationToken cancellationToken)
    {
        var json = await FindAsync(collection, id, name, cancellationToken).ConfigureAwait(false);
        return json is not null && IntuneProfile.Read(json) is { } profile
            ? await WithAppsAsync(profile, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>What a collection has under an id, of whatever type; null when there is none.</summary>
    public async Task<JsonObject?> FindAsync(string collection, string id, string name, CancellationToken cancellationToken)
    {
        var json = await transport.FindAsync(
            IntuneSubjects.Read(collection, name), $"{collection}/{Uri.EscapeDataString(id)}", cancellationToken)
            .ConfigureAwait(false);
        return json is null ? null : Typed(collection, json);
    }

    /// <summary>The ids that navigations of a profile lead to; one that leads nowhere is absent.</summary>
    public async Task<IReadOnlyDictionary<string, Guid>> ReferencesAsync(
        IntuneProfile profile, IEnumerable<string> navigations, CancellationToken cancellationToken)
    {
        var ids = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var navigation in navigations.Distinct())
        {
            if (await ReferenceAsync(profile, navigation, cancellationToken).ConfigureAwait(false) is { } id)
            {
                ids.Add(navigation, id);
            }
        }

        return ids;
    }

    /// <summary>The id that a navigation leads to; null for none.</summary>
    public async Task<Guid?> ReferenceAsync(IntuneProfile profile, string navigation, CancellationToken cancellationToken)
    {
        var json = await transport.FindAsync(
            IntuneSubjects.Read(profile.Collection, profile.DisplayName), NavigationPath(profile, navigation), cancellationToken)
            .ConfigureAwait(false);
        return Guid.TryParse(json?.Text("id"), out var id) ? id : null;
    }

    /// <summary>The assignments, without names.</summary>
    public async Task<IReadOnlyList<ProfileAssignment>> AssignmentsAsync(
        IntuneProfile profile, CancellationToken cancellationToken)
    {
        var items = await transport.ListAsync(
            IntuneSubjects.Read(profile.Collection, profile.DisplayName), $"{profile.Path}/assignments", cancellationToken)
            .ConfigureAwait(false);
        return [.. items.Select(AssignmentJson.Read).OfType<ProfileAssignment>()];
    }

    /// <summary>The address of a navigation of a profile, by its type.</summary>
    public static string NavigationPath(IntuneProfile profile, string navigation) =>
        $"{profile.Path}/microsoft.graph.{profile.ODataType}/{navigation}";

    /// <summary>All that a collection has, of whatever type.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(
        string collection, string? filter, CancellationToken cancellationToken)
    {
        var items = await transport.ListAsync(IntuneSubjects.Read(collection),
            filter is null ? collection : $"{collection}?$filter={Uri.EscapeDataString(filter)}", cancellationToken)
            .ConfigureAwait(false);
        return [.. items.Select(item => Typed(collection, item))];
    }

    private static JsonObject Typed(string collection, JsonObject json)
    {
        var type = json.Text("@odata.type") ?? ProfileTypes.DeclaredTypeOf(collection);
        if (type is not null)
        {
            var known = ProfileTypes.Of(type).FirstOrDefault()?.ODataType ?? ProfileTypes.WithoutPrefix(type);
            json["@odata.type"] = ProfileTypes.Prefix + known;
        }

        return json;
    }

    private async Task<IntuneProfile> WithAppsAsync(IntuneProfile profile, CancellationToken cancellationToken)
    {
        if (profile.Kind != SmimeProfileKind.OutlookApps || OutlookProfile.ReachesAllApps(profile.Json))
        {
            return profile;
        }

        var apps = await transport.ListAsync(
            IntuneSubjects.Read(profile.Collection, profile.DisplayName), $"{profile.Path}/apps", cancellationToken)
            .ConfigureAwait(false);
        return IntuneProfile.Read(profile.Json, new JsonArray([.. apps.Select(app => app.DeepClone())]))!;
    }
}
