namespace SmimeCertTools.Core.Profiles;

/// <summary>How a mail client signs in. Names are those of Graph's easAuthenticationMethod.</summary>
public enum SmimeEmailAuthentication
{
    /// <summary>With user name and password, or by OAuth.</summary>
    UsernameAndPassword,

    /// <summary>With a certificate.</summary>
    Certificate,
}

/// <summary>Where a mail client takes the user name from. Names are those of Graph's usernameSource.</summary>
public enum SmimeEmailUserNameSource
{
    /// <summary>The user principal name.</summary>
    UserPrincipalName,

    /// <summary>The primary e-mail address.</summary>
    PrimarySmtpAddress,

    /// <summary>The SAM account name of Active Directory.</summary>
    SamAccountName,
}

/// <summary>Where a mail client takes the e-mail address from. Names are those of Graph's userEmailSource.</summary>
public enum SmimeEmailAddressSource
{
    /// <summary>The user principal name.</summary>
    UserPrincipalName,

    /// <summary>The primary e-mail address.</summary>
    PrimarySmtpAddress,
}

/// <summary>The mail that is kept on the device. Names are those of Graph's emailSyncDuration.</summary>
public enum SmimeEmailSyncDuration
{
    /// <summary>As the user chooses.</summary>
    UserDefined,

    /// <summary>One day.</summary>
    OneDay,

    /// <summary>Three days.</summary>
    ThreeDays,

    /// <summary>One week.</summary>
    OneWeek,

    /// <summary>Two weeks.</summary>
    TwoWeeks,

    /// <summary>One month.</summary>
    OneMonth,

    /// <summary>All.</summary>
    Unlimited,
}
