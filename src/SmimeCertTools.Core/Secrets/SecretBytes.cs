using System;
using System.Collections.Generic;
using System.Security.Cryptography;

namespace SmimeCertTools.Core.Secrets;

/// <summary>
/// Secret bytes (an encoded password, a private key) in a buffer of its own that is overwritten with zeros on disposal and on
/// finalization. It has no text form, so it cannot end up in a message.
/// </summary>
public sealed class SecretBytes : IDisposable
{
    private byte[]? _bytes;

    private SecretBytes(byte[] owned) => _bytes = owned;

    /// <summary>Finalizes an instance that nobody disposed.</summary>
    ~SecretBytes() => Clear();

    /// <summary>The number of bytes.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public int Length => Owned.Length;

    /// <summary>The bytes themselves, valid until disposal. Do not keep a copy.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public ReadOnlySpan<byte> Span => Owned;

    private byte[] Owned => _bytes ?? throw new ObjectDisposedException(nameof(SecretBytes));

    /// <summary>Takes over <paramref name="bytes"/>: the caller must not use the array afterwards.</summary>
    public static SecretBytes Own(byte[] bytes) => new(Guard.NotNull(bytes));

    /// <summary>Copies <paramref name="bytes"/> into a new buffer.</summary>
    public static SecretBytes Copy(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    /// <summary>
    /// The array itself, for libraries that take only arrays. It belongs to this object and is zeroed with it.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public byte[] DangerousGetArray() => Owned;

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        GC.SuppressFinalize(this);
    }

    /// <summary>Overwrites <paramref name="bytes"/> with zeros in a way the compiler does not remove.</summary>
    public static void Zero(Span<byte> bytes)
    {
#if NET
        CryptographicOperations.ZeroMemory(bytes);
#else
        bytes.Clear();
        System.Threading.Thread.MemoryBarrier();
#endif
    }

    /// <summary>Overwrites each of <paramref name="arrays"/> with zeros.</summary>
    internal static void Zero(List<byte[]> arrays) => arrays.ForEach(array => Zero(array));

    private void Clear()
    {
        if (_bytes is { } bytes)
        {
            _bytes = null;
            Zero(bytes);
        }
    }
}
