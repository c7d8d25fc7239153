using System;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// What management does when an Android app asks for a permission. Names are those of Graph's androidPermissionActionType.
/// </summary>
public enum AppPermissionAction
{
    /// <summary>Asks the user.</summary>
    Prompt,

    /// <summary>Grants it.</summary>
    AutoGrant,

    /// <summary>Denies it.</summary>
    AutoDeny,
}

/// <summary>A permission of an Android app and what management does about it.</summary>
public sealed class AppPermission
{
    /// <summary>The permission, such as android.permission.READ_CONTACTS.</summary>
    public required string Permission { get; init; }

    /// <summary>The action.</summary>
    public required AppPermissionAction Action { get; init; }

    internal JsonObject Write() => AppAccess.IsDottedName(Permission ?? string.Empty)
        ? new JsonObject { ["permission"] = Permission, ["action"] = ProfileOptions.Wire(Action, nameof(AppPermission)) }
        : throw ProfileErrors.Invalid(nameof(AppPermission),
            $"'{Permission}' is no Android permission. Write it in full, such as android.permission.READ_CONTACTS.");
}
