namespace SmimeCertTools.Types;

/// <summary>How a PFX is protected that this module hands on. See about_SmimePfxProtection.</summary>
public enum SmimePfxEncryption
{
    /// <summary>The very bytes of the file under its own password; for imports only.</summary>
    Unchanged = 0,

    /// <summary>Written anew with three-key Triple DES and SHA-1 (RFC 7292): what every device opens.</summary>
    TripleDesSha1 = 1,

    /// <summary>
    /// Written anew with AES-256 and PBKDF2 with HMAC-SHA-256 (RFC 8018): what OpenSSL 3 and current Windows write.
    /// </summary>
    Aes256Sha256 = 2,
}
