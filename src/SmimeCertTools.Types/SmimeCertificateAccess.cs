namespace SmimeCertTools.Types;

/// <summary>How apps of an Android device owner get at a certificate.</summary>
public enum SmimeCertificateAccess
{
    /// <summary>The user approves each app.</summary>
    UserApproval,

    /// <summary>The apps named use it without a question.</summary>
    SpecificApps,
}
