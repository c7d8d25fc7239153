using System;
using System.Collections.Generic;

namespace SmimeCertTools.Core.Graph.Applications;

/// <summary>What is to be done to have an application as it is wanted. Nothing has been sent yet.</summary>
public sealed class ApplicationPlan
{
    internal ApplicationPlan(ApplicationRequest request, FoundApplication? existing) => (Request, Existing) = (request, existing);

    /// <summary>What is wanted.</summary>
    public ApplicationRequest Request { get; }

    /// <summary>The application's name, as the tenant spells it where it exists.</summary>
    public string DisplayName => Existing?.DisplayName ?? Request.DisplayName;

    /// <summary>Whether there is no such application yet.</summary>
    public bool IsNew => Existing is null;

    /// <summary>The object id; null for a new one.</summary>
    public string? Id => Existing?.Id;

    /// <summary>The client id; null for a new one.</summary>
    public string? ClientId => Existing?.ClientId;

    /// <summary>The object id of its service principal; null for none.</summary>
    public string? ServicePrincipalId { get; internal init; }

    /// <summary>What is missing, in the order in which it is made; empty when all is as wanted.</summary>
    public required IReadOnlyList<ApplicationDifference> Differences { get; init; }

    /// <summary>Where an administrator consents; null for a new one, which has no client id yet.</summary>
    public Uri? ConsentUri { get; internal init; }

    /// <summary>
    /// The permissions that were asked for and that no administrator has consented to yet; null where that could not be read.
    /// </summary>
    public IReadOnlyList<string>? PendingConsent { get; internal init; }

    /// <summary>Why nobody knows what was consented to, as a sentence; null where it is known.</summary>
    public string? ConsentProblem { get; internal init; }

    internal FoundApplication? Existing { get; }

    internal GraphResource Graph { get; init; } = null!;
}
