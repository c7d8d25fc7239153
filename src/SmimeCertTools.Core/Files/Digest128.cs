using System;
using System.Security.Cryptography;
using System.Text;

namespace SmimeCertTools.Core.Files;

/// <summary>
/// The first 128 bits of a SHA-256: stands for a text or a file where many are told apart. That two different ones of a million
/// share one has a probability below 10^-26.
/// </summary>
internal readonly record struct Digest128(ulong First, ulong Second)
{
    /// <summary>The digest of parts that cannot be confused with other parts: each is followed by a zero character.</summary>
    public static Digest128 Of(params string[] parts) => Of(Encoding.UTF8.GetBytes(string.Join("\0", parts)));

    /// <summary>The digest of a file's bytes.</summary>
    public static Digest128 Of(byte[] content)
    {
#if NET
        return Take(SHA256.HashData(content));
#else
        using var sha256 = SHA256.Create();
        return Take(sha256.ComputeHash(content));
#endif
    }

    /// <summary>The same under a key (HMAC), for what nobody may find out by trying.</summary>
    public static Digest128 Of(byte[] key, byte[] content)
    {
        using var hmac = new HMACSHA256(key);
        return Take(hmac.ComputeHash(content));
    }

    private static Digest128 Take(byte[] hash) => new(BitConverter.ToUInt64(hash, 0), BitConverter.ToUInt64(hash, sizeof(ulong)));
}
