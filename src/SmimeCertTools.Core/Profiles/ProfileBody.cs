using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// A profile as it is wanted, of one platform and kind: what its type asks for, without name, description and scope tags, which all
/// kinds share. The builders make it, <c>ProfilePublisher</c> compares it with what exists and sends it.
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

    /// <summary>The profiles it is bound to.</summary>
    public IReadOnlyList<ProfileReference> References { get; init; } = [];
}
