namespace SmimeCertTools.Core.Pfx;

/// <summary>Limits and labels for reading a PFX.</summary>
public sealed class PfxReadOptions
{
    /// <summary>The defaults.</summary>
    public static PfxReadOptions Default { get; } = new();

    /// <summary>The file's path, for error messages; null for content without a file.</summary>
    public string? Path { get; init; }

    /// <summary>The most iterations of any one key derivation. Default 10,000,000: several seconds of one core.</summary>
    public int MaxIterations { get; init; } = 10_000_000;

    /// <summary>The largest file read, in bytes. Default 16 MiB.</summary>
    public int MaxFileSize { get; init; } = 16 * 1024 * 1024;
}
