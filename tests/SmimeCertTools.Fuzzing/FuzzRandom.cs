using System;
using System.Collections.Generic;

namespace SmimeCertTools.Fuzzing;

/// <summary>
/// Random numbers that a seed and a number within the run determine, the same on every runtime (SplitMix64: Steele, Lea, Flood,
/// "Fast splittable pseudorandom number generators", 2014). So every input can be made again on its own.
/// </summary>
public sealed class FuzzRandom
{
    private ulong _state;

    /// <summary>The numbers of input <paramref name="index"/> of run <paramref name="seed"/>.</summary>
    public FuzzRandom(long seed, long index = 0)
    {
        _state = (ulong)seed;
        _state = NextBits() ^ (ulong)index;
        _state = NextBits();
    }

    /// <summary>A number from 0 to below <paramref name="limit"/>, which must be positive.</summary>
    public int Next(int limit) => (int)(NextBits() % (ulong)limit);

    /// <summary>True once in <paramref name="times"/>.</summary>
    public bool OneIn(int times) => Next(times) == 0;

    /// <summary>Any byte.</summary>
    public byte NextByte() => (byte)NextBits();

    /// <summary>Bytes.</summary>
    public byte[] NextBytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = NextByte();
        }

        return bytes;
    }

    /// <summary>One of <paramref name="items"/>, which must not be empty.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    /// <summary>A small number, smaller ones being likelier: at least 1, at most <paramref name="most"/>.</summary>
    public int NextSmall(int most)
    {
        var count = 1;
        while (count < most && OneIn(2))
        {
            count++;
        }

        return count;
    }

    /// <summary>The items in another order.</summary>
    public T[] Shuffle<T>(IEnumerable<T> items)
    {
        T[] shuffled = [.. items];
        for (var i = shuffled.Length - 1; i > 0; i--)
        {
            var other = Next(i + 1);
            (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
        }

        return shuffled;
    }

    private ulong NextBits()
    {
        var bits = _state += 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
