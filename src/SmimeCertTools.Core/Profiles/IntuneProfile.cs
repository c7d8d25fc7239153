using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Profiles;

/// <summary>A profile as the service has it.</summary>
public sealed record IntuneProfile
{
    internal IntuneProfile(JsonObject json) => Json = json;

    /// <summary>The id.</summary>
    public string Id => Json.Text("id") ?? string.Empty;

    /// <summary>The name. Names are not unique.</summary>
    public string DisplayName => Json.Text("displayName") ?? string.Empty;

    /// <summary>The description; null for none.</summary>
    public string? Description => Json.Text("description") is { Length: > 0 } text ? text : null;

    /// <summary>The kind; null for other things of the same collections.</summary>
    internal SmimeProfileKind? KnownKind => ProfileTypes.Of(ODataType).FirstOrDefault()?.Kind;

    /// <summary>The kind.</summary>
    public SmimeProfileKind Kind => KnownKind ?? throw new InvalidOperationException($"{ODataType} is no type of profile.");

    /// <summary>The platforms it is for; several for some app configurations, none where that cannot be told.</summary>
    public IReadOnlyList<SmimePlatform> Platforms => ProfileTypes.PlatformsOf(Json, Apps);

    /// <summary>The type without namespace.</summary>
    public string ODataType => ProfileTypes.WithoutPrefix(Json.Text("@odata.type") ?? string.Empty);

    /// <summary>The purpose of a profile of imported certificates; null for other kinds.</summary>
    public UserPfxPurpose? IntendedPurpose =>
        KnownKind == SmimeProfileKind.ImportedPfx ? Json.Value<UserPfxPurpose>("intendedPurpose") : null;

    /// <summary>The ids of its scope tags.</summary>
    public IReadOnlyList<string> ScopeTagIds => Json.Texts("roleScopeTagIds");

    /// <summary>When it was created; null when the service does not say.</summary>
    public DateTimeOffset? CreatedDateTime => Json.Date("createdDateTime");

    /// <summary>When it was last changed; null when the service does not say.</summary>
    public DateTimeOffset? LastModifiedDateTime => Json.Date("lastModifiedDateTime");

    /// <summary>The service's version of it: a number that grows, or an opaque text; null when it does not say.</summary>
    public string? Version => Json.Scalar("version");

    /// <summary>What others need to be bound to it; null where nothing can be bound to its kind.</summary>
    public ReferencedProfile? ToReference() => Guid.TryParse(Id, out var id) && ODataType.Length > 0
        ? new ReferencedProfile
        {
            Id = id,
            DisplayName = DisplayName,
            ODataType = ODataType,
            IntendedPurpose = IntendedPurpose,
        }
        : null;

    /// <inheritdoc/>
    public override string ToString() => $"{DisplayName} ({ODataType}, {Id})";

    /// <summary>What a GET returned.</summary>
    internal JsonObject Json { get; }

    /// <summary>
    /// The ids its navigations lead to, by name; a navigation that leads nowhere is absent. Null where nobody asked: navigations
    /// are not compared then.
    /// </summary>
    internal IReadOnlyDictionary<string, Guid>? References { get; init; }

    /// <summary>The apps of a managed-app configuration; null where nobody asked, and for other kinds.</summary>
    internal JsonArray? Apps { get; init; }

    /// <summary>The address relative to the service's version.</summary>
    internal string Path => $"{Collection}/{Uri.EscapeDataString(Id)}";

    /// <summary>The collection's address.</summary>
    internal string Collection { get => field ?? ProfileTypes.CollectionOf(Kind); init; }

    /// <summary>The address of a navigation, by the profile's type.</summary>
    internal string NavigationPath(string navigation) => $"{Path}/microsoft.graph.{ODataType}/{navigation}";

    /// <summary>A profile of one of the kinds; null for other things of the same collections.</summary>
    /// <param name="json">What a GET returned, with its type.</param>
    internal static IntuneProfile? Read(JsonObject json) =>
        json.Text("id") is { Length: > 0 } && new IntuneProfile(json) is { KnownKind: not null } profile ? profile : null;
}
