namespace SmimeCertTools.Types;

/// <summary>What an application or a managed identity is to be allowed in Microsoft Graph.</summary>
public enum SmimePermissionSet
{
    /// <summary>What the cmdlets need that look and change nothing.</summary>
    ReadOnly,

    /// <summary>What all cmdlets need but those that register applications and grant permissions.</summary>
    ReadWrite,
}
