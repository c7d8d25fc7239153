using System;

namespace SmimeCertTools.Core.Graph.Applications;

/// <summary>An application permission of Microsoft Graph and whether an identity has it.</summary>
public sealed class PermissionGrant
{
    internal PermissionGrant(GraphPermission permission, Guid roleId) => (Permission, RoleId) = (permission, roleId);

    /// <summary>The permission.</summary>
    public GraphPermission Permission { get; }

    /// <summary>The id of its app role in this tenant.</summary>
    public Guid RoleId { get; }

    /// <summary>Since when the identity has it; null when the service does not say, or it has it not.</summary>
    public DateTimeOffset? GrantedOn { get; internal init; }

    /// <summary>Whether the identity has it.</summary>
    public required bool IsGranted { get; init; }
}
