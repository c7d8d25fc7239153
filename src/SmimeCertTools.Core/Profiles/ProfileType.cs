using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Profiles;

/// <summary>The type of Graph that a kind of profile has on a platform.</summary>
internal sealed class ProfileType
{
    /// <summary>The platform.</summary>
    public required SmimePlatform Platform { get; init; }

    /// <summary>The kind.</summary>
    public required SmimeProfileKind Kind { get; init; }

    /// <summary>The type without namespace.</summary>
    public required string ODataType { get; init; }

    /// <summary>The address of the collection it lies in, relative to the service's version, without a leading slash.</summary>
    public string Collection => ProfileTypes.CollectionOf(Kind);

    /// <summary>The wire names of members that the service does not let change after creation.</summary>
    public IReadOnlyList<string> FixedMembers { get; init; } = [];

    /// <summary>Whether it is a type of old that exists in tenants and is not created any more.</summary>
    public bool IsLegacy { get; init; }

    /// <summary>A profile of this type with these members.</summary>
    public ProfileBody Body(JsonObject members) =>
        new() { Platform = Platform, Kind = Kind, ODataType = ODataType, Members = members, FixedMembers = FixedMembers };
}
