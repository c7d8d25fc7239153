using System.Collections.Generic;
using SmimeCertTools.Core.Asn1;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>
/// Names of the object identifiers in messages: RFC 3370, 3565, 5084, 5652, 5753, 5754, 8103, 8418, 8419, 9629.
/// </summary>
internal static class CmsNames
{
    public const string Data = "1.2.840.113549.1.7.1";
    public const string SignedData = "1.2.840.113549.1.7.2";
    public const string EnvelopedData = "1.2.840.113549.1.7.3";
    public const string AuthEnvelopedData = "1.2.840.113549.1.9.16.1.23";
    public const string CompressedData = "1.2.840.113549.1.9.16.1.9";
    public const string RsaEncryption = "1.2.840.113549.1.1.1";
    public const string RsaOaep = "1.2.840.113549.1.1.7";
    public const string RsaPss = "1.2.840.113549.1.1.10";
    public const string EcPublicKey = "1.2.840.10045.2.1";
    public const string Dsa = "1.2.840.10040.4.1";
    public const string ContentTypeAttribute = "1.2.840.113549.1.9.3";
    public const string DigestAttribute = "1.2.840.113549.1.9.4";
    public const string TimeAttribute = "1.2.840.113549.1.9.5";
    public const string KemRecipient = "1.2.840.113549.1.9.16.13.3";

    private const string Sha1 = "1.3.14.3.2.26";

