namespace SmimeCertTools.Types;

/// <summary>The RSA padding of a record's password. Names and numbers are those of Graph's userPfxPaddingScheme.</summary>
public enum UserPfxPaddingScheme
{
    /// <summary>The provider's default; found in records only.</summary>
    None = 0,

    /// <summary>PKCS#1 v1.5; found in old records only.</summary>
    Pkcs1 = 1,

    /// <summary>OAEP with SHA-1; found in old records only.</summary>
    OaepSha1 = 2,

    /// <summary>OAEP with SHA-256.</summary>
    OaepSha256 = 3,

    /// <summary>OAEP with SHA-384.</summary>
    OaepSha384 = 4,

    /// <summary>OAEP with SHA-512, the default.</summary>
    OaepSha512 = 5,
}
