using System;
using System.Formats.Asn1;
using System.Security.Cryptography;
using SmimeCertTools.Core.Pfx.Algorithms;
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

    private const int SaltLength = 16; // NIST SP 800-132 section 5.1 asks for 128 bits.
    private const int BlockLength = 16;
    private const int KeyLength = 32;

    /// <summary>Encrypts <paramref name="info"/> and returns DER.</summary>
    public static byte[] Write(SecretBytes info, SecretText password)
    {
        var salt = new byte[SaltLength];
        var initialValue = new byte[BlockLength];
        using (var random = RandomNumberGenerator.Create())
        {
            random.GetBytes(salt);
            random.GetBytes(initialValue);
        }

        var encrypted = Encrypt(info, password, salt, initialValue);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteAlgorithm(writer, salt, initialValue);
            writer.WriteOctetString(encrypted);
        }

        return writer.Encode();
    }

    private static byte[] Encrypt(SecretBytes info, SecretText password, byte[] salt, byte[] initialValue)
    {
        using var forms = new PasswordForms(password);
        var key = DigestKind.Sha256.Pbkdf2(forms.Primary[0].Pkcs5, salt, Iterations, KeyLength);
        try
        {
            using var aes = Aes.Create();
            aes.Key = key;
            aes.IV = initialValue;
            aes.Mode = CipherMode.CBC;
            aes.Padding = PaddingMode.PKCS7;
            using var encryptor = aes.CreateEncryptor();
            return encryptor.TransformFinalBlock(info.DangerousGetArray(), 0, info.Length);
        }
        finally
        {
            SecretBytes.Zero(key);
        }
    }

    private static void WriteAlgorithm(AsnWriter writer, byte[] salt, byte[] initialValue)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.5.13"); // id-PBES2
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("1.2.840.113549.1.5.12"); // id-PBKDF2
                    using (writer.PushSequence())
                    {
                        writer.WriteOctetString(salt);
                        writer.WriteInteger(Iterations);
                        using (writer.PushSequence())
                        {
                            writer.WriteObjectIdentifier("1.2.840.113549.2.9"); // id-hmacWithSHA256
                            writer.WriteNull();
                        }
                    }
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("2.16.840.1.101.3.4.1.42"); // aes256-CBC-PAD
                    writer.WriteOctetString(initialValue);
                }
            }
        }
    }
}
