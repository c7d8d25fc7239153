using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Threading;

namespace SmimeCertTools.Sandbox.Pki;

/// <summary>RSA keys made at run time that come again after a while. Safe for concurrent use.</summary>
/// <param name="count">How many of each size there are; at least 1.</param>
internal sealed class KeyStock(int count)
{
    private readonly ConcurrentDictionary<(int Size, int Place), Lazy<RSAParameters>> _keys = new();
    private readonly Dictionary<int, int> _next = [];
    private readonly Lock _lock = new();

    /// <summary>How many of each size there are.</summary>
    public int Count { get; } = count >= 1 ? count : throw new ArgumentOutOfRangeException(nameof(count), count, "At least one.");

    /// <summary>The next key of this size. The caller disposes it.</summary>
    public RSA Take(int size)
    {
        int place;
        lock (_lock)
        {
            place = _next.GetValueOrDefault(size);
            _next[size] = (place + 1) % Count;
        }

        return RSA.Create(_keys.GetOrAdd((size, place), _ => new Lazy<RSAParameters>(() => Make(size))).Value);
    }

    private static RSAParameters Make(int size)
    {
        using var key = RSA.Create(size);
        return key.ExportParameters(includePrivateParameters: true);
    }
}
