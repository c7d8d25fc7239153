using System;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

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
    private static readonly Regex Name = new(
        @"\A[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>The permission, such as android.permission.READ_CONTACTS.</summary>
    public required string Permission { get; init; }

    /// <summary>The action.</summary>
    public required AppPermissionAction Action { get; init; }

    internal JsonObject Write() => Name.IsMatch(Permission ?? string.Empty)
        ? new JsonObject { ["permission"] = Permission, ["action"] = ProfileOptions.Wire(Action, nameof(AppPermission)) }
        : throw ProfileErrors.Invalid(nameof(AppPermission),
            $"'{Permission}' is no Android permission. Write it in full, such as android.permission.READ_CONTACTS.");
}
