namespace SmimeCertTools.Types;

/// <summary>Where a mail client takes the user name from.</summary>
public enum SmimeEmailUserNameSource
{
    /// <summary>The user principal name.</summary>
    UserPrincipalName,

    /// <summary>The primary e-mail address.</summary>
    PrimarySmtpAddress,

    /// <summary>The SAM account name of Active Directory.</summary>
    SamAccountName,
}
