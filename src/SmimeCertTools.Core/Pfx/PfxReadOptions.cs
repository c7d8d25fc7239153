using System;
using SmimeCertTools.Core.Pfx.Algorithms;

namespace SmimeCertTools.Core.Pfx;

/// <summary>Limits and labels for reading a PFX.</summary>
public sealed record PfxReadOptions
{
    private const int DefaultMaxIterations = 10_000_000;

    /// <summary>The defaults.</summary>
    public static PfxReadOptions Default { get; } = new();

    /// <summary>The file's path, for error messages; null for content without a file.</summary>
    public string? Path { get; init; }

    /// <summary>The most iterations of any one key derivation. Default 10,000,000: several seconds of one core.</summary>
    public int MaxIterations { get; init; } = DefaultMaxIterations;

    /// <summary>
    /// The most iterations of all key derivations of a file together, each counted once per block of output and by what its hash
    /// function costs: 1 is half a microsecond at most. Default 10,000,000, so that no file takes ten seconds: three parts of
    /// 3,000,000 iterations each with PBKDF2 of SHA-256, or of 1,000,000 with Triple DES and SHA-1. Whoever raises
    /// <see cref="MaxIterations"/> above its default trusts the file, and gets eight times as many.
    /// </summary>
    public long MaxTotalIterations { get; init; } = 10_000_000;

    /// <summary>
    /// Whether private keys are left encrypted: the certificates can then be listed, and <see cref="PfxContents.KeyPairs"/> is
    /// empty. Default false.
    /// </summary>
    public bool CertificatesOnly { get; init; }

    /// <summary>The largest file read, in bytes. Default 16 MiB.</summary>
    public int MaxFileSize { get; init; } = 16 * 1024 * 1024;

    internal DerivationLimits Limits => new(
        MaxIterations,
        MaxIterations > DefaultMaxIterations ? Math.Max(MaxTotalIterations, 8L * MaxIterations) : MaxTotalIterations);
}
