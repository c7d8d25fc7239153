using SmimeCertTools.Core.Records;
using SmimeCertTools.Records;

namespace SmimeCertTools.UserPfx;

/// <summary>What one input object asks to be removed. It outlives the block that PowerShell bound its values in.</summary>
internal sealed class RemovalItem(string userPrincipalName, string? serialNumber, string? issuer)
{
    /// <summary>The user.</summary>
    public string UserPrincipalName { get; } = userPrincipalName;

    /// <summary>The certificate's serial number, where the input has it.</summary>
    public string? SerialNumber { get; } = serialNumber;

    /// <summary>The certificate's issuer, where the input has it.</summary>
    public string? Issuer { get; } = issuer;

    /// <summary>Reads an object that stands for a certificate.</summary>
    /// <exception cref="ImportException">It names no user or no certificate
    /// (<see cref="ImportErrorKind.RecordInvalid"/>).</exception>
    public static (RemovalItem Item, string Thumbprint) Read(object? input)
    {
        var user = Text(input, "UserPrincipalName");
        var thumbprint = Text(input, "Thumbprint");
        return user is not null && thumbprint is not null
            ? (new RemovalItem(user, Text(input, "SerialNumber"), Text(input, "Issuer")), thumbprint)
            : throw new ImportException(
                ImportErrorKind.RecordInvalid,
                $"An object of -InputObject{((user ?? thumbprint) is { } known ? $" ({known})" : string.Empty)} has no "
                    + $"{(user is null ? "UserPrincipalName" : "Thumbprint")}; nothing was removed for it. Give what "
                    + "Get-SmimeUserPfx shows, or -UserPrincipalName and -Thumbprint.",
                user ?? thumbprint);
    }

    /// <summary>The item in errors.</summary>
    public string Target(string? thumbprint) => thumbprint is null ? UserPrincipalName : $"{UserPrincipalName}: {thumbprint}";

    private static string? Text(object? input, string name) =>
        input is not null && RecordMembers.Find(input, name) is string text && text.Trim() is { Length: > 0 } trimmed
            ? trimmed
            : null;
}
