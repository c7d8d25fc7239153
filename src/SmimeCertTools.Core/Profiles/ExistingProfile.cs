using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Profiles;

/// <summary>A profile as the service has it.</summary>
internal sealed class ExistingProfile
{
    /// <summary>What a GET returned.</summary>
    public required JsonObject Json { get; init; }

    /// <summary>
    /// The ids its navigations lead to, by name; a navigation that leads nowhere is absent. Null where nobody asked: navigations
    /// are not compared then.
    /// </summary>
    public IReadOnlyDictionary<string, Guid>? References { get; init; }

    /// <summary>The navigation apps of a targetedManagedAppConfiguration; null where nobody asked, and for other types.</summary>
    public JsonArray? Apps { get; init; }
}
