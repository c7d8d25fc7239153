namespace SmimeCertTools.Core.Pfx.Writing;

/// <summary>How a PFX is written.</summary>
public sealed class PfxWriteOptions
{
    /// <summary>The protection. Default <see cref="PfxEncryptionScheme.TripleDesSha1"/>.</summary>
    public PfxEncryptionScheme Encryption { get; init; } = PfxEncryptionScheme.TripleDesSha1;

    /// <summary>Iterations of each key derivation, 1 to 10,000,000. Default 100,000, for passwords that people choose.</summary>
    public int Iterations { get; init; } = 100_000;

    /// <summary>Whether the friendly names of the key pairs are written. Default true.</summary>
    public bool IncludeFriendlyNames { get; init; } = true;
}
