namespace SmimeCertTools.Core.Pfx.Writing;

/// <summary>How a PFX is written.</summary>
public sealed class PfxWriteOptions
{
    /// <summary>
    /// The most iterations of a derivation that can be asked for, as <see cref="PfxReadOptions.MaxIterations"/> by default.
    /// Anything near it is impractical: a file takes several derivations, each of several output blocks, and
    /// <see cref="PfxReadOptions.MaxTotalIterations"/> bounds their sum.
    /// </summary>
    public const int MaxIterations = 10_000_000;

    /// <summary>The protection. Default <see cref="SmimePfxEncryption.TripleDesSha1"/>.</summary>
    public SmimePfxEncryption Encryption { get; init; } = SmimePfxEncryption.TripleDesSha1;

    /// <summary>
    /// Iterations of each key derivation, 1 to <see cref="MaxIterations"/>. Default 100,000, for passwords that people choose.
    /// </summary>
    public int Iterations { get; init; } = 100_000;

    /// <summary>
    /// Whether the friendly names of the key pairs are written, with their certificates. A key's own attributes would stand in
    /// clear, so it gets none. Default true.
    /// </summary>
    public bool IncludeFriendlyNames { get; init; } = true;
}
