using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// A profile as it is wanted, of one platform and kind: what its type asks for, without name, description and scope tags, which
/// all kinds share. <see cref="ProfileSettings.Build"/> makes it, <c>ProfilePublisher</c> compares it with what exists and sends
/// it.
/// </summary>
internal sealed record ProfileBody
{
    /// <summary>The platform.</summary>
    public required SmimePlatform Platform { get; init; }

    /// <summary>All platforms it serves: one, unless it is made for several at once.</summary>
    public IReadOnlyList<SmimePlatform> Platforms { get => field ?? [Platform]; init; }

    /// <summary>The kind.</summary>
    public required SmimeProfileKind Kind { get; init; }

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

    /// <summary>
    /// The wire names of members that nobody asked for: the type must have them, or they are good values to begin with. They are
    /// set at creation, and are no difference of a profile that exists.
    /// </summary>
    public IReadOnlyCollection<string> CreationMembers { get; init; } = [];

    /// <summary>
    /// Members of <see cref="CreationMembers"/> that go with another, by wire name: where that one changes they are compared too.
    /// </summary>
    public IReadOnlyDictionary<string, string> FollowingMembers { get; init; } = new Dictionary<string, string>();

    /// <summary>Values of members that are as good as the one wanted, where a profile that exists has them.</summary>
    public IReadOnlyDictionary<string, string> EquallyGood { get; init; } = new Dictionary<string, string>();

    /// <summary>The profiles it is bound to.</summary>
    public IReadOnlyList<ProfileReference> References { get; init; } = [];

    /// <summary>
    /// The apps that a targetedManagedAppConfiguration must reach, each a managedMobileApp: set by the action targetApps after
    /// creation; empty for other types.
    /// </summary>
    public IReadOnlyList<JsonObject> TargetApps { get; init; } = [];

    /// <summary>What is allowed and probably not meant, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
