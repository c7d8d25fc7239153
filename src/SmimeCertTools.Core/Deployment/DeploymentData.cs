using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Deployment;

/// <summary>All that is known of a deployment at one time, each collection read once. Immutable.</summary>
public sealed class DeploymentData
{
    /// <summary>When it was read, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What was asked for.</summary>
    public required DeploymentScope Scope { get; init; }

    /// <summary>Who is signed in.</summary>
    public required DeploymentSignIn SignIn { get; init; }

    /// <summary>The certificate connectors.</summary>
    public required Collected<ConnectorReport> Connectors { get; init; }

    /// <summary>
    /// The certificate and e-mail profiles, those of other kinds not among them; of the platforms asked for.
    /// </summary>
    public required Collected<IReadOnlyList<DeployedProfile>> Profiles { get; init; }

    /// <summary>The configurations of Outlook for S/MIME on managed devices.</summary>
    public required Collected<IReadOnlyList<DeployedProfile>> DeviceApps { get; init; }

    /// <summary>The configurations of Outlook for S/MIME as a managed app.</summary>
    public required Collected<IReadOnlyList<DeployedProfile>> ManagedApps { get; init; }

    /// <summary>The groups that any of the profiles is assigned to, by object id.</summary>
    public required IReadOnlyDictionary<string, Collected<DeployedGroup>> Groups { get; init; }

    /// <summary>The records: of all users, or of those asked for.</summary>
    public required Collected<IReadOnlyList<UserPfxRecord>> Records { get; init; }

    /// <summary>The users: those asked for who exist, or all who have records; by name.</summary>
    public required Collected<IReadOnlyList<DeployedUser>> Users { get; init; }

    /// <summary>
    /// Why the directory could not be asked for the users; their histories then go by the names in the records. Null when it was.
    /// </summary>
    public GraphRequestException? DirectoryError { get; init; }

    /// <summary>Users that were asked for and could not be read, with the reason.</summary>
    public IReadOnlyList<(string User, GraphRequestException Error)> UserErrors { get; init; } = [];

    /// <summary>The archive; null when there is none to compare with.</summary>
    public CertificateArchive? Archive { get; init; }
}

/// <summary>Who is signed in, and what with.</summary>
public sealed class DeploymentSignIn
{
    /// <summary>The account, or the application's client id; null when the token says neither.</summary>
    public string? Account { get; init; }

    /// <summary>The tenant; null when it is not known.</summary>
    public string? TenantId { get; init; }

    /// <summary>When the token expires; null when it does not say or is renewed.</summary>
    public DateTimeOffset? TokenExpiresOn { get; init; }
}

/// <summary>A profile with whom it reaches and what became of it.</summary>
public sealed class DeployedProfile
{
    /// <summary>The profile as the service has it.</summary>
    public required IntuneProfile Profile { get; init; }

    /// <summary>The kind; null for SCEP profiles, and for the deprecated type of imported certificates.</summary>
    public SmimeProfileKind? Kind { get; init; }

    /// <summary>The platforms it is for.</summary>
    public IReadOnlyList<SmimePlatform> Platforms { get; init; } = [];

    /// <summary>Its assignments, with the names of groups and filters where they are known.</summary>
    public required Collected<IReadOnlyList<ProfileAssignment>> Assignments { get; init; }

    /// <summary>The certificate profiles that it is bound to; empty for kinds without.</summary>
    public required Collected<IReadOnlyList<ProfileBinding>> Bindings { get; init; }

    /// <summary>What devices report of its certificates; empty for kinds that deliver none.</summary>
    public required Collected<IReadOnlyList<DeviceCertificateState>> States { get; init; }

    /// <summary>The certificate of a trusted-root profile; null for other kinds, and where it cannot be read.</summary>
    public TrustedCertificate? Certificate { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Profile.DisplayName;
}

/// <summary>A group that a profile is assigned to.</summary>
public sealed class DeployedGroup
{
    /// <summary>The object id.</summary>
    public required string Id { get; init; }

    /// <summary>The name; null when the group is gone.</summary>
    public string? Name { get; init; }

    /// <summary>The names of the users in it and in the groups in it.</summary>
    public required IReadOnlyCollection<string> Users { get; init; }

    /// <summary>Whether devices are in it: whose they are, groups do not say.</summary>
    public bool HasDevices { get; init; }

    /// <summary>Whether the directory has no such group any more.</summary>
    public bool IsGone => Name is null;
}

/// <summary>A user with the history of the user's certificates.</summary>
public sealed class DeployedUser
{
    /// <summary>The user principal name.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>The certificates in time order, and what stands out.</summary>
    public required CertificateHistory History { get; init; }
}
