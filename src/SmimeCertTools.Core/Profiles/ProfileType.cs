using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Profiles;

/// <summary>The type of Graph that a kind of profile has on a platform.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Kind">The kind.</param>
/// <param name="ODataType">The type without namespace.</param>
/// <param name="FixedMembers">The wire names of members that the service does not let change after creation.</param>
internal sealed record ProfileType(SmimePlatform Platform, SmimeProfileKind Kind, string ODataType, params string[] FixedMembers)
{
    /// <summary>The address of the collection it lies in, relative to the service's version, without a leading slash.</summary>
    public string Collection => ProfileTypes.CollectionOf(Kind);

    /// <summary>Whether it is a type of old that exists in tenants and is not created any more.</summary>
    public bool IsLegacy { get; init; }

    /// <summary>A profile of this type with these members.</summary>
    public ProfileBody Body(JsonObject members) =>
        new() { Platform = Platform, Kind = Kind, ODataType = ODataType, Members = members, FixedMembers = FixedMembers };
}
