using System;
using System.Buffers.Binary;
using System.Linq;
using System.Security.Cryptography;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Secrets;
using PublicKey = SmimeCertTools.Core.Certificates.PublicKey;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>
/// BCRYPT_RSAKEY_BLOB of Windows' bcrypt.h: six little-endian 32-bit numbers (magic, bit length, lengths of public exponent,
/// modulus and the two primes), then exponent and modulus big-endian; private forms go on with the primes, the full private form
/// also with both reduced exponents, the coefficient and the private exponent.
/// https://learn.microsoft.com/windows/win32/api/bcrypt/ns-bcrypt-bcrypt_rsakey_blob
/// </summary>
internal static class CngRsaBlob
{
    private const uint PublicMagic = 0x31415352; // RSA1
    private const uint PrivateMagic = 0x32415352; // RSA2, RSAPRIVATEBLOB
    private const uint FullPrivateMagic = 0x33415352; // RSA3, RSAFULLPRIVATEBLOB
    private const int HeaderLength = 24;

    // 64 bits, as ConnectorPublicKey has it.
    private const int MaximumExponentLength = 8;
    private const int MaximumModulusLength = ConnectorPublicKey.MaximumKeySize / 8;

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
    public static byte[] Write(byte[] modulus, byte[] exponent, int bitLength) =>
        Write(PublicMagic, bitLength, [exponent, modulus]);

    /// <summary>
    /// Reads a private form; the caller overwrites the numbers (<see cref="RsaPrivateKeyInfo.Zero"/>). Whether they belong
    /// together is not checked, but for the size of each.
    /// </summary>
    /// <exception cref="FormatException">The header contradicts the content, or the numbers are none of a key.</exception>
    public static RSAParameters ReadPrivate(ReadOnlySpan<byte> content)
    {
        if (!IsPrivate(content) || content.Length < HeaderLength)
        {
            throw new FormatException("its header is not complete");
        }

        var isFull = Magic(content) == FullPrivateMagic;
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(content.Slice(4));
        long exponent = BinaryPrimitives.ReadUInt32LittleEndian(content.Slice(8));
        long modulus = BinaryPrimitives.ReadUInt32LittleEndian(content.Slice(12));
        long first = BinaryPrimitives.ReadUInt32LittleEndian(content.Slice(16));
        long second = BinaryPrimitives.ReadUInt32LittleEndian(content.Slice(20));
        if (exponent is 0 or > MaximumExponentLength || modulus is 0 or > MaximumModulusLength
            || first == 0 || first > modulus || second == 0 || second > modulus)
        {
            throw new FormatException("its header announces numbers of lengths that no key has");
        }

        var announced = HeaderLength + exponent + modulus + first + second;
        announced += isFull ? first + second + first + modulus : 0;
        if (announced != content.Length)
        {
            throw new FormatException($"its header announces {announced} bytes and it has {content.Length}");
        }

        var rest = content.Slice(HeaderLength);
        var key = new RSAParameters
        {
            Exponent = Take(ref rest, exponent),
            Modulus = Take(ref rest, modulus),
            P = Take(ref rest, first),
            Q = Take(ref rest, second),
        };
        if (PublicKey.BitLength(DerReader.TrimZeros(key.Modulus).Span) != bits)
        {
            throw new FormatException("its header announces another key size than it holds");
        }

        if (isFull)
        {
            key.DP = Take(ref rest, first);
            key.DQ = Take(ref rest, second);
            key.InverseQ = Take(ref rest, first);
            key.D = Take(ref rest, modulus);
            return key;
        }

        try
        {
            RsaPrivateKeyInfo.Complete(ref key);
            return key;
        }
        catch (ArithmeticException exception)
        {
            RsaPrivateKeyInfo.Zero(key);
            throw new FormatException("its numbers do not belong to one RSA key", exception);
        }
    }

    /// <summary>Writes the full private form of numbers that have the widths of <see cref="RsaPrivateKeyInfo.Read"/>.</summary>
    public static SecretBytes WritePrivate(in RSAParameters key, int bitLength) => SecretBytes.Own(Write(
        FullPrivateMagic, bitLength, [key.Exponent!, key.Modulus!, key.P!, key.Q!, key.DP!, key.DQ!, key.InverseQ!, key.D!]));

    private static byte[] Write(uint magic, int bitLength, byte[][] numbers)
    {
        var blob = new byte[HeaderLength + numbers.Sum(number => number.Length)];
        BinaryPrimitives.WriteUInt32LittleEndian(blob, magic);
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(4), bitLength);
        var at = HeaderLength;
        for (var i = 0; i < numbers.Length; i++)
        {
            // Exponent, modulus and the primes; the lengths of the others follow from those.
            if (i < 4)
            {
                BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(8 + (4 * i)), numbers[i].Length);
            }

            numbers[i].CopyTo(blob, at);
            at += numbers[i].Length;
        }

        return blob;
    }

    private static byte[] Take(ref ReadOnlySpan<byte> rest, long length)
    {
        var number = rest.Slice(0, (int)length).ToArray();
        rest = rest.Slice((int)length);
        return number;
    }

    private static uint Magic(ReadOnlySpan<byte> content) =>
        content.Length < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(content);
}
