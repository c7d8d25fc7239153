using System.Collections.Generic;

namespace SmimeCertTools.Core.Certificates;

/// <summary>Names of the object identifiers that certificates for mail carry.</summary>
internal static class KnownNames
{
    public const string Rsa = "RSA";
    public const string RsaPss = "RSASSA-PSS";
    public const string RsaOaep = "RSAES-OAEP";
    public const string Ec = "EC";
    public const string Dsa = "DSA";
    public const string Ed25519 = "Ed25519";
    public const string Ed448 = "Ed448";
    public const string X25519 = "X25519";
    public const string X448 = "X448";

    private static readonly Dictionary<string, string> KeyAlgorithms = new()
    {
        ["1.2.840.113549.1.1.1"] = Rsa,
        ["1.2.840.113549.1.1.7"] = RsaOaep,
        ["1.2.840.113549.1.1.10"] = RsaPss,
        ["1.2.840.10045.2.1"] = Ec,
        ["1.2.840.10040.4.1"] = Dsa,
        ["1.3.101.110"] = X25519,
        ["1.3.101.111"] = X448,
        ["1.3.101.112"] = Ed25519,
        ["1.3.101.113"] = Ed448,
        ["2.16.840.1.101.3.4.3.17"] = "ML-DSA-44",
        ["2.16.840.1.101.3.4.3.18"] = "ML-DSA-65",
        ["2.16.840.1.101.3.4.3.19"] = "ML-DSA-87",
        ["2.16.840.1.101.3.4.4.1"] = "ML-KEM-512",
        ["2.16.840.1.101.3.4.4.2"] = "ML-KEM-768",
        ["2.16.840.1.101.3.4.4.3"] = "ML-KEM-1024",
    };

    private static readonly Dictionary<string, string> SignatureAlgorithms = new()
    {
        ["1.2.840.113549.1.1.2"] = "md2WithRSAEncryption",
        ["1.2.840.113549.1.1.4"] = "md5WithRSAEncryption",
        ["1.2.840.113549.1.1.5"] = "sha1WithRSAEncryption",
        ["1.3.14.3.2.29"] = "sha1WithRSAEncryption",
        ["1.2.840.113549.1.1.10"] = RsaPss,
        ["1.2.840.113549.1.1.11"] = "sha256WithRSAEncryption",
        ["1.2.840.113549.1.1.12"] = "sha384WithRSAEncryption",
        ["1.2.840.113549.1.1.13"] = "sha512WithRSAEncryption",
        ["1.2.840.113549.1.1.14"] = "sha224WithRSAEncryption",
        ["1.2.840.10045.4.1"] = "ecdsa-with-SHA1",
        ["1.2.840.10045.4.3.1"] = "ecdsa-with-SHA224",
        ["1.2.840.10045.4.3.2"] = "ecdsa-with-SHA256",
        ["1.2.840.10045.4.3.3"] = "ecdsa-with-SHA384",
        ["1.2.840.10045.4.3.4"] = "ecdsa-with-SHA512",
        ["1.2.840.10040.4.3"] = "dsa-with-SHA1",
        ["2.16.840.1.101.3.4.3.2"] = "dsa-with-SHA256",
        ["1.3.101.112"] = Ed25519,
        ["1.3.101.113"] = Ed448,
        ["2.16.840.1.101.3.4.3.17"] = "ML-DSA-44",
        ["2.16.840.1.101.3.4.3.18"] = "ML-DSA-65",
        ["2.16.840.1.101.3.4.3.19"] = "ML-DSA-87",
    };

    private static readonly Dictionary<string, (string Name, int Bits)> Curves = new()
    {
        ["1.2.840.10045.3.1.1"] = ("P-192", 192),
        ["1.3.132.0.33"] = ("P-224", 224),
        ["1.2.840.10045.3.1.7"] = ("P-256", 256),
        ["1.3.132.0.34"] = ("P-384", 384),
        ["1.3.132.0.35"] = ("P-521", 521),
        ["1.3.132.0.10"] = ("secp256k1", 256),
        ["1.3.36.3.3.2.8.1.1.3"] = ("brainpoolP192r1", 192),
        ["1.3.36.3.3.2.8.1.1.5"] = ("brainpoolP224r1", 224),
        ["1.3.36.3.3.2.8.1.1.7"] = ("brainpoolP256r1", 256),
        ["1.3.36.3.3.2.8.1.1.9"] = ("brainpoolP320r1", 320),
        ["1.3.36.3.3.2.8.1.1.11"] = ("brainpoolP384r1", 384),
        ["1.3.36.3.3.2.8.1.1.13"] = ("brainpoolP512r1", 512),
    };

    /// <summary>The object identifiers of the curves with a name.</summary>
    public static IEnumerable<string> CurveIdentifiers => Curves.Keys;

    /// <summary>The name of a public key algorithm, or the identifier itself.</summary>
    public static string KeyAlgorithm(string identifier) =>
        KeyAlgorithms.TryGetValue(identifier, out var name) ? name : identifier;

    /// <summary>The name of a signature algorithm, or the identifier itself.</summary>
    public static string SignatureAlgorithm(string identifier) =>
        SignatureAlgorithms.TryGetValue(identifier, out var name) ? name : identifier;

    /// <summary>The name and field size of a curve; the identifier itself and 0 for an unknown one.</summary>
    public static (string Name, int Bits) Curve(string identifier) =>
        Curves.TryGetValue(identifier, out var curve) ? curve : (identifier, 0);
}
