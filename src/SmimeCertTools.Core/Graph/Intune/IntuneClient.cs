using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>
/// Intune's profiles, app configurations, assignments and certificate connectors (Graph beta). Failed requests are <see
/// cref="GraphRequestException"/> with the profile, group or collection as target. Safe for concurrent use.
/// </summary>
public sealed class IntuneClient
{
    private readonly GraphTransport _transport;
    private readonly ProfileStore _store;
    private readonly AssignmentWriter _assignments;

    /// <summary>Creates a client of <paramref name="connection"/>, which stays the caller's.</summary>
    public IntuneClient(GraphConnection connection)
    {
        _transport = new GraphTransport(Guard.NotNull(connection));
        _store = new ProfileStore(_transport);
        _assignments = new AssignmentWriter(_store);
    }

    /// <summary>A finder of groups, filters and scope tags for one command.</summary>
    public IntuneDirectory CreateDirectory() => new(_transport);

    /// <summary>A publisher for one command.</summary>
    public ProfilePublisher CreatePublisher() => new(_transport);

    /// <summary>
    /// The profiles of some kinds, all pages. Of app configurations those only that say something of S/MIME in Outlook.
    /// </summary>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public Task<IReadOnlyList<IntuneProfile>> ListProfilesAsync(
        IReadOnlyCollection<SmimeProfileKind> kinds, CancellationToken cancellationToken) =>
        _store.ListAsync(Guard.NotNull(kinds), cancellationToken);

    /// <summary>A finder of the certificate profiles that others refer to, for one command.</summary>
    /// <param name="kinds">The kinds among which names are looked for.</param>
    /// <param name="withScep">Whether SCEP profiles are among them, which nothing here makes.</param>
    public ProfileReferenceFinder CreateReferenceFinder(IReadOnlyCollection<SmimeProfileKind> kinds, bool withScep) =>
        new(this, _store, Guard.NotNull(kinds), withScep);

    /// <summary>A profile by id, whatever its kind.</summary>
    /// <exception cref="IntuneException">There is none (<see cref="IntuneErrorKind.ProfileNotFound"/>).</exception>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public async Task<IntuneProfile> GetProfileAsync(string id, CancellationToken cancellationToken)
    {
        var trimmed = Guard.NotBlank(id).Trim();
        foreach (var collection in Collections(trimmed))
        {
            if (await _store.GetAsync(collection, trimmed, trimmed, cancellationToken).ConfigureAwait(false) is { } profile)
            {
                return profile;
            }
        }

        throw new IntuneException(IntuneErrorKind.ProfileNotFound,
            $"There is no profile of a kind for S/MIME with the id {trimmed}.", trimmed);
    }

    /// <summary>The assignments of a profile, without names.</summary>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public Task<IReadOnlyList<ProfileAssignment>> GetAssignmentsAsync(
        IntuneProfile profile, CancellationToken cancellationToken) =>
        _store.AssignmentsAsync(Guard.NotNull(profile), cancellationToken);

    /// <summary>The assignments of each profile that has certificates issued: PKCS and SCEP.</summary>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    internal async Task<IReadOnlyList<IReadOnlyList<ProfileAssignment>>> ListIssuingAssignmentsAsync(
        CancellationToken cancellationToken)
    {
        List<IReadOnlyList<ProfileAssignment>> all = [];
        foreach (var profile in await _store.ListAsync(
            ProfileTypes.CollectionOf(SmimeProfileKind.Pkcs), null, cancellationToken).ConfigureAwait(false))
        {
            if (profile.KnownKind == SmimeProfileKind.Pkcs || ScepTypes.PlatformOf(profile.ODataType) is not null)
            {
                all.Add(await _store.AssignmentsAsync(profile, cancellationToken).ConfigureAwait(false));
            }
        }

        return all;
    }

    /// <summary>Computes what setting assignments would change. Sends no write.</summary>
    /// <exception cref="IntuneException">The assignments contradict each other.</exception>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public Task<AssignmentPlan> PlanAssignmentsAsync(IntuneProfile profile, IReadOnlyList<ProfileAssignment> given,
        AssignmentMode mode, CancellationToken cancellationToken) =>
        _assignments.PlanAsync(Guard.NotNull(profile), Guard.NotNull(given), mode, cancellationToken);

    /// <summary>
    /// Sets assignments, after reading the current ones anew, and confirms them by reading back.
    /// </summary>
    /// <returns>What was done.</returns>
    /// <exception cref="IntuneException">
    /// The assignments contradict each other, or others stand there afterwards (<see cref="IntuneErrorKind.AssignmentChanged"/>).
    /// </exception>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public Task<AssignmentPlan> SetAssignmentsAsync(IntuneProfile profile, IReadOnlyList<ProfileAssignment> given,
        AssignmentMode mode, CancellationToken cancellationToken) =>
        _assignments.ApplyAsync(Guard.NotNull(profile), Guard.NotNull(given), mode, cancellationToken);

    /// <summary>
    /// The e-mail and certificate profiles that refer to a profile. Others, such as those for Wi-Fi and VPN, are not looked at.
    /// </summary>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public async Task<IReadOnlyList<ProfileReferrer>> FindReferrersAsync(
        IntuneProfile profile, CancellationToken cancellationToken)
    {
        if (Guard.NotNull(profile).Kind is not (SmimeProfileKind.TrustedRoot or SmimeProfileKind.Pkcs
            or SmimeProfileKind.ImportedPfx) || !Guid.TryParse(profile.Id, out var id))
        {
            return [];
        }

        List<ProfileReferrer> referrers = [];
        foreach (var other in await _store.ListAsync(profile.Collection, null, cancellationToken).ConfigureAwait(false))
        {
            foreach (var navigation in ProfileNavigations.To(other.ODataType, profile))
            {
                if (await _store.ReferenceAsync(other, navigation, cancellationToken).ConfigureAwait(false) == id)
                {
                    referrers.Add(new ProfileReferrer(other.Id, other.DisplayName, other.ODataType, navigation));
                }
            }
        }

        return referrers;
    }

    /// <summary>The profiles that a profile is bound to, by the navigations that its type has; empty for none.</summary>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public async Task<IReadOnlyList<ProfileBinding>> FindBindingsAsync(
        IntuneProfile profile, CancellationToken cancellationToken)
    {
        List<ProfileBinding> bindings = [];
        foreach (var navigation in ProfileNavigations.Of(Guard.NotNull(profile).ODataType))
        {
            if (await _store.BindingAsync(profile, navigation, cancellationToken).ConfigureAwait(false) is { } binding)
            {
                bindings.Add(binding);
            }
        }

        return bindings;
    }

    /// <summary>Deletes a profile and looks to see that it is gone.</summary>
    /// <exception cref="GraphRequestException">It failed, or the profile is still there.</exception>
    public Task DeleteProfileAsync(IntuneProfile profile, CancellationToken cancellationToken)
    {
        var subject = IntuneSubjects.Write("delete", Guard.NotNull(profile));
        return new ConfirmedWrite<IntuneProfile>(_transport.Policy, subject)
        {
            Send = async token =>
            {
                try
                {
                    await _transport.SendAsync(subject, HttpMethod.Delete, profile.Path, null, token).ConfigureAwait(false);
                }
                catch (GraphRequestException e) when (e.Kind == GraphErrorKind.NotFound)
                {
                    // Gone already, which the look-up that follows confirms or not.
                }
            },
            Look = async (_, token) => await _transport.FindAsync(IntuneSubjects.Read(profile), profile.Path, token)
                .ConfigureAwait(false) is null ? profile : null,
            Missing = () => GraphErrors.NotConfirmed(subject, "a look-up still shows it"),
        }.RunAsync(cancellationToken);
    }

    /// <summary>What devices report of a profile's certificates; empty for kinds that issue and deliver none.</summary>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public async Task<IReadOnlyList<DeviceCertificateState>> ListCertificateStatesAsync(
        IntuneProfile profile, CancellationToken cancellationToken)
    {
        if (Guard.NotNull(profile).Kind is not (SmimeProfileKind.Pkcs or SmimeProfileKind.ImportedPfx))
        {
            return [];
        }

        return await _transport.ListAsync(IntuneSubjects.Read(profile), profile.NavigationPath("managedDeviceCertificateStates"),
            json => new DeviceCertificateState(json), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The certificate connectors, from both of the tenant's lists, with what is wrong with them. When one list cannot be read,
    /// those of the other, with a finding that says so.
    /// </summary>
    /// <exception cref="GraphRequestException">Neither list could be read.</exception>
    public async Task<ConnectorReport> GetConnectorsAsync(CancellationToken cancellationToken)
    {
        var (ndes, ndesError) = await TryListAsync(IntunePaths.NdesConnectors, cancellationToken).ConfigureAwait(false);
        var (details, detailsError) = await TryListAsync(IntunePaths.ConnectorDetails, cancellationToken).ConfigureAwait(false);
        return ndesError is not null && detailsError is not null
            ? throw ndesError
            : ConnectorReport.Create(ndes, details, _transport.Policy.Clock.GetUtcNow(), ndesError ?? detailsError);
    }

    /// <summary>The tenant's apps, which configurations on managed devices name.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public Task<IReadOnlyList<IntuneApp>> ListAppsAsync(CancellationToken cancellationToken) => _transport.ListAsync(
        IntuneSubjects.Read(IntunePaths.MobileApps), IntunePaths.MobileApps, IntuneApp.Read, cancellationToken);

    private async Task<(IReadOnlyList<JsonObject> Items, GraphRequestException? Error)> TryListAsync(
        string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await _transport.ListAsync(IntuneSubjects.Read(path), path, cancellationToken).ConfigureAwait(false), null);
        }
        catch (GraphRequestException e)
        {
            return ([], e);
        }
    }

    // Ids of managed-app configurations begin with a letter and an underscore; the others are GUIDs.
    private static IReadOnlyList<string> Collections(string id) => Guid.TryParse(id, out _)
        ? [ProfileTypes.CollectionOf(SmimeProfileKind.ImportedPfx), ProfileTypes.CollectionOf(SmimeProfileKind.OutlookDevices)]
        : [ProfileTypes.CollectionOf(SmimeProfileKind.OutlookApps)];
}
