using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Deployment;

/// <summary>
/// Reads the profiles of a deployment: each collection once, and what belongs to each profile in batches. For one use.
/// </summary>
internal sealed class ProfileReading(GraphTransport transport, BatchedReader batches, DeploymentScope scope)
{
    private readonly ProfileStore _store = new(transport);

    /// <summary>The profiles for certificates and e-mail.</summary>
    public Task<Collected<IReadOnlyList<DeployedProfile>>> CertificatesAsync(CancellationToken cancellationToken) =>
        ReadAsync(SmimeProfileKind.ImportedPfx, cancellationToken);

    /// <summary>The configurations of Outlook that say something of S/MIME, of one of the two collections.</summary>
    public Task<Collected<IReadOnlyList<DeployedProfile>>> OutlookAsync(
        SmimeProfileKind kind, CancellationToken cancellationToken) => ReadAsync(kind, cancellationToken);

    private async Task<Collected<IReadOnlyList<DeployedProfile>>> ReadAsync(
        SmimeProfileKind kind, CancellationToken cancellationToken)
    {
        try
        {
            var collection = ProfileTypes.CollectionOf(kind);
            List<IntuneProfile> profiles =
            [
                .. (await _store.ListAsync(collection, null, cancellationToken).ConfigureAwait(false)).Where(IsOurs),
            ];
            if (kind == SmimeProfileKind.OutlookApps)
            {
                profiles = await WithAppsAsync(profiles, cancellationToken).ConfigureAwait(false);
            }

            profiles.RemoveAll(profile => scope.Platforms.Count > 0 && !PlatformsOf(profile).Any(scope.Platforms.Contains));
            return Collected<IReadOnlyList<DeployedProfile>>.Of(
                await CompleteAsync(profiles, cancellationToken).ConfigureAwait(false));
        }
        catch (GraphRequestException e) when (!e.IsSessionError)
        {
            return Collected<IReadOnlyList<DeployedProfile>>.Failed(e);
        }
    }

    private static bool IsOurs(IntuneProfile profile) => profile.KnownKind is null
        ? ScepProfiles.PlatformOf(profile.ODataType) is not null || DeprecatedProfiles.Contains(profile.ODataType)
        : OutlookKeys.IsAboutSmime(profile);

    private static IReadOnlyList<SmimePlatform> PlatformsOf(IntuneProfile profile) =>
        ScepProfiles.PlatformOf(profile.ODataType) is { } platform ? [platform]
        : DeprecatedProfiles.Contains(profile.ODataType) ? [SmimePlatform.Windows]
        : profile.Platforms;

    private async Task<List<IntuneProfile>> WithAppsAsync(
        List<IntuneProfile> profiles, CancellationToken cancellationToken)
    {
        var open = profiles.Where(profile => !OutlookProfile.ReachesAllApps(profile.Json)).ToList();
        var apps = await batches.ListAsync(
            [.. open.Select(profile => ($"{profile.Path}/apps", IntuneSubjects.Read(profile)))], json => json, cancellationToken)
            .ConfigureAwait(false);
        var known = open.Zip(apps, (profile, found) => (profile.Id, Apps: found))
            .ToDictionary(pair => pair.Id, pair => pair.Apps);
        return
        [
            .. profiles.Select(profile => known.TryGetValue(profile.Id, out var found)
                ? profile with { Apps = [.. (found.ValueOrDefault ?? []).Select(app => app.DeepClone())] }
                : profile),
        ];
    }

    private async Task<IReadOnlyList<DeployedProfile>> CompleteAsync(
        List<IntuneProfile> profiles, CancellationToken cancellationToken)
    {
        var delivering = profiles.Where(profile =>
            profile.KnownKind is SmimeProfileKind.Pkcs or SmimeProfileKind.ImportedPfx).ToList();
        var navigations = profiles.SelectMany(profile =>
            ProfileNavigations.Of(profile.ODataType).Select(name => (Profile: profile, Name: name))).ToList();
        var assignments = batches.ListAsync(
            [.. profiles.Select(profile => ($"{profile.Path}/assignments", IntuneSubjects.Read(profile)))],
            AssignmentJson.Read, cancellationToken);
        var states = batches.ListAsync(
            [.. delivering.Select(profile =>
                (profile.NavigationPath("managedDeviceCertificateStates"), IntuneSubjects.Read(profile)))],
            json => new DeviceCertificateState(json), cancellationToken);
        var bindings = batches.FindAsync(
            [.. navigations.Select(one => (one.Profile.NavigationPath(one.Name), IntuneSubjects.Read(one.Profile)))],
            cancellationToken);
        await Task.WhenAll(assignments, states, bindings).ConfigureAwait(false);
        var bound = navigations.Zip(await bindings.ConfigureAwait(false), (one, found) => (one.Profile, one.Name, Found: found))
            .ToLookup(item => item.Profile.Id);
        var reported = delivering.Zip(await states.ConfigureAwait(false), (profile, found) => (profile.Id, found))
            .ToDictionary(pair => pair.Id, pair => pair.found);
        return
        [
            .. profiles.Zip(await assignments.ConfigureAwait(false), (profile, assigned) => new DeployedProfile
            {
                Profile = profile,
                Kind = profile.KnownKind,
                Platforms = PlatformsOf(profile),
                Assignments = assigned,
                Bindings = Bindings([.. bound[profile.Id].Select(item => (item.Name, item.Found))]),
                States = reported.TryGetValue(profile.Id, out var found)
                    ? found : Collected<IReadOnlyList<DeviceCertificateState>>.Of([]),
                Certificate = TrustedCertificate.Of(profile),
            }),
        ];
    }

    private static Collected<IReadOnlyList<ProfileBinding>> Bindings(
        IReadOnlyList<(string Navigation, Collected<JsonObject> Found)> found) =>
        found.FirstOrDefault(one => !one.Found.IsRead).Found?.Error is { } error
            ? Collected<IReadOnlyList<ProfileBinding>>.Failed(error)
            : Collected<IReadOnlyList<ProfileBinding>>.Of(
            [
                .. found.Select(one => Guid.TryParse(one.Found.Value.Text("id"), out var id)
                    ? new ProfileBinding(one.Navigation, id, one.Found.Value.Text("displayName") ?? string.Empty)
                    : null).OfType<ProfileBinding>(),
            ]);
}
