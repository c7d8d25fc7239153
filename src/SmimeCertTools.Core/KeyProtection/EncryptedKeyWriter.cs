using System.Formats.Asn1;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>
/// Writes EncryptedPrivateKeyInfo (RFC 5958 section 3) under PBES2 (RFC 8018 section 6.2): AES-256-CBC with a key from
/// PBKDF2-HMAC-SHA-256.
/// </summary>
internal static class EncryptedKeyWriter
{
    /// <summary>
    /// Iterations for PBKDF2-HMAC-SHA-256 as the OWASP Password Storage Cheat Sheet has them (2023):
    /// https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
    /// </summary>
    public const int Iterations = 600_000;


    /// <summary>Encrypts <paramref name="info"/> and returns DER.</summary>
    public static byte[] Write(SecretBytes info, SecretText password)
    {
        var options = new PfxWriteOptions { Encryption = SmimePfxEncryption.Aes256Sha256, Iterations = Iterations };
        using var protector = new PfxProtector(password, options);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        protector.WriteKey(writer, info);
        return writer.Encode();
    }
}
