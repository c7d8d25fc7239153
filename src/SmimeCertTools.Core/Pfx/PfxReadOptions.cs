using SmimeCertTools.Core.Pfx.Algorithms;

namespace SmimeCertTools.Core.Pfx;

/// <summary>Limits and labels for reading a PFX.</summary>
public sealed record PfxReadOptions
{
    /// <summary>The defaults.</summary>
    public static PfxReadOptions Default { get; } = new();

    /// <summary>The file's path, for error messages; null for content without a file.</summary>
    public string? Path { get; init; }

    /// <summary>The most iterations of any one key derivation. Default 10,000,000: several seconds of one core.</summary>
    public int MaxIterations { get; init; } = 10_000_000;

    /// <summary>
    /// The most iterations of all key derivations of a file together, each counted once per block of output;
    /// <see cref="MaxIterations"/> where that is larger. Default 40,000,000: enough for sixty parts of 600,000 iterations, half a
    /// minute of one core.
    /// </summary>
    public long MaxTotalIterations { get; init; } = 40_000_000;

    /// <summary>
    /// Whether private keys are left encrypted: the certificates can then be listed, and <see cref="PfxContents.KeyPairs"/> is
    /// empty. Default false.
    /// </summary>
    public bool CertificatesOnly { get; init; }

    /// <summary>The largest file read, in bytes. Default 16 MiB.</summary>
    public int MaxFileSize { get; init; } = 16 * 1024 * 1024;

    internal DerivationLimits Limits => new(MaxIterations, MaxTotalIterations);
}
