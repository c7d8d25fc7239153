namespace SmimeCertTools.Core.Pfx.Algorithms;

/// <summary>How much work the key derivations of one file may ask for, in iterations.</summary>
/// <param name="MaxIterations">Of any one.</param>
/// <param name="MaxTotalIterations">Of all together; <paramref name="MaxIterations"/> where that is larger.</param>
internal readonly record struct DerivationLimits(int MaxIterations, long MaxTotalIterations);
