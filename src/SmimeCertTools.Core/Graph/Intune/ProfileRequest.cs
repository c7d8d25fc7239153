using System.Collections.Generic;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>A profile that is wanted.</summary>
public sealed class ProfileRequest
{
    /// <summary>What the profile does.</summary>
    public required ProfileSettings Settings { get; init; }

    /// <summary>The platform.</summary>
    public required SmimePlatform Platform { get; init; }

    /// <summary>The name. Together with the type it tells whether the profile exists; case does not count.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The description; null leaves one that exists, an empty text removes it.</summary>
    public string? Description { get; init; }

    /// <summary>The ids of the scope tags; null leaves those that exist, and a new profile gets the default one.</summary>
    public IReadOnlyList<string>? ScopeTagIds { get; init; }

    /// <summary>Whom it is assigned to; null for nobody. A profile that exists keeps its other assignments.</summary>
    public ResolvedAssignments? Assignments { get; init; }

    /// <summary>What to do when it exists.</summary>
    public SmimeIfExists IfExists { get; init; }
}
