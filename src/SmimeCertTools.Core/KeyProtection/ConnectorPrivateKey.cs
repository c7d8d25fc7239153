using System;
using System.Security.Cryptography;
using System.Threading;
using SmimeCertTools.Core.Formats;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>
/// A connector's RSA key pair in memory. Disposing it overwrites the private half. It has no form in clear but for providers.
/// </summary>
public sealed class ConnectorPrivateKey : IDisposable
{
    /// <summary>The smallest key that is generated, in bits.</summary>
    public const int MinimumKeySize = 2048;

    /// <summary>The largest key that is generated, in bits.</summary>
    public const int MaximumKeySize = 4096;

    /// <summary>
    /// The size of generated keys unless another is asked for, in bits: 128-bit security (NIST SP 800-57 part 1, table 2).
    /// </summary>
    public const int DefaultKeySize = 3072;

    // Providers differ in finer steps; all take this one.
    private const int KeySizeStep = 64;

    // PKCS#8 PrivateKeyInfo in DER: one buffer to overwrite.
    private readonly SecretBytes _info;

    private ConnectorPrivateKey(SecretBytes info, string source)
    {
        _info = info;
        var numbers = RsaPrivateKeyInfo.Read(info.DangerousGetArray());
        try
        {
            PublicKey = ConnectorPublicKey.Create(numbers.Modulus!, numbers.Exponent!, source);
        }
        catch (KeyProtectionException)
        {
            info.Dispose();
            throw;
        }
        finally
        {
            RsaPrivateKeyInfo.Zero(numbers);
        }
    }

    /// <summary>The public half.</summary>
    public ConnectorPublicKey PublicKey { get; }

    /// <summary>Generates a key pair with the public exponent 65537.</summary>
    /// <param name="keySize">Bits of the modulus: a multiple of 64 from 2048 to 4096.</param>
    /// <param name="source">What the key is called in messages.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keySize"/> is out of range.</exception>
    /// <exception cref="KeyProtectionException">The platform does not generate it.</exception>
    public static ConnectorPrivateKey Generate(int keySize, string source)
    {
        CheckKeySize(keySize);
        Guard.NotNull(source);
        try
        {
#if NET
            using var rsa = RSA.Create(keySize);
#else
            // .NET Framework's RSA.Create() makes keys of the older CryptoAPI and takes no size.
            using var rsa = new RSACng(keySize);
#endif
            return From(rsa.ExportParameters(includePrivateParameters: true), source);
        }
        catch (Exception cause) when (PlatformCryptography.IsFailure(cause))
        {
            throw DecryptionErrors.Failed($"generate an RSA key of {keySize} bits", source, cause);
        }
    }

    /// <summary>
    /// Reads a private key, told apart by content: encrypted PKCS#8 (PEM <c>ENCRYPTED PRIVATE KEY</c> or DER), a PFX with one RSA
    /// key pair, or a CNG RSAFULLPRIVATEBLOB or RSAPRIVATEBLOB; all raw or in base64. PEM and PKCS#8 in clear are refused: a key
    /// that lay about in clear is nobody's secret, and the old scripts' blob is taken only because there is no other way to move
    /// over.
    /// </summary>
    /// <param name="content">The file's content, at most 1 MiB; not kept.</param>
    /// <param name="password">The password of PKCS#8 and PFX; ignored for blobs.</param>
    /// <param name="source">Where it came from, for messages.</param>
    /// <param name="cancellationToken">Ends the call, a key derivation too.</param>
    /// <remarks>Work and memory are bounded by the defaults of <see cref="Pfx.PfxReadOptions"/>.</remarks>
    /// <exception cref="KeyProtectionException">The content is no such key, or the password is wrong.</exception>
    /// <exception cref="Pfx.PfxException">The content is a PFX that cannot be opened or used.</exception>
    public static ConnectorPrivateKey Parse(
        byte[] content, SecretText password, string source, CancellationToken cancellationToken = default)
    {
        Guard.NotNull(content);
        Guard.NotNull(password);
        Guard.NotNull(source);
        try
        {
            return new ConnectorPrivateKey(PrivateKeyParser.Parse(content, password, source, cancellationToken), source);
        }
        catch (Exception cause) when (PlatformCryptography.IsFailure(cause))
        {
            throw DecryptionErrors.Failed($"open the private key '{source}'", source, cause);
        }
    }

