using System.Collections.Generic;
using Org.BouncyCastle.Crypto.Digests;

namespace SmimeCertTools.Core.Pfx.Algorithms;

/// <summary>
/// The hash functions by name, with the object identifiers of the hash and of its HMAC and with their costs. The costs were
/// measured on one core at 3 GHz and rounded up; what the runtime computes natively costs 1.
/// </summary>
internal static class DigestKinds
{
    /// <summary>All of them.</summary>
    public static IEnumerable<DigestKind> All() => [.. Common(), .. Rare(), .. National()];

    // RFC 8018 appendix B.1.1, FIPS 180-4 and FIPS 202.
    private static DigestKind[] Common() =>
    [
        new("SHA1", 20, 64, "1.3.14.3.2.26", "1.2.840.113549.2.7 1.3.6.1.5.5.8.1.2", () => new Sha1Digest(), macCost: 1),
        new("MD5", 16, 64, "1.2.840.113549.2.5", "1.3.6.1.5.5.8.1.1", () => new MD5Digest(), macCost: 1),
        new("SHA256", 32, 64, "2.16.840.1.101.3.4.2.1", "1.2.840.113549.2.9", () => new Sha256Digest(), macCost: 1),
        new("SHA224", 28, 64, "2.16.840.1.101.3.4.2.4", "1.2.840.113549.2.8", () => new Sha224Digest()),
        new("SHA384", 48, 128, "2.16.840.1.101.3.4.2.2", "1.2.840.113549.2.10", () => new Sha384Digest(), macCost: 1),
        new("SHA512", 64, 128, "2.16.840.1.101.3.4.2.3", "1.2.840.113549.2.11", () => new Sha512Digest(), macCost: 1),
        new("SHA512/224", 28, 128, "2.16.840.1.101.3.4.2.5", "1.2.840.113549.2.12", () => new Sha512tDigest(224)),
        new("SHA512/256", 32, 128, "2.16.840.1.101.3.4.2.6", "1.2.840.113549.2.13", () => new Sha512tDigest(256)),
        new("SHA3-224", 28, 144, "2.16.840.1.101.3.4.2.7", "2.16.840.1.101.3.4.2.13", () => new Sha3Digest(224)),
        new("SHA3-256", 32, 136, "2.16.840.1.101.3.4.2.8", "2.16.840.1.101.3.4.2.14", () => new Sha3Digest(256)),
        new("SHA3-384", 48, 104, "2.16.840.1.101.3.4.2.9", "2.16.840.1.101.3.4.2.15", () => new Sha3Digest(384)),
        new("SHA3-512", 64, 72, "2.16.840.1.101.3.4.2.10", "2.16.840.1.101.3.4.2.16", () => new Sha3Digest(512)),
        new("SHAKE128", 32, 168, "2.16.840.1.101.3.4.2.11", null, () => new ShakeDigest(128)),
        new("SHAKE256", 64, 136, "2.16.840.1.101.3.4.2.12", null, () => new ShakeDigest(256)),
    ];

    private static DigestKind[] Rare() =>
    [
        new("MD2", 16, 16, "1.2.840.113549.2.2", null, () => new MD2Digest(), hashCost: 11),
        new("MD4", 16, 64, "1.2.840.113549.2.4", null, () => new MD4Digest()),
        new("RIPEMD128", 16, 64, "1.3.36.3.2.2", null, () => new RipeMD128Digest()),
        new("RIPEMD160", 20, 64, "1.3.36.3.2.1", "1.3.6.1.5.5.8.1.4", () => new RipeMD160Digest()),
        new("RIPEMD256", 32, 64, "1.3.36.3.2.3", null, () => new RipeMD256Digest()),
        new("Tiger", 24, 64, "1.3.6.1.4.1.11591.12.2", "1.3.6.1.5.5.8.1.3", () => new TigerDigest(), hashCost: 2),
        new("Whirlpool", 64, 64, "1.0.10118.3.0.55", null, () => new WhirlpoolDigest(), hashCost: 10),
        new("BLAKE2b-160", 20, 128, "1.3.6.1.4.1.1722.12.2.1.5", null, () => new Blake2bDigest(160)),
        new("BLAKE2b-256", 32, 128, "1.3.6.1.4.1.1722.12.2.1.8", null, () => new Blake2bDigest(256)),
        new("BLAKE2b-384", 48, 128, "1.3.6.1.4.1.1722.12.2.1.12", null, () => new Blake2bDigest(384)),
        new("BLAKE2b-512", 64, 128, "1.3.6.1.4.1.1722.12.2.1.16", null, () => new Blake2bDigest(512)),
        new("BLAKE2s-128", 16, 64, "1.3.6.1.4.1.1722.12.2.2.4", null, () => new Blake2sDigest(128)),
        new("BLAKE2s-160", 20, 64, "1.3.6.1.4.1.1722.12.2.2.5", null, () => new Blake2sDigest(160)),
        new("BLAKE2s-224", 28, 64, "1.3.6.1.4.1.1722.12.2.2.7", null, () => new Blake2sDigest(224)),
        new("BLAKE2s-256", 32, 64, "1.3.6.1.4.1.1722.12.2.2.8", null, () => new Blake2sDigest(256)),
    ];

    // China, Russia, Ukraine.
    private static DigestKind[] National() =>
    [
        new("SM3", 32, 64, "1.2.156.10197.1.401", "1.2.156.10197.1.401.2", () => new SM3Digest()),
        new("GOST R 34.11-94", 32, 32, "1.2.643.2.2.9", "1.2.643.2.2.10", () => new Gost3411Digest(), hashCost: 24),
        new("Streebog-256", 32, 64, "1.2.643.7.1.1.2.2", "1.2.643.7.1.1.4.1", () => new Gost3411_2012_256Digest(), hashCost: 8),
        new("Streebog-512", 64, 64, "1.2.643.7.1.1.2.3", "1.2.643.7.1.1.4.2", () => new Gost3411_2012_512Digest(), hashCost: 11),
        new("Kupyna-256", 32, 64, "1.2.804.2.1.1.1.1.2.2.1", null, () => new Dstu7564Digest(256), hashCost: 5),
        new("Kupyna-384", 48, 128, "1.2.804.2.1.1.1.1.2.2.2", null, () => new Dstu7564Digest(384), hashCost: 10),
        new("Kupyna-512", 64, 128, "1.2.804.2.1.1.1.1.2.2.3", null, () => new Dstu7564Digest(512), hashCost: 10),
    ];
}
