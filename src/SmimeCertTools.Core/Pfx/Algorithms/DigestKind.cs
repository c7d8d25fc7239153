using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Threading;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Pfx.Algorithms;

/// <summary>
/// A hash function as the key derivations and integrity checks use it: by the runtime's one-shot native functions where it has
/// them and they are the faster ones, by BouncyCastle otherwise.
/// </summary>
internal sealed class DigestKind(
    string name, int size, int blockSize, string identifier, string? hmacIdentifier, Func<IDigest> create, int hashCost = 1,
    int? macCost = null)
{
    // After so many iterations it is seen whether somebody has stopped waiting.
    private const int Stretch = 8192;

    // A tenth of a second at most: nobody notices, and a thread of its own would be dearer.
    private const long Moment = 200_000;

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
        foreach (var kind in DigestKinds.All())
        {
            ByHashIdentifier.Add(kind.Identifier, kind);
            foreach (var hmac in kind.HmacIdentifiers)
            {
                ByHmacIdentifier.Add(hmac, kind);
            }
        }

        Sha1 = ByHashIdentifier["1.3.14.3.2.26"];
        Md5 = ByHashIdentifier["1.2.840.113549.2.5"];
        Sha256 = ByHashIdentifier["2.16.840.1.101.3.4.2.1"];
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

    /// <summary>What a hash of a result takes, in units of half a microsecond.</summary>
    public int HashCost => hashCost;

    /// <summary>What an iteration of PBKDF2 takes, in the same units.</summary>
    public int MacCost => macCost ?? 2 * hashCost;

    private string[] HmacIdentifiers => hmacIdentifier?.Split(' ') ?? [];

    /// <summary>The hash function with this object identifier, or null.</summary>
    public static DigestKind? FromHash(string identifier) => ByHashIdentifier.TryGetValue(identifier, out var kind) ? kind : null;

    /// <summary>The hash function of the HMAC with this object identifier, or null.</summary>
    public static DigestKind? FromHmac(string identifier) => ByHmacIdentifier.TryGetValue(identifier, out var kind) ? kind : null;

    /// <summary>Hashes <paramref name="input"/>, then the result again, <paramref name="iterations"/> times in all.</summary>
    /// <exception cref="OperationCanceledException">Somebody stopped it.</exception>
    public void HashRepeatedly(
        byte[] input, int iterations, byte[] result, CancellationToken cancellationToken = default)
    {
        if (HashesThroughOpenSsl || !HashNatively(input, iterations, result, cancellationToken))
        {
            HashPortably(input, iterations, result, cancellationToken);
        }
    }

    /// <summary>The same by the runtime's one-shot function; false where it has none.</summary>
    internal bool HashNatively(
        byte[] input, int iterations, byte[] result, CancellationToken cancellationToken = default)
    {
#if NET
        if (_native.Hash is { } hash)
        {
            hash(input, result);
            for (var i = 1; i < iterations; i++)
            {
                StopIfAsked(i, cancellationToken);
                hash(result, result);
            }

            return true;
        }
#else
        _ = (input, iterations, result, cancellationToken);
#endif
        return false;
    }

    /// <summary>The same by BouncyCastle, whose digests forget their state with each result.</summary>
    internal void HashPortably(
        byte[] input, int iterations, byte[] result, CancellationToken cancellationToken = default)
    {
        var digest = create();
        digest.BlockUpdate(input, 0, input.Length);
        digest.DoFinal(result, 0);
        for (var i = 1; i < iterations; i++)
        {
            StopIfAsked(i, cancellationToken);
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
    /// <exception cref="OperationCanceledException">Somebody stopped it.</exception>
    public byte[] Pbkdf2(
        byte[] password, byte[] salt, int iterations, int length, CancellationToken cancellationToken = default)
    {
#if NET
        if (_native.Hash is not null && Name != "MD5")
        {
            var blocks = (length + size - 1) / size;
            return (long)iterations * blocks * MacCost <= Moment
                ? Native(password) : LeavableWork.Run(password, Native, cancellationToken);

            byte[] Native(byte[] secret)
            {
                var result = new byte[length];
                Rfc2898DeriveBytes.Pbkdf2(secret, salt, result, iterations, _native.Name);
                return result;
            }
        }
#endif
        return Pbkdf2Portably(password, salt, iterations, length, cancellationToken);
    }

    // BouncyCastle's own generator runs to its end.
    private byte[] Pbkdf2Portably(byte[] password, byte[] salt, int iterations, int length, CancellationToken cancellationToken)
    {
        var mac = new HMac(create());
        mac.Init(new KeyParameter(password));
        var (result, block, sum) = (new byte[length], new byte[size], new byte[size]);
        for (int done = 0, number = 1; done < length; done += size, number++)
        {
            mac.BlockUpdate(salt, 0, salt.Length);
            mac.BlockUpdate([(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number], 0, 4);
            mac.DoFinal(block, 0);
            block.CopyTo(sum, 0);
            for (var i = 1; i < iterations; i++)
            {
                StopIfAsked(i, cancellationToken);
                mac.BlockUpdate(block, 0, size);
                mac.DoFinal(block, 0);
                for (var at = 0; at < size; at++)
                {
                    sum[at] ^= block[at];
                }
            }

            Buffer.BlockCopy(sum, 0, result, done, Math.Min(size, length - done));
        }

        SecretBytes.Zero(block);
        SecretBytes.Zero(sum);
        return result;
    }

    private static void StopIfAsked(int iteration, CancellationToken cancellationToken)
    {
        if (iteration % Stretch == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
