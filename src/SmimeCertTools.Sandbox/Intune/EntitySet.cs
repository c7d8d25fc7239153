using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Sandbox.Odata;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>One collection of Intune's entities under /beta, and what it allows.</summary>
/// <param name="Root">deviceManagement or deviceAppManagement.</param>
/// <param name="Name">The collection's segment.</param>
/// <param name="Type">What its entities are.</param>
/// <param name="Store">Where they are.</param>
internal sealed record EntitySet(string Root, string Name, StructuredType Type, IntuneEntityStore Store)
{
    public string Path => $"{Root}/{Name}";

    /// <summary>Whether entities are made and changed by requests.</summary>
    public bool IsWritable { get; init; }

    /// <summary>
    /// What checks a new or changed entity beyond its schema: its type, its members, and where to add problems.
    /// </summary>
    public Action<StructuredType, JsonObject, List<string>>? Check { get; init; }

    /// <summary>The id of a new entity.</summary>
    public Func<string> NewId { get; init; } = () => Guid.NewGuid().ToString();

    /// <summary>What the assign action takes; null where nothing is assigned.</summary>
    public StructuredType? AssignmentType { get; init; }

    /// <summary>Whether the assign action answers with the assignments, rather than with nothing.</summary>
    public bool AnswersAssign { get; init; }

    /// <summary>The targets that assignments may have.</summary>
    public IReadOnlyList<AssignmentTarget> Targets { get; init; } = [];

    public string ReadPermission => Root == "deviceManagement" ? Permission.ConfigurationRead : Permission.AppsRead;

    public string WritePermission => Root == "deviceManagement" ? Permission.ConfigurationReadWrite : Permission.AppsReadWrite;
}
