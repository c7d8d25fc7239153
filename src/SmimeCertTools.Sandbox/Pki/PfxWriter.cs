using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace SmimeCertTools.Sandbox.Pki;

/// <summary>Writes PFX files (PKCS#12) with a chosen protection.</summary>
public static class PfxWriter
{
    /// <summary>Writes a certificate with its private key.</summary>
    /// <exception cref="CryptographicException">The certificate has no private key, or the key cannot be exported.</exception>
    public static byte[] Write(X509Certificate2 certificate, string password, PfxWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(password);
        options ??= new PfxWriteOptions();
        var encryption = options.Encryption == PfxEncryption.TripleDesSha1
            ? new PbeParameters(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, HashAlgorithmName.SHA1, options.Iterations)
            : new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, options.Iterations);
        var keyId = new Pkcs9LocalKeyId(certificate.GetCertHash());

        var keys = new Pkcs12SafeContents();
        using var key = (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey()
            ?? (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey()
            ?? certificate.GetECDiffieHellmanPrivateKey()
            ?? throw new CryptographicException("The certificate has no RSA or EC private key.");
        AddAttributes(keys.AddShroudedKey(key, password, encryption), keyId, options.FriendlyName);

        var certificates = new Pkcs12SafeContents();
        AddAttributes(certificates.AddCertificate(certificate), keyId, options.FriendlyName);
        foreach (var authority in options.Chain)
        {
            certificates.AddCertificate(authority);
        }

        var builder = new Pkcs12Builder();
        builder.AddSafeContentsUnencrypted(keys); // each key bag is encrypted on its own
        builder.AddSafeContentsEncrypted(certificates, password, encryption);
        builder.SealWithMac(password, options.MacHash ?? DefaultMac(options.Encryption), options.Iterations);
        return builder.Encode();
    }

    private static HashAlgorithmName DefaultMac(PfxEncryption encryption) =>
        encryption == PfxEncryption.TripleDesSha1 ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;

    private static void AddAttributes(Pkcs12SafeBag bag, Pkcs9LocalKeyId keyId, string? friendlyName)
    {
        bag.Attributes.Add(keyId);
        if (friendlyName is not null)
        {
            bag.Attributes.Add(new Pkcs9AttributeObject(new Oid("1.2.840.113549.1.9.20"), EncodeBmpString(friendlyName)));
        }
    }

    private static byte[] EncodeBmpString(string value)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        writer.WriteCharacterString(System.Formats.Asn1.UniversalTagNumber.BMPString, value);
        return writer.Encode();
    }
}

/// <summary>How a PFX is protected and what goes into it besides the key pair.</summary>
public sealed record PfxWriteOptions
{
    /// <summary>The encryption of keys and certificates. Default: 3DES/SHA-1, which every device opens.</summary>
    public PfxEncryption Encryption { get; init; } = PfxEncryption.TripleDesSha1;

    /// <summary>The hash of the MAC. Default: SHA-1 with 3DES, SHA-256 with AES.</summary>
    public HashAlgorithmName? MacHash { get; init; }

    /// <summary>Iterations of every key derivation. Default 2048.</summary>
    public int Iterations { get; init; } = 2048;

    /// <summary>Further certificates to put in. Default none.</summary>
    public IReadOnlyList<X509Certificate2> Chain { get; init; } = [];

    /// <summary>The friendly name of the key pair; null for none.</summary>
    public string? FriendlyName { get; init; }
}

/// <summary>Encryption of a PFX.</summary>
public enum PfxEncryption
{
    /// <summary>PBES1 with three-key 3DES and SHA-1.</summary>
    TripleDesSha1,

    /// <summary>PBES2 with AES-256-CBC and PBKDF2-HMAC-SHA-256.</summary>
    Aes256Sha256,
}
