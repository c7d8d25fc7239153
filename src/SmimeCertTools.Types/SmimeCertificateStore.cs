namespace SmimeCertTools.Types;

/// <summary>Whose an issued certificate is.</summary>
public enum SmimeCertificateStore
{
    /// <summary>The user's, where mail clients look.</summary>
    User,

    /// <summary>The device's.</summary>
    Machine,
}
