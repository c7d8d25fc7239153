namespace SmimeCertTools.Types;

/// <summary>How a mail client signs in.</summary>
public enum SmimeEmailAuthentication
{
    /// <summary>With user name and password, or by OAuth.</summary>
    UsernameAndPassword,

    /// <summary>With a certificate.</summary>
    Certificate,
}
