using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>A profile that exists.</summary>
public sealed class IntuneProfile
{
    private IntuneProfile(JsonObject json, SmimeProfileKind kind, JsonArray? apps)
    {
        Json = json;
        Kind = kind;
        Apps = apps;
        Id = json.Text("id") ?? string.Empty;
        DisplayName = json.Text("displayName") ?? string.Empty;
        ODataType = ProfileTypes.WithoutPrefix(json.Text("@odata.type") ?? string.Empty);
        Platforms = ProfileTypes.PlatformsOf(json, apps);
    }

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>The name. Names are not unique.</summary>
    public string DisplayName { get; }

    /// <summary>The description; null for none.</summary>
    public string? Description => Json.Text("description") is { Length: > 0 } text ? text : null;

    /// <summary>The kind.</summary>
    public SmimeProfileKind Kind { get; }

    /// <summary>The platforms it is for; several for some app configurations, none where that cannot be told.</summary>
    public IReadOnlyList<SmimePlatform> Platforms { get; }

    /// <summary>The type without namespace.</summary>
    public string ODataType { get; }

    /// <summary>The purpose of a profile of imported certificates; null for other kinds.</summary>
    public UserPfxPurpose? IntendedPurpose =>
        Kind == SmimeProfileKind.ImportedPfx && Json.Text("intendedPurpose") is { } text
            && Enum.TryParse<UserPfxPurpose>(text, ignoreCase: true, out var purpose)
            ? purpose
            : null;

    /// <summary>The ids of its scope tags.</summary>
    public IReadOnlyList<string> ScopeTagIds => Json.Texts("roleScopeTagIds");

    /// <summary>When it was created; null when the service does not say.</summary>
    public DateTimeOffset? CreatedDateTime => Json.Date("createdDateTime");

    /// <summary>When it was last changed; null when the service does not say.</summary>
    public DateTimeOffset? LastModifiedDateTime => Json.Date("lastModifiedDateTime");

    /// <summary>The service's version of it: a number that grows, or an opaque text; null when it does not say.</summary>
    public string? Version => Json.Scalar("version");

    /// <summary>What others need to be bound to it; null where nothing can be bound to its kind.</summary>
    public ReferencedProfile? ToReference() => Guid.TryParse(Id, out var id)
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

    /// <summary>The apps of a managed-app configuration; null for other kinds.</summary>
    internal JsonArray? Apps { get; }

    /// <summary>The address relative to the service's version.</summary>
    internal string Path => $"{Collection}/{Uri.EscapeDataString(Id)}";

    /// <summary>The collection's address.</summary>
    internal string Collection => ProfileTypes.CollectionOf(Kind);

    /// <summary>A profile of one of the kinds; null for other things of the same collections.</summary>
    /// <param name="json">What a GET returned, with its type.</param>
    /// <param name="apps">The apps of a managed-app configuration.</param>
    internal static IntuneProfile? Read(JsonObject json, JsonArray? apps = null) =>
        json.Text("id") is { Length: > 0 } && json.Text("@odata.type") is { } type
            && ProfileTypes.Of(type).FirstOrDefault() is { } known
            ? new IntuneProfile(json, known.Kind, apps)
            : null;
}
