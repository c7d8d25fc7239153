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
    public GraphTransport Transport => transport;

    /// <summary>
    /// The profiles of these kinds, by collection in the service's order. Of app configurations those that say something of
    /// S/MIME.
    /// </summary>
    public async Task<IReadOnlyList<IntuneProfile>> ListAsync(
        IReadOnlyCollection<SmimeProfileKind> kinds, CancellationToken cancellationToken)
    {
        List<IntuneProfile> profiles = [];
        foreach (var collection in kinds.OrderBy(kind => kind).Select(ProfileTypes.CollectionOf).Distinct())
        {
            foreach (var profile in await ListAsync(collection, null, cancellationToken).ConfigureAwait(false))
            {
                if (profile.KnownKind is { } kind && kinds.Contains(kind) && OutlookKeys.IsAboutSmime(profile))
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
    public async Task<IReadOnlyList<IntuneProfile>> FindAsync(ProfileBody body, string name, CancellationToken cancellationToken)
    {
        var collection = ProfileTypes.CollectionOf(body.Kind);

        // isof is in public use here; that names can be filtered by is not documented, so they are matched here.
        var filter = collection.StartsWith("deviceManagement/", StringComparison.Ordinal)
            ? $"isof('microsoft.graph.{body.ODataType}')"
            : null;
        List<IntuneProfile> found = [];
        foreach (var profile in await ListAsync(collection, filter, cancellationToken).ConfigureAwait(false))
        {
            if (profile.ODataType == body.ODataType
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
        string collection, string id, string name, CancellationToken cancellationToken) =>
        await FindAsync(collection, id, name, cancellationToken).ConfigureAwait(false) is { KnownKind: not null } profile
            ? await WithAppsAsync(profile, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>What a collection has under an id, of whatever type; null when there is none.</summary>
    public async Task<IntuneProfile?> FindAsync(string collection, string id, string name, CancellationToken cancellationToken)
    {
        var json = await transport.FindAsync(
            IntuneSubjects.Read(collection, name), $"{collection}/{Uri.EscapeDataString(id)}", cancellationToken)
            .ConfigureAwait(false);
        return json is null ? null : Typed(collection, json);
    }

    /// <summary>A profile with the ids that a body's navigations lead to; one that leads nowhere is absent.</summary>
    public async Task<IntuneProfile> WithReferencesAsync(
        IntuneProfile profile, ProfileBody body, CancellationToken cancellationToken)
    {
        var ids = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var navigation in body.References.Select(reference => reference.Navigation).Distinct())
        {
            if (await ReferenceAsync(profile, navigation, cancellationToken).ConfigureAwait(false) is { } id)
            {
                ids.Add(navigation, id);
            }
        }

        return profile with { References = ids };
    }

    /// <summary>The id that a navigation leads to; null for none.</summary>
    public async Task<Guid?> ReferenceAsync(IntuneProfile profile, string navigation, CancellationToken cancellationToken) =>
        (await BindingAsync(profile, navigation, cancellationToken).ConfigureAwait(false))?.ProfileId;

    /// <summary>What a navigation leads to; null for nothing.</summary>
    public async Task<ProfileBinding?> BindingAsync(
        IntuneProfile profile, string navigation, CancellationToken cancellationToken)
    {
        var json = await transport.FindAsync(
            IntuneSubjects.Read(profile), profile.NavigationPath(navigation), cancellationToken).ConfigureAwait(false);
        return Guid.TryParse(json?.Text("id"), out var id)
            ? new ProfileBinding(navigation, id, json!.Text("displayName") ?? string.Empty) : null;
    }

    /// <summary>The assignments, without names.</summary>
    public Task<IReadOnlyList<ProfileAssignment>> AssignmentsAsync(
        IntuneProfile profile, CancellationToken cancellationToken) => transport.ListAsync(
            IntuneSubjects.Read(profile), $"{profile.Path}/assignments", AssignmentJson.Read, cancellationToken);

    /// <summary>All that a collection has, of whatever type.</summary>
    public Task<IReadOnlyList<IntuneProfile>> ListAsync(
        string collection, string? filter, CancellationToken cancellationToken) => transport.ListAsync(
            IntuneSubjects.Read(collection), filter is null ? collection : $"{collection}?$filter={Uri.EscapeDataString(filter)}",
            json => Typed(collection, json), cancellationToken);

    private static IntuneProfile Typed(string collection, JsonObject json)
    {
        var type = json.Text("@odata.type") ?? ProfileTypes.DeclaredTypeOf(collection);
        if (type is not null)
        {
            var known = ProfileTypes.Of(type).FirstOrDefault()?.ODataType ?? ProfileTypes.WithoutPrefix(type);
            json["@odata.type"] = ProfileTypes.Prefix + known;
        }

        return new IntuneProfile(json) { Collection = collection };
    }

    private async Task<IntuneProfile> WithAppsAsync(IntuneProfile profile, CancellationToken cancellationToken)
    {
        if (profile.Kind != SmimeProfileKind.OutlookApps || OutlookProfile.ReachesAllApps(profile.Json))
        {
            return profile;
        }

        var apps = await transport.ListAsync(IntuneSubjects.Read(profile), $"{profile.Path}/apps", cancellationToken)
            .ConfigureAwait(false);
        return profile with { Apps = [.. apps.Select(app => app.DeepClone())] };
    }
}
