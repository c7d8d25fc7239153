using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Odata;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>A profile, app configuration, filter, app, tag or connector as the service keeps it. It never changes.</summary>
public sealed record IntuneEntity
{
    internal IntuneEntity(string id, StructuredType type, JsonObject values)
    {
        Id = id;
        Type = type;
        Values = values;
    }

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>The name of its type without namespace, such as iosImportedPFXCertificateProfile.</summary>
    public string TypeName => Type.Name;

    /// <summary>The display name; empty for none.</summary>
    public string DisplayName => Text("displayName") ?? "";

    /// <summary>A copy of its members, without @odata.type and id.</summary>
    public JsonObject Properties => Values.DeepClone().AsObject();

    /// <summary>The ids that its navigations lead to, by navigation.</summary>
    public IReadOnlyDictionary<string, string> Bindings { get; init; } = new Dictionary<string, string>();

    /// <summary>To whom and to what it is assigned.</summary>
    public IReadOnlyList<IntuneAssignment> Assignments { get; init; } = [];

    /// <summary>The apps that a managed app configuration is for: bundle ids and package names.</summary>
    public IReadOnlyList<string> AppIdentifiers => [.. Apps.Select(app => (app["mobileAppIdentifier"]?["bundleId"]
        ?? app["mobileAppIdentifier"]?["packageId"])?.ToString() ?? "")];

    internal StructuredType Type { get; }

    internal JsonObject Values { get; init; }

    internal IReadOnlyList<JsonObject> Apps { get; init; } = [];

    /// <summary>
    /// The @odata.type of an object that was put in as another tenant answered it, and that is answered so again: with the
    /// members it has, unknown ones too, and without those it has not. Null for others.
    /// </summary>
    internal string? FoundType { get; init; }

    internal bool IsAsFound { get; init; }

    /// <summary>Its place in the order of creation, which lists are in.</summary>
    internal long Sequence { get; init; }

    internal string? Text(string member) => (string?)Values[member];
}

/// <summary>One target of an assignment.</summary>
public sealed record IntuneAssignment
{
    /// <summary>Whom it is about.</summary>
    public required AssignmentTarget Target { get; init; }

    /// <summary>The group; null unless the target is a group.</summary>
    public Guid? GroupId { get; init; }

    /// <summary>The filter of devices; null for none.</summary>
    public string? FilterId { get; init; }

    /// <summary>Whether devices that match the filter are left out, rather than the only ones.</summary>
    public bool FilterExcludes { get; init; }
}

/// <summary>Whom an assignment is about.</summary>
public enum AssignmentTarget
{
    /// <summary>The members of a group.</summary>
    Group,

    /// <summary>The members of a group, who do not get it.</summary>
    ExcludedGroup,

    /// <summary>All devices.</summary>
    AllDevices,

    /// <summary>All licensed users.</summary>
    AllUsers,
}
