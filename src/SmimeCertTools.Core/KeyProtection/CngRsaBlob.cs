using System;
using System.Buffers.Binary;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>
/// BCRYPT_RSAKEY_BLOB of Windows' bcrypt.h: six little-endian 32-bit numbers (magic, bit length, lengths of public exponent,
/// modulus and the two primes), then exponent and modulus big-endian; private forms go on with the primes.
/// https://learn.microsoft.com/windows/win32/api/bcrypt/ns-bcrypt-bcrypt_rsakey_blob
/// </summary>
internal static class CngRsaBlob
{
    private const uint PublicMagic = 0x31415352; // RSA1
    private const uint PrivateMagic = 0x32415352; // RSA2, RSAPRIVATEBLOB
    private const uint FullPrivateMagic = 0x33415352; // RSA3, RSAFULLPRIVATEBLOB
    private const int HeaderLength = 24;

    /// <summary>Whether <paramref name="content"/> starts as the public form.</summary>
    public static bool IsPublic(ReadOnlySpan<byte> content) => Magic(content) == PublicMagic;

    /// <summary>Whether <paramref name="content"/> starts as one of the private forms.</summary>
    public static bool IsPrivate(ReadOnlySpan<byte> content) => Magic(content) is PrivateMagic or FullPrivateMagic;

    /// <summary>Reads the public form.</summary>
    /// <exception cref="FormatException">
    /// The header contradicts the length, so the blob is cut off or is something else.
    /// </exception>
    public static (byte[] Modulus, byte[] Exponent) Read(ReadOnlySpan<byte> content)
    {
        if (!IsPublic(content) || content.Length < HeaderLength)
        {
            throw new FormatException("it is no complete RSAPUBLICBLOB header");
        }

        var exponentLength = BinaryPrimitives.ReadUInt32LittleEndian(content.Slice(8));
        var modulusLength = BinaryPrimitives.ReadUInt32LittleEndian(content.Slice(12));

        // Unsigned 64-bit sums of 32-bit lengths cannot wrap.
        var announced = HeaderLength + (ulong)exponentLength + modulusLength;
        if (announced != (ulong)content.Length)
        {
            throw new FormatException($"its header announces {announced} bytes and it has {content.Length}");
        }

        var exponent = content.Slice(HeaderLength, (int)exponentLength).ToArray();
        var modulus = content.Slice(HeaderLength + (int)exponentLength).ToArray();
        return (modulus, exponent);
    }

    /// <summary>Writes the public form of a key whose numbers have no leading zeros.</summary>
    public static byte[] Write(byte[] modulus, byte[] exponent, int bitLength)
    {
        var blob = new byte[HeaderLength + exponent.Length + modulus.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(blob, PublicMagic);
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(4), bitLength);
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(8), exponent.Length);
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(12), modulus.Length);
        exponent.CopyTo(blob, HeaderLength);
        modulus.CopyTo(blob, HeaderLength + exponent.Length);
        return blob;
    }

    private static uint Magic(ReadOnlySpan<byte> content) =>
        content.Length < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(content);
}
