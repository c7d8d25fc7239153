namespace SmimeCertTools.Core.Pfx.Writing;

/// <summary>How a written PFX is protected: certificates, private keys and integrity alike.</summary>
public enum SmimePfxEncryption
{
    /// <summary>
    /// PBES1 with three-key Triple DES and SHA-1, integrity HMAC-SHA-1 (RFC 7292 appendices B and C): what every device opens.
    /// </summary>
    TripleDesSha1,

    /// <summary>
    /// PBES2 with AES-256-CBC and PBKDF2-HMAC-SHA-256 (RFC 8018), integrity HMAC-SHA-256 with the derivation of RFC 7292 appendix
    /// B: what OpenSSL 3 and current Windows write.
    /// </summary>
    Aes256Sha256,
}
