using SmimeCertTools.Core.Graph;

namespace SmimeCertTools.Permissions;

/// <summary>A permission that a cmdlet needs.</summary>
internal sealed class CmdletPermission(GraphPermission permission, string? when = null)
{
    /// <summary>The permission.</summary>
    public GraphPermission Permission => permission;

    /// <summary>What it is needed for, such as "with groups"; null where nothing goes without it.</summary>
    public string? When => when;
}