    /// <summary>
    /// The key as PEM <c>ENCRYPTED PRIVATE KEY</c> (RFC 7468 section 11): PKCS#8 under PBES2 with AES-256-CBC and
    /// PBKDF2-HMAC-SHA-256 of 600,000 iterations.
    /// </summary>
    /// <param name="password">The password; not empty. Its UTF-8 bytes are used, as OpenSSL does.</param>
    /// <exception cref="ArgumentException"><paramref name="password"/> is absent or empty.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public string ToEncryptedPem(SecretText password)
    {
        Guard.NotNull(password);
        if (password.IsAbsent || password.Length == 0)
        {
            throw new ArgumentException("A password is required.", nameof(password));
        }

        try
        {
            return PemWriter.Write("ENCRYPTED PRIVATE KEY", EncryptedKeyWriter.Write(_info, password));
        }
        catch (Exception cause) when (PlatformCryptography.IsFailure(cause))
        {
            throw DecryptionErrors.Failed($"encrypt the private key '{PublicKey.Source}' with AES-256", PublicKey.Source, cause);
        }
    }

    /// <summary>
    /// The key as CNG RSAFULLPRIVATEBLOB (BCRYPT_RSAKEY_BLOB), in clear, for a key storage provider. The caller disposes of it.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public SecretBytes ToCngBlob()
    {
        var numbers = ToParameters();
        try
        {
            return CngRsaBlob.WritePrivate(numbers, PublicKey.KeySize);
        }
        finally
        {
            RsaPrivateKeyInfo.Zero(numbers);
        }
    }

    /// <summary>Decrypts what <see cref="PasswordProtector"/> encrypted. The caller disposes of the result.</summary>
    /// <param name="encrypted">The encrypted password: as many bytes as the modulus has.</param>
    /// <param name="padding">One of the three OAEP schemes with SHA-2.</param>
    /// <exception cref="KeyProtectionException">
    /// It was not encrypted for this key with this padding, or Intune no longer accepts the padding.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public SecretBytes Decrypt(byte[] encrypted, UserPfxPaddingScheme padding)
    {
        DecryptionErrors.Check(encrypted, padding, PublicKey);
        var numbers = ToParameters();
        try
        {
            return RsaOaep.Decrypt(numbers, padding, encrypted) is { } plain
                ? SecretBytes.Own(plain) : throw DecryptionErrors.NotForKey(PublicKey, padding);
        }
        catch (Exception cause) when (PlatformCryptography.IsFailure(cause))
        {
            throw DecryptionErrors.Failed($"decrypt with the key '{PublicKey.Source}' and {padding}", PublicKey.Source, cause);
        }
        finally
        {
            RsaPrivateKeyInfo.Zero(numbers);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _info.Dispose();

    /// <summary>Takes a key over from a provider; the numbers are overwritten.</summary>
    /// <exception cref="KeyProtectionException">The key is too small.</exception>
    internal static ConnectorPrivateKey From(RSAParameters numbers, string source)
    {
        try
        {
            return new ConnectorPrivateKey(RsaPrivateKeyInfo.Write(numbers), source);
        }
        finally
        {
            RsaPrivateKeyInfo.Zero(numbers);
        }
    }

    /// <summary>Refuses sizes that are not generated.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keySize"/> is one.</exception>
    internal static void CheckKeySize(int keySize)
    {
        if (keySize is < MinimumKeySize or > MaximumKeySize || keySize % KeySizeStep != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(keySize), keySize,
                $"The size of a connector key is a multiple of {KeySizeStep} from {MinimumKeySize} to {MaximumKeySize} bits.");
        }
    }

    /// <summary>The key as PKCS#8 PrivateKeyInfo in DER, in clear. The caller disposes of it.</summary>
    internal SecretBytes ToPkcs8() => SecretBytes.Copy(_info.Span);

    /// <summary>The key's numbers; the caller overwrites them (<see cref="RsaPrivateKeyInfo.Zero"/>).</summary>
    internal RSAParameters ToParameters() => RsaPrivateKeyInfo.Read(_info.DangerousGetArray());
}
