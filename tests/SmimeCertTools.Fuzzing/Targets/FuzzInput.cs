using System.Collections.Generic;

namespace SmimeCertTools.Fuzzing.Targets;

/// <summary>One input.</summary>
/// <param name="Content">The bytes that are read.</param>
/// <param name="Password">The password it is opened with; null is the absent one.</param>
/// <param name="Seed">The name of what it was made of.</param>
/// <param name="Changes">What was done to that, in order.</param>
public sealed record FuzzInput(byte[] Content, string? Password, string Seed, IReadOnlyList<string> Changes)
{
    /// <summary>Whether only the file as it lies on a disk was changed, not what its integrity check covers.</summary>
    public bool IsChangedOutside { get; init; }

    /// <summary>Whether private keys shall be left alone.</summary>
    public bool CertificatesOnly { get; init; }
}