    private static readonly Dictionary<string, string> Names = new()
    {
        ["1.2.840.113549.1.7.5"] = "DigestedData",
        ["1.2.840.113549.1.7.6"] = "EncryptedData",
        ["1.2.840.113549.1.9.16.1.2"] = "AuthenticatedData",
        [CompressedData] = "CompressedData",
        [KemRecipient] = "KEM",

        [RsaEncryption] = "RSA",
        [RsaOaep] = "RSA-OAEP",
        ["1.2.840.113549.1.9.16.3.5"] = "Diffie-Hellman (ESDH)",
        ["1.2.840.113549.1.9.16.3.9"] = "PWRI-KEK",
        ["1.2.840.113549.1.9.16.3.14"] = "RSA-KEM",
        ["1.3.133.16.840.63.0.2"] = "ECDH, SHA-1",
        ["1.3.132.1.11.0"] = "ECDH, SHA-224",
        ["1.3.132.1.11.1"] = "ECDH, SHA-256",
        ["1.3.132.1.11.2"] = "ECDH, SHA-384",
        ["1.3.132.1.11.3"] = "ECDH, SHA-512",
        ["1.3.133.16.840.63.0.3"] = "ECDH with cofactor, SHA-1",
        ["1.3.132.1.14.0"] = "ECDH with cofactor, SHA-224",
        ["1.3.132.1.14.1"] = "ECDH with cofactor, SHA-256",
        ["1.3.132.1.14.2"] = "ECDH with cofactor, SHA-384",
        ["1.3.132.1.14.3"] = "ECDH with cofactor, SHA-512",
        ["1.2.840.113549.1.9.16.3.19"] = "ECDH, HKDF SHA-256",
        ["1.2.840.113549.1.9.16.3.20"] = "ECDH, HKDF SHA-384",
        ["1.2.840.113549.1.9.16.3.21"] = "ECDH, HKDF SHA-512",
        ["2.16.840.1.101.3.4.4.1"] = "ML-KEM-512",
        ["2.16.840.1.101.3.4.4.2"] = "ML-KEM-768",
        ["2.16.840.1.101.3.4.4.3"] = "ML-KEM-1024",
        ["2.16.840.1.101.3.4.1.5"] = "AES-128 wrap",
        ["2.16.840.1.101.3.4.1.25"] = "AES-192 wrap",
        ["2.16.840.1.101.3.4.1.45"] = "AES-256 wrap",
        ["1.2.840.113549.1.9.16.3.6"] = "3DES wrap",

        ["2.16.840.1.101.3.4.1.2"] = "AES-128-CBC",
        ["2.16.840.1.101.3.4.1.22"] = "AES-192-CBC",
        ["2.16.840.1.101.3.4.1.42"] = "AES-256-CBC",
        ["2.16.840.1.101.3.4.1.6"] = "AES-128-GCM",
        ["2.16.840.1.101.3.4.1.26"] = "AES-192-GCM",
        ["2.16.840.1.101.3.4.1.46"] = "AES-256-GCM",
        ["2.16.840.1.101.3.4.1.7"] = "AES-128-CCM",
        ["2.16.840.1.101.3.4.1.27"] = "AES-192-CCM",
        ["2.16.840.1.101.3.4.1.47"] = "AES-256-CCM",
        ["1.2.840.113549.1.9.16.3.18"] = "ChaCha20-Poly1305",
        ["1.2.840.113549.3.7"] = "3DES-CBC",
        ["1.3.14.3.2.7"] = "DES-CBC",
        ["1.2.840.113549.3.2"] = "RC2-CBC",
        ["1.2.840.113549.3.4"] = "RC4",
        ["1.2.392.200011.61.1.1.1.2"] = "Camellia-128-CBC",
        ["1.2.392.200011.61.1.1.1.3"] = "Camellia-192-CBC",
        ["1.2.392.200011.61.1.1.1.4"] = "Camellia-256-CBC",
        ["1.2.410.200004.1.4"] = "SEED-CBC",

        ["1.2.840.113549.2.5"] = "MD5",
        [Sha1] = "SHA-1",
        ["2.16.840.1.101.3.4.2.4"] = "SHA-224",
        ["2.16.840.1.101.3.4.2.1"] = "SHA-256",
        ["2.16.840.1.101.3.4.2.2"] = "SHA-384",
        ["2.16.840.1.101.3.4.2.3"] = "SHA-512",
        ["2.16.840.1.101.3.4.2.7"] = "SHA3-224",
        ["2.16.840.1.101.3.4.2.8"] = "SHA3-256",
        ["2.16.840.1.101.3.4.2.9"] = "SHA3-384",
        ["2.16.840.1.101.3.4.2.10"] = "SHA3-512",
        ["2.16.840.1.101.3.4.2.11"] = "SHAKE128",
        ["2.16.840.1.101.3.4.2.12"] = "SHAKE256",
        ["1.3.36.3.2.1"] = "RIPEMD-160",
        [EcPublicKey] = "ECDSA",
        [Dsa] = "DSA",
    };

    /// <summary>The name, or the identifier itself.</summary>
    public static string Of(string identifier) => Names.TryGetValue(identifier, out var name) ? name : identifier;

    /// <summary>
    /// The name of a key's encryption with what its parameters tell: the digest of OAEP, the wrap of an agreed key.
    /// </summary>
    /// <param name="identifier">The algorithm.</param>
    /// <param name="parameters">Its parameters; empty for none.</param>
    public static string OfKeyEncryption(string identifier, DerReader parameters)
    {
        try
        {
            if (identifier == RsaOaep && parameters.NextIs(DerTag.Sequence))
            {
                var oaep = parameters.EnterSequence();
                var digest = oaep.NextIs(DerTag.ContextConstructed(0))
                    ? oaep.Enter(DerTag.ContextConstructed(0)).EnterSequence().ReadIdentifier() : Sha1;
                return $"RSA-OAEP, {Of(digest)}";
            }

            return identifier == RsaOaep ? "RSA-OAEP, SHA-1"
                : parameters.NextIs(DerTag.Sequence) && identifier != RsaEncryption
                    ? $"{Of(identifier)}, {Of(parameters.EnterSequence().ReadIdentifier())}" : Of(identifier);
        }
        catch (DerException)
        {
            // Parameters of another shape: the name alone is true.
            return Of(identifier);
        }
    }
}
