namespace SmimeCertTools.Types;

/// <summary>Where a mail client takes the e-mail address from.</summary>
public enum SmimeEmailAddressSource
{
    /// <summary>The user principal name.</summary>
    UserPrincipalName,

    /// <summary>The primary e-mail address.</summary>
    PrimarySmtpAddress,
}
