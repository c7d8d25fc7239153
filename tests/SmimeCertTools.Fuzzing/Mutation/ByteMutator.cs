using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Fuzzing.Mutation;

/// <summary>Changes bytes without a look at what they mean.</summary>
internal static class ByteMutator
{
    private const int LongestRun = 64;
    private static readonly byte[] Telling =
        [0x00, 0x01, 0x02, 0x04, 0x05, 0x06, 0x1F, 0x24, 0x30, 0x31, 0x7F, 0x80, 0x84, 0x88, 0xA0, 0xFF];

    private static readonly (string Name, Func<byte[], FuzzRandom, IReadOnlyList<byte[]>, byte[]> Apply)[] Operators =
    [
        ("flip a bit", FlipBit),
        ("flip a bit", FlipBit),
        ("set a byte", SetByte),
        ("overwrite a run", Overwrite),
        ("fill a run", Fill),
        ("cut off", (input, random, _) => input[..random.Next(input.Length)]),
        ("append", (input, random, _) => [.. input, .. random.NextBytes(1 + random.Next(LongestRun))]),
        ("insert a run", Insert),
        ("delete a run", Delete),
        ("repeat a run", Repeat),
        ("splice", Splice),
    ];

    public static byte[] Mutate(byte[] input, FuzzRandom random, IReadOnlyList<byte[]> donors, out string name)
    {
        var chosen = random.Pick(Operators);
        name = chosen.Name;
        return input.Length == 0 ? [random.Pick(Telling)] : chosen.Apply(input, random, donors);
    }

    private static byte[] FlipBit(byte[] input, FuzzRandom random, IReadOnlyList<byte[]> donors)
    {
        byte[] result = [.. input];
        result[random.Next(result.Length)] ^= (byte)(1 << random.Next(8));
        return result;
    }

    private static byte[] SetByte(byte[] input, FuzzRandom random, IReadOnlyList<byte[]> donors)
    {
        byte[] result = [.. input];
        result[random.Next(result.Length)] = random.Pick(Telling);
        return result;
    }

    private static byte[] Overwrite(byte[] input, FuzzRandom random, IReadOnlyList<byte[]> donors)
    {
        byte[] result = [.. input];
        var (at, length) = Run(input, random);
        random.NextBytes(length).CopyTo(result, at);
        return result;
    }

    private static byte[] Fill(byte[] input, FuzzRandom random, IReadOnlyList<byte[]> donors)
    {
        byte[] result = [.. input];
        var (at, length) = Run(input, random);
        result.AsSpan(at, length).Fill(random.Pick(Telling));
        return result;
    }

    private static byte[] Insert(byte[] input, FuzzRandom random, IReadOnlyList<byte[]> donors)
    {
        var at = random.Next(input.Length + 1);
        var run = random.OneIn(2)
            ? random.NextBytes(1 + random.Next(LongestRun))
            : [.. Enumerable.Repeat(random.Pick(Telling), 1 + random.Next(LongestRun))];
        return [.. input[..at], .. run, .. input[at..]];
    }

    private static byte[] Delete(byte[] input, FuzzRandom random, IReadOnlyList<byte[]> donors)
    {
        var (at, length) = Run(input, random);
        return [.. input[..at], .. input[(at + length)..]];
    }

    private static byte[] Repeat(byte[] input, FuzzRandom random, IReadOnlyList<byte[]> donors)
    {
        var (at, length) = Run(input, random);
        return [.. input[..(at + length)], .. input[at..]];
    }

    private static byte[] Splice(byte[] input, FuzzRandom random, IReadOnlyList<byte[]> donors)
    {
        var donor = donors.Count == 0 ? input : random.Pick(donors);
        return [.. input[..random.Next(input.Length + 1)], .. donor[random.Next(donor.Length + 1)..]];
    }

    private static (int At, int Length) Run(byte[] input, FuzzRandom random)
    {
        var at = random.Next(input.Length);
        return (at, 1 + random.Next(Math.Min(LongestRun, input.Length - at)));
    }
}
