namespace SmimeCertTools.Core.KeyProtection;

/// <summary>
/// The RSA padding a record's password is encrypted with. Names and numbers are those of Graph's userPfxPaddingScheme.
/// </summary>
public enum UserPfxPaddingScheme
{
    /// <summary>The provider's default; read from records, never written.</summary>
    None = 0,

    /// <summary>PKCS#1 v1.5; no longer supported by Intune, read from old records only.</summary>
    Pkcs1 = 1,

    /// <summary>OAEP with SHA-1; no longer supported by Intune, read from old records only.</summary>
    OaepSha1 = 2,

    /// <summary>OAEP with SHA-256.</summary>
    OaepSha256 = 3,

    /// <summary>OAEP with SHA-384.</summary>
    OaepSha384 = 4,

    /// <summary>OAEP with SHA-512, the default.</summary>
    OaepSha512 = 5,
}
