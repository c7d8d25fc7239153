using System.Collections.Generic;

namespace SmimeCertTools.Fuzzing.Mutation;

/// <summary>Makes a broken or unusual encoding of a good one.</summary>
public static class Mutator
{
    // What is read is bounded to this; a larger file is a matter of its own (PfxReadOptions.MaxFileSize).
    private const int MaxLength = 1024 * 1024;

    /// <summary>Changes <paramref name="input"/> once.</summary>
    /// <param name="input">Bytes; not changed themselves.</param>
    /// <param name="random">Decides what is done.</param>
    /// <param name="donors">Other inputs of the same sort, to take parts from.</param>
    /// <param name="log">Gets the name of what was done.</param>
    public static byte[] Mutate(byte[] input, FuzzRandom random, IReadOnlyList<byte[]> donors, ICollection<string> log)
    {
        var name = "rewrite in BER";
        var result = random.Next(16) switch
        {
            0 => BerRewriter.Rewrite(input, random),
            < 10 => TlvMutator.TryMutate(input, random, donors, out name) ?? ByteMutator.Mutate(input, random, donors, out name),
            _ => ByteMutator.Mutate(input, random, donors, out name),
        };
        log.Add(name);
        return result.Length <= MaxLength ? result : result[..MaxLength];
    }
}
