using System;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Graph.Http.Pacing;

/// <summary>Why requests may not be sent yet.</summary>
internal enum PacerReason
{
    /// <summary>The service asked to wait.</summary>
    Asked,

    /// <summary>What the service grants within its window is used up.</summary>
    Paced,

    /// <summary>The command's own ceiling.</summary>
    Ceiling,
}

/// <summary>What keeps requests from being sent.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Delay">When to look again; null for when an answer comes.</param>
/// <param name="Changed">Ends when it may be over sooner.</param>
internal readonly record struct PacerHold(PacerReason Reason, TimeSpan? Delay, Task Changed);
