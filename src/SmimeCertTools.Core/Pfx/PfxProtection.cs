using System.Collections.Generic;
using SmimeCertTools.Core.Pfx.Algorithms;

namespace SmimeCertTools.Core.Pfx;

/// <summary>How a PFX is protected: its integrity check and the encryption of each part.</summary>
public sealed class PfxProtection
{
    /// <summary>
    /// The integrity check by name, such as <c>HMAC-SHA256</c> or <c>PBMAC1 (HMAC-SHA256)</c>; null when the file has none.
    /// </summary>
    public string? MacAlgorithm { get; init; }

    /// <summary>Iterations of the integrity check's key derivation; 0 without a check.</summary>
    public int MacIterations { get; init; }

    /// <summary>
    /// The encryption of each certificate part, in the file's order, such as <c>PBES2 AES-256-CBC (HMAC-SHA256)</c>.
    /// </summary>
    public IReadOnlyList<PfxEncryption> CertificateEncryption { get; init; } = [];

    /// <summary>The encryption of each private key, in the file's order.</summary>
    public IReadOnlyList<PfxEncryption> KeyEncryption { get; init; } = [];
}

/// <summary>One encryption of a PFX.</summary>
public sealed class PfxEncryption
{
    /// <summary>The scheme by name, such as <c>PBES1 3DES-CBC (SHA-1)</c>; <c>None</c> for a part in clear.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Iterations of its key derivation; 0 for a part in clear.</summary>
    public int Iterations { get; init; }

    internal static PfxEncryption Of(EncryptionScheme scheme) =>
        new() { Algorithm = scheme.Name, Iterations = scheme.Iterations };
}
