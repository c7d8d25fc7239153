using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SmimeCertTools.Sandbox.Pki;

/// <summary>The RSA key pair of a certificate connector, under the provider and key name that records refer to.</summary>
public sealed class ConnectorKeyPair : IDisposable
{
    /// <summary>The provider name of records unless another is chosen.</summary>
    public const string DefaultProviderName = "Microsoft Software Key Storage Provider";

    /// <summary>The key name of records unless another is chosen.</summary>
    public const string DefaultKeyName = "PFXEncryptionKey";

    private const uint RsaPublicMagic = 0x31415352; // "RSA1", BCRYPT_RSAPUBLIC_MAGIC in bcrypt.h
    private readonly RSA _key;

    private ConnectorKeyPair(RSA key, string providerName, string keyName)
    {
        _key = key;
        ProviderName = providerName;
        KeyName = keyName;
    }

    /// <summary>The key storage provider that records name.</summary>
    public string ProviderName { get; }

    /// <summary>The name of the key in it.</summary>
    public string KeyName { get; }

    /// <summary>The size in bits.</summary>
    public int KeySize => _key.KeySize;

    /// <summary>The public key as PEM (SubjectPublicKeyInfo, <c>PUBLIC KEY</c>).</summary>
    public string PublicKeyPem => _key.ExportSubjectPublicKeyInfoPem() + "\n";

    /// <summary>Makes a key pair.</summary>
    public static ConnectorKeyPair Create(
        int keySize = 3072, string providerName = DefaultProviderName, string keyName = DefaultKeyName) =>
        new(RSA.Create(keySize), providerName, keyName);

    /// <summary>Reads a private key in PEM, PKCS#8 (encrypted with <paramref name="password"/>, or plain) or PKCS#1.</summary>
    /// <exception cref="ArgumentException">The text is no such PEM.</exception>
    /// <exception cref="CryptographicException">The password is wrong, or the key is not RSA.</exception>
    public static ConnectorKeyPair FromPem(
        string pem, string? password = null, string providerName = DefaultProviderName, string keyName = DefaultKeyName)
    {
        ArgumentNullException.ThrowIfNull(pem);
        var key = RSA.Create();
        try
        {
            if (pem.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal))
            {
                key.ImportFromEncryptedPem(pem, password
                    ?? throw new CryptographicException("The private key needs its password."));
            }
            else
            {
                key.ImportFromPem(pem);
            }

            return new ConnectorKeyPair(key, providerName, keyName);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The private key as encrypted PKCS#8 PEM (PBES2, AES-256, PBKDF2-SHA-256 with 100,000 iterations).</summary>
    public string ExportPrivateKeyPem(string password) =>
        _key.ExportEncryptedPkcs8PrivateKeyPem(password, new PbeParameters(
            PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 100_000)) + "\n";

    /// <summary>The private key as plain PKCS#8 PEM, for cross-checks with other tools. Delete what you write.</summary>
    public string ExportPlainPrivateKeyPem() => _key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>The public key as CNG RSAPUBLICBLOB (BCRYPT_RSAKEY_BLOB: header, exponent, modulus, both big-endian).</summary>
    public byte[] ExportPublicKeyBlob()
    {
        var parameters = _key.ExportParameters(includePrivateParameters: false);
        var (exponent, modulus) = (parameters.Exponent!, parameters.Modulus!);
        uint[] header = [RsaPublicMagic, (uint)_key.KeySize, (uint)exponent.Length, (uint)modulus.Length, 0, 0];
        return [.. MemoryMarshal.AsBytes(header.AsSpan()), .. exponent, .. modulus];
    }

    /// <summary>Decrypts with the private key.</summary>
    /// <exception cref="CryptographicException">The ciphertext was not made with this key and padding.</exception>
    public byte[] Decrypt(byte[] ciphertext, RSAEncryptionPadding padding) => _key.Decrypt(ciphertext, padding);

    /// <summary>Encrypts with the public key: what an upload does with a PFX password.</summary>
    public byte[] Encrypt(byte[] plaintext, RSAEncryptionPadding padding) => _key.Encrypt(plaintext, padding);

    /// <summary>Frees the key.</summary>
    public void Dispose() => _key.Dispose();
}
