using System;
using System.Threading;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Pfx.Algorithms;

/// <summary>The key derivation of PKCS#12 (RFC 7292 appendix B.2).</summary>
internal static class Pkcs12Kdf
{
    /// <summary>ID of key material for encryption (appendix B.3).</summary>
    public const int Key = 1;

    /// <summary>ID of an initial value.</summary>
    public const int InitialValue = 2;

    /// <summary>ID of key material for an integrity check.</summary>
    public const int Mac = 3;

    /// <summary>Derives <paramref name="length"/> bytes.</summary>
    /// <exception cref="OperationCanceledException">Somebody stopped it.</exception>
    public static byte[] Derive(DigestKind digest, int purpose, byte[] password, byte[] salt, int iterations, int length,
        CancellationToken cancellationToken)
    {
        var block = digest.BlockSize;
        var saltLength = RoundUp(salt.Length, block);
        var passwordLength = RoundUp(password.Length, block);
        var input = new byte[block + saltLength + passwordLength];
        var hash = new byte[digest.Size];
        var addend = new byte[block];
        var result = new byte[length];

        for (var i = 0; i < block; i++)
        {
            input[i] = (byte)purpose;
        }

        Repeat(salt, input.AsSpan(block, saltLength));
        Repeat(password, input.AsSpan(block + saltLength, passwordLength));
        for (var done = 0; done < length; done += hash.Length)
        {
            digest.HashRepeatedly(input, iterations, hash, cancellationToken);
            hash.AsSpan(0, Math.Min(hash.Length, length - done)).CopyTo(result.AsSpan(done));
            if (length - done > hash.Length)
            {
                Repeat(hash, addend);
                for (var at = block; at < input.Length; at += block)
                {
                    AddPlusOne(input.AsSpan(at, block), addend);
                }
            }
        }

        SecretBytes.Zero(input);
        SecretBytes.Zero(hash);
        SecretBytes.Zero(addend);
        return result;
    }

    private static int RoundUp(int length, int block) => (length + block - 1) / block * block;

    private static void Repeat(byte[] source, Span<byte> target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = source[i % source.Length];
        }
    }

    private static void AddPlusOne(Span<byte> number, byte[] addend)
    {
        var carry = 1;
        for (var i = number.Length - 1; i >= 0; i--)
        {
            carry += number[i] + addend[i];
            number[i] = (byte)carry;
            carry >>= 8;
        }
    }
}
