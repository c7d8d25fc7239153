using System;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>A connector's RSA key pair in memory. Disposing it overwrites the private half. It has no form in clear but for providers.</summary>
public sealed class ConnectorPrivateKey : IDisposable
{
    /// <summary>The smallest key that is generated, in bits.</summary>
    public const int MinimumKeySize = 2048;

    /// <summary>The largest key that is generated, in bits.</summary>
    public const int MaximumKeySize = 4096;

    /// <summary>The size of generated keys unless another is asked for, in bits: 128-bit security (NIST SP 800-57 part 1, table 2).</summary>
    public const int DefaultKeySize = 3072;

    /// <summary>The public half.</summary>
    public ConnectorPublicKey PublicKey => throw new NotImplementedException();

    /// <summary>Generates a key pair with the public exponent 65537.</summary>
    /// <param name="keySize">Bits of the modulus: a multiple of 64 from 2048 to 4096.</param>
    /// <param name="source">What the key is called in messages.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keySize"/> is out of range.</exception>
    public static ConnectorPrivateKey Generate(int keySize, string source) => throw new NotImplementedException();

    /// <summary>
    /// Reads a private key, told apart by content: encrypted PKCS#8 (PEM <c>ENCRYPTED PRIVATE KEY</c> or DER), a PFX with one RSA key
    /// pair, or a CNG RSAFULLPRIVATEBLOB or RSAPRIVATEBLOB, raw or in base64. PEM and PKCS#8 in clear are refused: a key that lay
    /// about in clear is nobody's secret, and the old scripts' blob is taken only because there is no other way to move over.
    /// </summary>
    /// <param name="content">The file's content; not kept.</param>
    /// <param name="password">The password of PKCS#8 and PFX; ignored for blobs.</param>
    /// <param name="source">Where it came from, for messages.</param>
    /// <exception cref="KeyProtectionException">The content is no such key, or the password is wrong.</exception>
    /// <exception cref="Pfx.PfxException">The content is a PFX that cannot be opened or used.</exception>
    public static ConnectorPrivateKey Parse(byte[] content, SecretText password, string source) => throw new NotImplementedException();

    /// <summary>
    /// The key as PEM <c>ENCRYPTED PRIVATE KEY</c> (RFC 7468 section 11): PKCS#8 under PBES2 with AES-256-CBC and PBKDF2-HMAC-SHA-256.
    /// </summary>
    /// <param name="password">The password; not empty.</param>
    public string ToEncryptedPem(SecretText password) => throw new NotImplementedException();

    /// <summary>The key as CNG RSAFULLPRIVATEBLOB (BCRYPT_RSAKEY_BLOB), in clear, for a key storage provider. The caller disposes of it.</summary>
    public SecretBytes ToCngBlob() => throw new NotImplementedException();

    /// <summary>Decrypts what <see cref="PasswordProtector"/> encrypted.</summary>
    /// <exception cref="KeyProtectionException">It was not encrypted for this key with this padding.</exception>
    public SecretBytes Decrypt(byte[] encrypted, PaddingScheme padding) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}
