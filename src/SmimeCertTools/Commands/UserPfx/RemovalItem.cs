namespace SmimeCertTools.Commands;

/// <summary>What one input object asks to be removed. It outlives the block that PowerShell bound its values in.</summary>
internal sealed class RemovalItem(string userPrincipalName, string? serialNumber, string? issuer)
{
    /// <summary>The user.</summary>
    public string UserPrincipalName { get; } = userPrincipalName;

    /// <summary>The certificate's serial number, where the input has it.</summary>
    public string? SerialNumber { get; } = serialNumber;

    /// <summary>The certificate's issuer, where the input has it.</summary>
    public string? Issuer { get; } = issuer;

    /// <summary>The item in errors.</summary>
    public string Target(string? thumbprint) => thumbprint is null ? UserPrincipalName : $"{UserPrincipalName}: {thumbprint}";
}
