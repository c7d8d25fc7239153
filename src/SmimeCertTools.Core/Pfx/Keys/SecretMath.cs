using System;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Pfx.Keys;

/// <summary>
/// The little arithmetic that checks an RSA key, on buffers that can be overwritten (BigInteger's cannot). Numbers are arrays of
/// 32-bit limbs, least significant first. Not constant in time: it runs once, on the user's own machine, on a key that is being
/// opened.
/// </summary>
internal static class SecretMath
{
    /// <summary>From big-endian bytes.</summary>
    public static uint[] FromBytes(ReadOnlySpan<byte> bytes)
    {
        var limbs = new uint[(bytes.Length + 3) / 4];
        for (var i = 0; i < bytes.Length; i++)
        {
            limbs[i / 4] |= (uint)bytes[bytes.Length - 1 - i] << (8 * (i % 4));
        }

        return limbs;
    }

    /// <summary>The number less one; it must be positive.</summary>
    public static uint[] Decrement(uint[] number)
    {
        var result = (uint[])number.Clone();
        for (var i = 0; i < result.Length && result[i]-- == 0; i++)
        {
        }

        return result;
    }

    public static uint[] Multiply(uint[] one, uint[] other)
    {
        var product = new uint[one.Length + other.Length];
        for (var i = 0; i < one.Length; i++)
        {
            ulong carry = 0;
            for (var j = 0; j < other.Length; j++)
            {
                carry += ((ulong)one[i] * other[j]) + product[i + j];
                product[i + j] = (uint)carry;
                carry >>= 32;
            }

            product[i + other.Length] = (uint)carry;
        }

        return product;
    }

    /// <summary>Whether two numbers are equal, whatever their leading zeros.</summary>
    public static bool AreEqual(uint[] one, uint[] other)
    {
        for (var i = 0; i < Math.Max(one.Length, other.Length); i++)
        {
            if ((i < one.Length ? one[i] : 0) != (i < other.Length ? other[i] : 0))
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsOne(uint[] number) => Length(number) == 1 && number[0] == 1;

    public static bool IsZero(uint[] number) => Length(number) == 0;

    /// <summary>The remainder of a division (Knuth, The Art of Computer Programming, volume 2, algorithm 4.3.1 D).</summary>
    public static uint[] Remainder(uint[] number, uint[] divisor)
    {
        var count = Length(divisor);
        if (count == 0)
        {
            throw new DivideByZeroException();
        }

        if (Length(number) < count)
        {
            return (uint[])number.Clone();
        }

        if (count == 1)
        {
            return RemainderOfLimb(number, divisor[0]);
        }

        var shift = LeadingZeros(divisor[count - 1]);
        var scaledDivisor = new uint[count];
        ShiftLeft(divisor, count, shift, scaledDivisor);
        var rest = new uint[number.Length + 1];
        ShiftLeft(number, number.Length, shift, rest);
        for (var at = rest.Length - 1 - count; at >= 0; at--)
        {
            SubtractMultiple(rest, at, scaledDivisor);
        }

        var result = new uint[count];
        for (var i = 0; i < count; i++)
        {
            var high = (ulong)(i + 1 < rest.Length ? rest[i + 1] : 0) << 32;
            result[i] = (uint)((high | rest[i]) >> shift);
        }

        Zero(scaledDivisor);
        Zero(rest);
        return result;
    }

    public static void Zero(uint[] number) =>
        SecretBytes.Zero(System.Runtime.InteropServices.MemoryMarshal.AsBytes(number.AsSpan()));

    private static void SubtractMultiple(uint[] rest, int at, uint[] divisor)
    {
        var count = divisor.Length;
        var high = ((ulong)rest[at + count] << 32) | rest[at + count - 1];
        var estimate = high / divisor[count - 1];
        var remainder = high % divisor[count - 1];
        while (estimate > uint.MaxValue || estimate * divisor[count - 2] > ((remainder << 32) | rest[at + count - 2]))
        {
            estimate--;
            remainder += divisor[count - 1];
            if (remainder > uint.MaxValue)
            {
                break;
            }
        }

        ulong carry = 0;
        long borrow = 0;
        for (var i = 0; i < count; i++)
        {
            carry += estimate * divisor[i];
            borrow += (long)rest[at + i] - (uint)carry;
            rest[at + i] = (uint)borrow;
            carry >>= 32;
            borrow >>= 32;
        }

        borrow += (long)rest[at + count] - (uint)carry;
        rest[at + count] = (uint)borrow;
        if (borrow >= 0)
        {
            return;
        }

        // The estimate was one too large: add the divisor back.
        carry = 0;
        for (var i = 0; i < count; i++)
        {
            carry += (ulong)rest[at + i] + divisor[i];
            rest[at + i] = (uint)carry;
            carry >>= 32;
        }

        rest[at + count] += (uint)carry;
    }

    private static uint[] RemainderOfLimb(uint[] number, uint divisor)
    {
        ulong rest = 0;
        for (var i = number.Length - 1; i >= 0; i--)
        {
            rest = ((rest << 32) | number[i]) % divisor;
        }

        return [(uint)rest];
    }

    private static void ShiftLeft(uint[] source, int count, int shift, uint[] target)
    {
        uint carry = 0;
        for (var i = 0; i < count; i++)
        {
            target[i] = (source[i] << shift) | carry;
            carry = shift == 0 ? 0 : source[i] >> (32 - shift);
        }

        if (count < target.Length)
        {
            target[count] = carry;
        }
    }

    private static int Length(uint[] number)
    {
        var length = number.Length;
        while (length > 0 && number[length - 1] == 0)
        {
            length--;
        }

        return length;
    }

    private static int LeadingZeros(uint limb)
    {
        var zeros = 0;
        while ((limb & 0x80000000) == 0)
        {
            limb <<= 1;
            zeros++;
        }

        return zeros;
    }
}
