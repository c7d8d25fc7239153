using System;
using System.Security.Cryptography;
using System.Text;

namespace SmimeCertTools.Core.Bulk.Checking;

/// <summary>
/// The first 128 bits of a SHA-256: stands for a text in tables of many rows. That two different texts of a million share one has
/// a probability below 10^-26.
/// </summary>
internal readonly struct Digest128 : IEquatable<Digest128>
{
    private readonly ulong _first;
    private readonly ulong _second;

    private Digest128(ulong first, ulong second)
    {
        _first = first;
        _second = second;
    }

    /// <summary>The digest of parts that cannot be confused with other parts: each is followed by a zero character.</summary>
    public static Digest128 Of(params string[] parts)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join("\0", parts));
#if NET
        var hash = SHA256.HashData(bytes);
#else
        using var sha256 = SHA256.Create();
        var hash = sha256.ComputeHash(bytes);
#endif
        return new Digest128(BitConverter.ToUInt64(hash, 0), BitConverter.ToUInt64(hash, sizeof(ulong)));
    }

    public bool Equals(Digest128 other) => _first == other._first && _second == other._second;

    public override bool Equals(object? obj) => obj is Digest128 other && Equals(other);

    public override int GetHashCode() => _first.GetHashCode();
}
