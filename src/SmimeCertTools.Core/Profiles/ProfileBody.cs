using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// A profile as it is wanted, of one platform and kind: what its type asks for, without name, description and scope tags, which
/// all kinds share. <see cref="ProfileSettings.Build"/> makes it, <c>ProfilePublisher</c> compares it with what exists and sends
/// it.
/// </summary>
internal sealed class ProfileBody
{
    /// <summary>The platform.</summary>
    public required ProfilePlatform Platform { get; init; }

    /// <summary>The kind.</summary>
    public required ProfileKind Kind { get; init; }

    /// <summary>The type without namespace, such as iosImportedPFXCertificateProfile. Sent as #microsoft.graph.….</summary>
    public required string ODataType { get; init; }

    /// <summary>The members of the type, by wire name, with every member that is not nullable.</summary>
    public required JsonObject Members { get; init; }

    /// <summary>The wire names of members that the service does not let change after creation.</summary>
    public IReadOnlyList<string> FixedMembers { get; init; } = [];

    /// <summary>
    /// The wire names of members that are sent because the schema does not allow null, or for the eye only, and mean nothing for
    /// this kind: a difference in them is none.
    /// </summary>
    public IReadOnlyList<string> IdleMembers { get; init; } = [];

    /// <summary>The profiles it is bound to.</summary>
    public IReadOnlyList<ProfileReference> References { get; init; } = [];

    /// <summary>
    /// The navigations that must lead nowhere: a profile that exists and is bound there differs.
    /// </summary>
    public IReadOnlyList<string> UnboundNavigations { get; init; } = [];

    /// <summary>
    /// The apps of a targetedManagedAppConfiguration, each a managedMobileApp: set by the action targetApps after creation; empty
    /// for other types.
    /// </summary>
    public IReadOnlyList<JsonObject> TargetApps { get; init; } = [];

    /// <summary>What is allowed and probably not meant, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
