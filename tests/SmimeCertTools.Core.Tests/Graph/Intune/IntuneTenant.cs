using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Tests.Profiles;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Intune;

namespace SmimeCertTools.Core.Tests.Graph.Intune;

/// <summary>A sandbox and a connection to it whose waits take no time.</summary>
internal sealed class IntuneTenant : IAsyncDisposable
{
    private IntuneTenant(SandboxHost host, GraphConnection connection)
    {
        Host = host;
        Connection = connection;
    }

    public SandboxHost Host { get; }

    public GraphConnection Connection { get; }

    public IntuneClient Intune => Connection.Intune;

    public IReadOnlyList<IntuneEntity> Profiles => Host.State.Profiles.All;

    public static async Task<IntuneTenant> StartAsync(SandboxOptions? options = null, IEnumerable<string>? permissions = null)
    {
        var host = await SandboxHost.StartAsync(options ?? new SandboxOptions());
        return new IntuneTenant(
            host, await GraphTestData.ConnectAsync(host.GraphUri, token: host.IssueToken(permissions)));
    }

    public static ImportedPfxSettings Imported(UserPfxPurpose purpose = UserPfxPurpose.SmimeEncryption) =>
        new() { IntendedPurpose = purpose };

    public static ProfileRequest Request(ProfileSettings settings, string name = "Encryption",
        SmimePlatform platform = SmimePlatform.IOS, SmimeIfExists ifExists = SmimeIfExists.Error,
        string? description = null, ResolvedAssignments? assignments = null, IReadOnlyList<string>? tags = null) => new()
        {
            Settings = settings,
            Platform = platform,
            DisplayName = name,
            Description = description,
            IfExists = ifExists,
            Assignments = assignments,
            ScopeTagIds = tags,
        };

    public static TrustedRootSettings Root(bool intermediate = false) =>
        new() { Certificate = intermediate ? ProfileCases.Intermediate : ProfileCases.Root };

    /// <summary>Plans and executes as one command does.</summary>
    public async Task<PublishedProfile> PublishAsync(ProfileRequest request, CancellationToken cancellationToken = default)
    {
        var publisher = Intune.CreatePublisher();
        return await publisher.ExecuteAsync(await publisher.PlanAsync(request, cancellationToken), cancellationToken);
    }

    public Task<ProfilePlan> PlanAsync(ProfileRequest request) =>
        Intune.CreatePublisher().PlanAsync(request, CancellationToken.None);

    public Task<ResolvedAssignments> ResolveAsync(AssignmentRequest request) =>
        Intune.CreateDirectory().ResolveAsync(request, CancellationToken.None);

    public Task<ResolvedAssignments> ToGroupAsync(string name) =>
        ResolveAsync(new AssignmentRequest { GroupNames = [name] });

    public int Writes() => Host.State.Requests.Entries.Count(entry => entry.Method is not "GET");

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        await Host.DisposeAsync();
    }
}
