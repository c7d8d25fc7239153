using System;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph.Applications;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Connection;

/// <summary>An application permission of Microsoft Graph, and whether a managed identity has it.</summary>
public sealed class SmimePermissionGrant : IKnown
{
    internal SmimePermissionGrant(ManagedIdentity identity, PermissionGrant grant, SmimeGrantStatus status)
    {
        Status = status;
        ManagedIdentity = identity.DisplayName.Visible();
        PrincipalId = identity.Id.Visible();
        ClientId = identity.ClientId.Visible();
        ResourceId = identity.ResourceId.Visible();
        Permission = grant.Permission.Value;
        GrantedOn = grant.GrantedOn?.LocalDateTime;
    }

    /// <summary>What the command did, or how it compares with -ValidateOnly.</summary>
    public SmimeGrantStatus Status { get; }

    /// <summary>The name of the identity: that of its resource, or its own.</summary>
    public string ManagedIdentity { get; }

    /// <summary>The permission.</summary>
    public string Permission { get; }

    /// <summary>The object id of the identity.</summary>
    public string PrincipalId { get; }

    /// <summary>The client id of the identity.</summary>
    public string? ClientId { get; }

    /// <summary>The resource in Azure that the identity belongs to; null when the directory does not say.</summary>
    public string? ResourceId { get; }

    /// <summary>Since when the identity has it, in local time; null when it has it not, or the service does not say.</summary>
    public DateTime? GrantedOn { get; }

    /// <inheritdoc/>
    public override string ToString() => ViewText.Text($"{ManagedIdentity}: {Permission}");

    void IKnown.Remember(KnownNames names) => names.Add(
        KnownNameKind.ManagedIdentity, PrincipalId, $"Managed identity {ManagedIdentity} {PrincipalId}", ManagedIdentity);
}
