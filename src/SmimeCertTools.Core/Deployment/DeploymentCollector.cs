using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.History;

namespace SmimeCertTools.Core.Deployment;

/// <summary>
/// Reads all that is to be known of a deployment, each collection once: records and users beside connectors and profiles. What
/// cannot be read is told in its place and stops nothing else.
/// </summary>
/// <param name="connection">The connection, which stays the caller's.</param>
public sealed class DeploymentCollector(GraphConnection connection)
{
    /// <summary>Sign-ins by which no token can be had again.</summary>
    private const string GivenToken = "AccessToken";

    private readonly GraphTransport _transport = new(Guard.NotNull(connection));

    /// <summary>Reads the deployment.</summary>
    /// <param name="scope">What of it.</param>
    /// <param name="archive">The archive to compare with; null for none.</param>
    /// <param name="progress">Told how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="GraphRequestException">The session is over.</exception>
    public async Task<DeploymentData> CollectAsync(DeploymentScope scope, CertificateArchive? archive,
        IProgress<DeploymentProgress>? progress, CancellationToken cancellationToken)
    {
        var batches = new BatchedReader(_transport);
        var users = new UserReading(
            new UserPfxClient(connection), batches, archive, Guard.NotNull(scope), progress);

        // One that fails ends the others: nothing goes on unobserved.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var people = WatchAsync(users.ReadAsync(stop.Token), stop);
        var connectors = WatchAsync(ConnectorsAsync(stop.Token), stop);
        var profiles = WatchAsync(ProfilesAsync(batches, scope, stop.Token), stop);
        await Task.WhenAll(people, connectors, profiles).ConfigureAwait(false);
        var (records, found) = await people.ConfigureAwait(false);
        var (certificates, devices, apps, groups) = await profiles.ConfigureAwait(false);
        return new DeploymentData
        {
            Time = _transport.Policy.Clock.GetUtcNow(),
            Scope = scope,
            SignIn = new DeploymentSignIn
            {
                Account = connection.Account ?? connection.ClientId,
                TenantId = connection.TenantId,
                TokenExpiresOn = connection.AuthType == GivenToken ? connection.TokenExpiresOn : null,
            },
            Connectors = await connectors.ConfigureAwait(false),
            Profiles = certificates,
            DeviceApps = devices,
            ManagedApps = apps,
            Groups = groups,
            Records = records,
            Users = found,
            DirectoryError = users.DirectoryError,
            UserErrors = users.Errors,
            Archive = archive,
        };
    }

    private static async Task<T> WatchAsync<T>(Task<T> work, CancellationTokenSource stop)
    {
        var isDone = false;
        try
        {
            var result = await work.ConfigureAwait(false);
            isDone = true;
            return result;
        }
        finally
        {
            if (!isDone)
            {
                stop.Cancel();
            }
        }
    }

    private async Task<Collected<ConnectorReport>> ConnectorsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Collected<ConnectorReport>.Of(
                await new IntuneClient(connection).GetConnectorsAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (GraphRequestException e) when (!e.IsSessionError)
        {
            return Collected<ConnectorReport>.Failed(e);
        }
    }

    private async Task<ReadProfiles> ProfilesAsync(
        BatchedReader batches, DeploymentScope scope, CancellationToken cancellationToken)
    {
        var reading = new ProfileReading(_transport, batches, scope);
        var found = await Task.WhenAll(
            reading.CertificatesAsync(cancellationToken),
            reading.OutlookAsync(SmimeProfileKind.OutlookDevices, cancellationToken),
            reading.OutlookAsync(SmimeProfileKind.OutlookApps, cancellationToken)).ConfigureAwait(false);
        var assignments = found.SelectMany(list => list.ValueOrDefault ?? [])
            .SelectMany(profile => profile.Assignments.ValueOrDefault ?? []).ToList();
        var reader = new GroupReading(_transport, batches);
        var groups = reader.GroupsAsync(assignments, cancellationToken);
        var filters = reader.FiltersAsync(assignments, cancellationToken);
        await Task.WhenAll(groups, filters).ConfigureAwait(false);
        var names = new AssignmentNames(await groups.ConfigureAwait(false), (await filters.ConfigureAwait(false)).ValueOrDefault);
        return new ReadProfiles(names.In(found[0]), names.In(found[1]), names.In(found[2]), await groups.ConfigureAwait(false));
    }

    private sealed record ReadProfiles(
        Collected<IReadOnlyList<DeployedProfile>> Certificates, Collected<IReadOnlyList<DeployedProfile>> DeviceApps,
        Collected<IReadOnlyList<DeployedProfile>> ManagedApps,
        IReadOnlyDictionary<string, Collected<DeployedGroup>> Groups);

    /// <summary>Puts the names of groups and filters into assignments.</summary>
    private sealed class AssignmentNames(
        IReadOnlyDictionary<string, Collected<DeployedGroup>> groups, IReadOnlyDictionary<string, string>? filters)
    {
        public Collected<IReadOnlyList<DeployedProfile>> In(Collected<IReadOnlyList<DeployedProfile>> profiles) =>
            profiles.IsRead ? Collected<IReadOnlyList<DeployedProfile>>.Of([.. profiles.Value.Select(Named)]) : profiles;

        private DeployedProfile Named(DeployedProfile profile) => !profile.Assignments.IsRead ? profile : new DeployedProfile
        {
            Profile = profile.Profile,
            Kind = profile.Kind,
            Platforms = profile.Platforms,
            Assignments = Collected<IReadOnlyList<ProfileAssignment>>.Of([.. profile.Assignments.Value.Select(Named)]),
            Bindings = profile.Bindings,
            States = profile.States,
            Certificate = profile.Certificate,
        };

        private ProfileAssignment Named(ProfileAssignment assignment) => assignment with
        {
            GroupName = assignment.GroupId is { } group && groups.TryGetValue(group, out var found)
                ? found.ValueOrDefault?.Name : assignment.GroupName,
            FilterName = assignment.FilterId is { } filter && filters is not null && filters.TryGetValue(filter, out var name)
                ? name : assignment.FilterName,
        };
    }
}
