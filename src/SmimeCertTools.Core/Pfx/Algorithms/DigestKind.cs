using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace SmimeCertTools.Core.Pfx.Algorithms;

/// <summary>
/// A hash function as the key derivations and integrity checks use it: by the runtime's one-shot native functions where it has
/// them and they are the faster ones, by BouncyCastle otherwise.
/// </summary>
internal sealed class DigestKind(
    string name, int size, int blockSize, string identifier, string? hmacIdentifier, Func<IDigest> create)
{
    private static readonly Dictionary<string, DigestKind> ByHashIdentifier = [];
    private static readonly Dictionary<string, DigestKind> ByHmacIdentifier = [];

    // Where the runtime hashes through OpenSSL (wherever neither Windows nor Apple provides it), preparing one call costs it
    // several times what hashing 20 or 32 bytes does; thousands of such calls take two to three times as long as BouncyCastle's.
    // PBKDF2 is one call for all iterations, and there the runtime wins.
    private static readonly bool HashesThroughOpenSsl =
        !RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && !RuntimeInformation.IsOSPlatform(OSPlatform.OSX);

#if NET
    private readonly (HashFunction? Hash, HmacFunction? Hmac, HashAlgorithmName Name) _native = name switch
    {
        "MD5" => (MD5.HashData, HMACMD5.HashData, HashAlgorithmName.MD5),
        "SHA1" => (SHA1.HashData, HMACSHA1.HashData, HashAlgorithmName.SHA1),
        "SHA256" => (SHA256.HashData, HMACSHA256.HashData, HashAlgorithmName.SHA256),
        "SHA384" => (SHA384.HashData, HMACSHA384.HashData, HashAlgorithmName.SHA384),
        "SHA512" => (SHA512.HashData, HMACSHA512.HashData, HashAlgorithmName.SHA512),
        "SHA3-256" when SHA3_256.IsSupported => (SHA3_256.HashData, HMACSHA3_256.HashData, HashAlgorithmName.SHA3_256),
        "SHA3-384" when SHA3_384.IsSupported => (SHA3_384.HashData, HMACSHA3_384.HashData, HashAlgorithmName.SHA3_384),
        "SHA3-512" when SHA3_512.IsSupported => (SHA3_512.HashData, HMACSHA3_512.HashData, HashAlgorithmName.SHA3_512),
        _ => default,
    };
#endif

    static DigestKind()
    {
        Sha1 = new("SHA1", 20, 64, "1.3.14.3.2.26", "1.2.840.113549.2.7", () => new Sha1Digest());
        Md5 = new("MD5", 16, 64, "1.2.840.113549.2.5", null, () => new MD5Digest());
        Sha256 = new("SHA256", 32, 64, "2.16.840.1.101.3.4.2.1", "1.2.840.113549.2.9", () => new Sha256Digest());
        Register(new("SHA224", 28, 64, "2.16.840.1.101.3.4.2.4", "1.2.840.113549.2.8", () => new Sha224Digest()));
        Register(new("SHA384", 48, 128, "2.16.840.1.101.3.4.2.2", "1.2.840.113549.2.10", () => new Sha384Digest()));
        Register(new("SHA512", 64, 128, "2.16.840.1.101.3.4.2.3", "1.2.840.113549.2.11", () => new Sha512Digest()));
        Register(new("SHA512/224", 28, 128, "2.16.840.1.101.3.4.2.5", "1.2.840.113549.2.12", () => new Sha512tDigest(224)));
        Register(new("SHA512/256", 32, 128, "2.16.840.1.101.3.4.2.6", "1.2.840.113549.2.13", () => new Sha512tDigest(256)));
        Register(new("SHA3-224", 28, 144, "2.16.840.1.101.3.4.2.7", "2.16.840.1.101.3.4.2.13", () => new Sha3Digest(224)));
        Register(new("SHA3-256", 32, 136, "2.16.840.1.101.3.4.2.8", "2.16.840.1.101.3.4.2.14", () => new Sha3Digest(256)));
        Register(new("SHA3-384", 48, 104, "2.16.840.1.101.3.4.2.9", "2.16.840.1.101.3.4.2.15", () => new Sha3Digest(384)));
        Register(new("SHA3-512", 64, 72, "2.16.840.1.101.3.4.2.10", "2.16.840.1.101.3.4.2.16", () => new Sha3Digest(512)));
        Register(Sha1);
        Register(Sha256);
        Register(Md5);
    }

#if NET
    private delegate int HashFunction(ReadOnlySpan<byte> source, Span<byte> destination);

    private delegate int HmacFunction(ReadOnlySpan<byte> key, ReadOnlySpan<byte> source, Span<byte> destination);
#endif

    public static DigestKind Sha1 { get; }

    public static DigestKind Md5 { get; }

    public static DigestKind Sha256 { get; }

    public string Name => name;

    /// <summary>Length of the result in bytes.</summary>
    public int Size => size;

    /// <summary>Length of the function's input block in bytes, the <c>v</c> of RFC 7292 appendix B.</summary>
    public int BlockSize => blockSize;

    /// <summary>The object identifier of the hash function.</summary>
    public string Identifier => identifier;

    private string? HmacIdentifier => hmacIdentifier;

    /// <summary>The hash function with this object identifier, or null.</summary>
    public static DigestKind? FromHash(string identifier) => ByHashIdentifier.TryGetValue(identifier, out var kind) ? kind : null;

    /// <summary>The hash function of the HMAC with this object identifier, or null.</summary>
    public static DigestKind? FromHmac(string identifier) => ByHmacIdentifier.TryGetValue(identifier, out var kind) ? kind : null;

    /// <summary>Hashes <paramref name="input"/>, then the result again, <paramref name="iterations"/> times in all.</summary>
    public void HashRepeatedly(byte[] input, int iterations, byte[] result)
    {
        if (HashesThroughOpenSsl || !HashNatively(input, iterations, result))
        {
            HashPortably(input, iterations, result);
        }
    }

    /// <summary>The same by the runtime's one-shot function; false where it has none.</summary>
    internal bool HashNatively(byte[] input, int iterations, byte[] result)
    {
#if NET
        if (_native.Hash is { } hash)
        {
            hash(input, result);
            for (var i = 1; i < iterations; i++)
            {
                hash(result, result);
            }

            return true;
        }
#else
        _ = (input, iterations, result);
#endif
        return false;
    }

    /// <summary>The same by BouncyCastle, whose digests forget their state with each result.</summary>
    internal void HashPortably(byte[] input, int iterations, byte[] result)
    {
        var digest = create();
        digest.BlockUpdate(input, 0, input.Length);
        digest.DoFinal(result, 0);
        for (var i = 1; i < iterations; i++)
        {
            digest.BlockUpdate(result, 0, result.Length);
            digest.DoFinal(result, 0);
        }
    }

    /// <summary>HMAC (RFC 2104) of <paramref name="data"/>.</summary>
    public byte[] Hmac(byte[] key, ReadOnlySpan<byte> data)
    {
        var result = new byte[Size];
#if NET
        if (_native.Hmac is { } native)
        {
            native(key, data, result);
            return result;
        }
#endif
        var mac = new HMac(create());
        mac.Init(new KeyParameter(key));
        var copy = data.ToArray();
        mac.BlockUpdate(copy, 0, copy.Length);
        mac.DoFinal(result, 0);
        return result;
    }

    /// <summary>PBKDF2 (RFC 8018 section 5.2) with this function's HMAC.</summary>
    public byte[] Pbkdf2(byte[] password, byte[] salt, int iterations, int length)
    {
#if NET
        if (_native.Hash is not null && Name != "MD5")
        {
            var result = new byte[length];
            Rfc2898DeriveBytes.Pbkdf2(password, salt, result, iterations, _native.Name);
            return result;
        }
#endif
        var generator = new Pkcs5S2ParametersGenerator(create());
        generator.Init(password, salt, iterations);
        return ((KeyParameter)generator.GenerateDerivedMacParameters(length * 8)).GetKey();
    }

    private static void Register(DigestKind kind)
    {
        ByHashIdentifier.Add(kind.Identifier, kind);
        if (kind.HmacIdentifier is { } identifier)
        {
            ByHmacIdentifier.Add(identifier, kind);
        }
    }
}
