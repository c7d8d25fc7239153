using System;
using System.Security.Cryptography;
using SmimeCertTools.Core.Formats;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Core.Asn1;
using PublicKey = SmimeCertTools.Core.Certificates.PublicKey;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>The public half of the RSA key whose private half lives on the certificate connectors. Immutable.</summary>
public sealed class ConnectorPublicKey
{
    /// <summary>The smallest modulus accepted, in bits: what Intune's own scripts make and NIST SP 800-57 asks for.</summary>
    internal const int MinimumKeySize = 2048;

    /// <summary>
    /// The largest modulus accepted, in bits: the limit of the Windows key storage provider that holds the private half.
    /// </summary>
    internal const int MaximumKeySize = 16384;

    /// <summary>
    /// The longest public exponent in bytes. Windows supports none above 2^64 - 1 since version 1903 (BCRYPT_RSAKEY_BLOB,
    /// cbPublicExp).
    /// </summary>
    private const int MaximumExponentLength = 8;

    private readonly byte[] _modulus;
    private readonly byte[] _exponent;

    private ConnectorPublicKey(byte[] modulus, byte[] exponent, string source)
    {
        _modulus = modulus;
        _exponent = exponent;
        Source = source;
        KeySize = PublicKey.BitLength(modulus);
        Fingerprint = ComputeFingerprint();
    }

    /// <summary>A copy of the modulus, big-endian without leading zeros.</summary>
    public byte[] Modulus => (byte[])_modulus.Clone();

    /// <summary>A copy of the public exponent, big-endian without leading zeros.</summary>
    public byte[] Exponent => (byte[])_exponent.Clone();

    /// <summary>Where the key came from, for messages: a path or provider\key.</summary>
    public string Source { get; }

    /// <summary>The size of the modulus in bits.</summary>
    public int KeySize { get; }

    /// <summary>
    /// SHA-256 of the SubjectPublicKeyInfo in DER, 64 upper-case hexadecimal digits. Two files with the same fingerprint hold the
    /// same key, whatever their form; <c>openssl pkey -pubin -outform DER | openssl sha256</c> prints the same digits.
    /// </summary>
    public string Fingerprint { get; }

    /// <summary>The length of the modulus in bytes, and so of everything that is encrypted with the key.</summary>
    internal int ModulusLength => _modulus.Length;

    /// <summary>
    /// Reads a public key, told apart by content: PEM (<c>PUBLIC KEY</c>, <c>RSA PUBLIC KEY</c>, <c>CERTIFICATE</c>; text around
    /// it and more blocks are allowed as long as they hold one key), the same in DER, or a CNG RSAPUBLICBLOB (BCRYPT_RSAKEY_BLOB,
    /// magic RSA1), raw or in base64. Text may be UTF-8 or UTF-16.
    /// </summary>
    /// <param name="content">The file's content, at most 1 MiB; not kept.</param>
    /// <param name="source">Where it came from, for messages.</param>
    /// <exception cref="KeyProtectionException">
    /// The content is none of these, holds a private key, or is not a usable RSA key (2048 bits or more).
    /// </exception>
    public static ConnectorPublicKey Parse(byte[] content, string source) =>
        PublicKeyParser.Parse(Guard.NotNull(content), Guard.NotNull(source));

    /// <summary>Builds a key from its parts.</summary>
    /// <param name="modulus">The modulus, unsigned and big-endian; leading zeros are dropped.</param>
    /// <param name="exponent">The public exponent, unsigned and big-endian; leading zeros are dropped.</param>
    /// <param name="source">Where it came from, for messages.</param>
    /// <exception cref="KeyProtectionException">
    /// The key is too small or malformed (<see cref="KeyProtectionErrorKind.PublicKeyWeak"/>).
    /// </exception>
    public static ConnectorPublicKey Create(byte[] modulus, byte[] exponent, string source)
    {
        var n = DerReader.TrimZeros(Guard.NotNull(modulus)).ToArray();
        var e = DerReader.TrimZeros(Guard.NotNull(exponent)).ToArray();
        Guard.NotNull(source);

        var bits = PublicKey.BitLength(n);
        if (bits < MinimumKeySize)
        {
            throw Weak(source, $"is an RSA key of {bits} bits; {MinimumKeySize} bits are the least that protects a password");
        }

        if (bits > MaximumKeySize)
        {
            throw Weak(source, $"is an RSA key of {bits} bits, more than the {MaximumKeySize} that Windows connectors can use");
        }

        if ((n[n.Length - 1] & 1) == 0)
        {
            throw Weak(source, "has an even modulus, which no RSA key has");
        }

        if (e.Length == 0 || (e[e.Length - 1] & 1) == 0 || (e.Length == 1 && e[0] < 3))
        {
            throw Weak(source, "has a public exponent that is even or less than 3, which protects nothing");
        }

        if (e.Length > MaximumExponentLength)
        {
            throw Weak(source, "has a public exponent above 2^64 - 1, which Windows connectors cannot use");
        }

        return new ConnectorPublicKey(n, e, source);
    }

    /// <summary>The key as SubjectPublicKeyInfo in DER (RFC 5280 section 4.1, RFC 3279 section 2.3.1).</summary>
    public byte[] ToSubjectPublicKeyInfo() => RsaPublicKeyDer.WriteSubjectPublicKeyInfo(_modulus, _exponent, signed: false);

    /// <summary>The key as PEM <c>PUBLIC KEY</c> (RFC 7468 section 13), with line feeds.</summary>
    public string ToPem() => PemWriter.Write("PUBLIC KEY", ToSubjectPublicKeyInfo());

    /// <summary>The key as CNG RSAPUBLICBLOB (BCRYPT_RSAKEY_BLOB), the form that the earlier import scripts exported.</summary>
    public byte[] ToCngBlob() => CngRsaBlob.Write(_modulus, _exponent, KeySize);

    private static KeyProtectionException Weak(string source, string problem) => new(KeyProtectionErrorKind.PublicKeyWeak,
        $"The public key '{source}' {problem}. Export the connector's RSA key again or make a new one of {MinimumKeySize} bits "
        + "or more.", source);

    private string ComputeFingerprint()
    {
        try
        {
            using var sha256 = SHA256.Create();
            return BitConverter.ToString(sha256.ComputeHash(ToSubjectPublicKeyInfo())).Replace("-", string.Empty);
        }
        catch (Exception cause) when (PlatformCryptography.IsFailure(cause))
        {
            throw DecryptionErrors.Failed($"take the SHA-256 fingerprint of the key '{Source}'", Source, cause);
        }
    }
}
