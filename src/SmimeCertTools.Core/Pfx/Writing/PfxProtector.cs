using System;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Threading;
using SmimeCertTools.Core.Pfx.Algorithms;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Pfx.Writing;

/// <summary>
/// Encrypts the parts of one PFX and makes its integrity check, each under a salt of its own. Disposing overwrites the password's
/// bytes; derived keys are overwritten as soon as they were used.
/// </summary>
internal sealed class PfxProtector(SecretText password, PfxWriteOptions options, CancellationToken cancellationToken = default)
    : IDisposable
{
    // Of one length for all derivations, 128 bits: RFC 8018 section 4.1 asks for 64 bits at least, NIST SP 800-132 section 5.1
    // for 128, on which FIPS modules insist. Readers take it everywhere: programs write 8 (OpenSSL) to 20 (Java).
    private const int SaltLength = 16;

    private readonly PasswordForms _forms = new(password);
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();

    // The first form is the one of the standards; the others are what programs got wrong, for reading.
    private PasswordForm Password => _forms.Primary[0];

    /// <summary>
    /// Writes the AlgorithmIdentifier of a new encryption and returns <paramref name="plain"/> encrypted with it.
    /// </summary>
    public byte[] Encrypt(AsnWriter algorithm, byte[] plain) =>
        options.Encryption == SmimePfxEncryption.Aes256Sha256 ? EncryptAes(algorithm, plain) : EncryptTripleDes(algorithm, plain);

    /// <summary>Writes a private key as EncryptedPrivateKeyInfo (RFC 5958 section 3).</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="info">The PrivateKeyInfo in DER.</param>
    public void WriteKey(AsnWriter writer, SecretBytes info)
    {
        using (writer.PushSequence())
        {
            var encrypted = Encrypt(writer, info.DangerousGetArray());
            writer.WriteOctetString(encrypted);
        }
    }

    /// <summary>Writes the MacData of <paramref name="content"/> (RFC 7292 section 4 and appendix B.4).</summary>
    public void WriteMac(AsnWriter writer, byte[] content)
    {
        var digest = options.Encryption == SmimePfxEncryption.Aes256Sha256 ? DigestKind.Sha256 : DigestKind.Sha1;
        var salt = Random(SaltLength);
        var key = Pkcs12Kdf.Derive(
            digest, Pkcs12Kdf.Mac, Password.Pkcs12, salt, options.Iterations, digest.Size, cancellationToken);
        try
        {
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    WriteAlgorithmWithNull(writer, digest.Identifier);
                    writer.WriteOctetString(digest.Hmac(key, content));
                }

                writer.WriteOctetString(salt);
                if (options.Iterations != 1)
                {
                    // DER leaves out a default value (X.690 section 11.5).
                    writer.WriteInteger(options.Iterations);
                }
            }
        }
        finally
        {
            SecretBytes.Zero(key);
        }
    }

    public void Dispose()
    {
        _forms.Dispose();
        _random.Dispose();
    }

    private static void WriteAlgorithmWithNull(AsnWriter writer, string identifier)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(identifier);
            writer.WriteNull();
        }
    }

    // PBES1 of PKCS#12, pbeWithSHAAnd3-KeyTripleDES-CBC: RFC 7292 appendix C.
    private byte[] EncryptTripleDes(AsnWriter algorithm, byte[] plain)
    {
        var cipher = CipherKind.TripleDes;
        var salt = Random(SaltLength);
        using (algorithm.PushSequence())
        {
            algorithm.WriteObjectIdentifier("1.2.840.113549.1.12.1.3");
            using (algorithm.PushSequence())
            {
                algorithm.WriteOctetString(salt);
                algorithm.WriteInteger(options.Iterations);
            }
        }

        var key = Derive(Pkcs12Kdf.Key, cipher.KeyLength);
        var initialValue = Derive(Pkcs12Kdf.InitialValue, cipher.BlockLength);
        try
        {
            return cipher.Encrypt(key, initialValue, plain);
        }
        finally
        {
            SecretBytes.Zero(key);
            SecretBytes.Zero(initialValue);
        }

        byte[] Derive(int purpose, int length) =>
            Pkcs12Kdf.Derive(
                DigestKind.Sha1, purpose, Password.Pkcs12, salt, options.Iterations, length, cancellationToken);
    }

    // PBES2: RFC 8018 section 6.2 and appendix A. The key length follows from the cipher and is left out, as OpenSSL does. The
    // pseudo-random function is not the default and must be there.
    private byte[] EncryptAes(AsnWriter algorithm, byte[] plain)
    {
        var cipher = CipherKind.Aes256;
        var salt = Random(SaltLength);
        var initialValue = Random(cipher.BlockLength);
        using (algorithm.PushSequence())
        {
            algorithm.WriteObjectIdentifier("1.2.840.113549.1.5.13");
            using (algorithm.PushSequence())
            {
                using (algorithm.PushSequence())
                {
                    algorithm.WriteObjectIdentifier("1.2.840.113549.1.5.12");
                    using (algorithm.PushSequence())
                    {
                        algorithm.WriteOctetString(salt);
                        algorithm.WriteInteger(options.Iterations);
                        WriteAlgorithmWithNull(algorithm, "1.2.840.113549.2.9");
                    }
                }

                using (algorithm.PushSequence())
                {
                    algorithm.WriteObjectIdentifier("2.16.840.1.101.3.4.1.42");
                    algorithm.WriteOctetString(initialValue);
                }
            }
        }

        var key = DigestKind.Sha256.Pbkdf2(
            Password.Pkcs5, salt, options.Iterations, cipher.KeyLength, cancellationToken);
        try
        {
            return cipher.Encrypt(key, initialValue, plain);
        }
        finally
        {
            SecretBytes.Zero(key);
        }
    }

    private byte[] Random(int length)
    {
        var bytes = new byte[length];
        _random.GetBytes(bytes);
        return bytes;
    }
}
