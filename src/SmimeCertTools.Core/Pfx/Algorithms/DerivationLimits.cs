namespace SmimeCertTools.Core.Pfx.Algorithms;

/// <summary>How much work the key derivations of one file may ask for.</summary>
/// <param name="MaxIterations">Iterations of any one.</param>
/// <param name="MaxTotalIterations">
/// Of all together, each iteration counted by what it costs (<see cref="DigestKind.HashCost"/>) and for each block of output.
/// </param>
internal readonly record struct DerivationLimits(int MaxIterations, long MaxTotalIterations);
