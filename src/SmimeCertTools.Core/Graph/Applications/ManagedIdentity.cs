using System;
using Microsoft.Graph.Models;

namespace SmimeCertTools.Core.Graph.Applications;

/// <summary>A managed identity of the tenant: a service principal that belongs to a resource of Azure.</summary>
public sealed class ManagedIdentity
{
    internal const string PrincipalType = "ManagedIdentity";

    internal ManagedIdentity(ServicePrincipal principal) => Principal = principal;

    /// <summary>The name: that of the resource, or the identity's own.</summary>
    public string DisplayName => Principal.DisplayName ?? Id;

    /// <summary>The object id.</summary>
    public string Id => Principal.Id!;

    /// <summary>The client id.</summary>
    public string? ClientId => Principal.AppId;

    /// <summary>The resource in Azure that it belongs to, as /subscriptions/…; null when the directory does not say.</summary>
    public string? ResourceId =>
        Principal.AlternativeNames?.Find(name => name.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase));

    internal ServicePrincipal Principal { get; }

    /// <summary>Its ids and resource, which tell identities of one name apart.</summary>
    internal string Shown =>
        $"object id {Id}, client id {ClientId}{(ResourceId is { } resource ? $", {resource}" : string.Empty)}";
}
