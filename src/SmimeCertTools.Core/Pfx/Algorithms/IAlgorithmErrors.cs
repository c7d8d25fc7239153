using System;

namespace SmimeCertTools.Core.Pfx.Algorithms;

/// <summary>Words what an algorithm finds wrong. Which file it is about is known to whoever reads the file.</summary>
internal interface IAlgorithmErrors
{
    /// <summary>The file uses <paramref name="what"/>, which nobody here knows.</summary>
    Exception Unsupported(string what);

    /// <summary>The file asks for too much.</summary>
    Exception LimitExceeded(string what, string advice);

    /// <summary>
    /// One key derivation asks for too many iterations; <see cref="long.MaxValue"/> for more than a number can hold.
    /// </summary>
    Exception TooManyIterations(long iterations, int limit);

    /// <summary>
    /// All key derivations so far ask for more than <paramref name="limit"/> iterations, counted by what they cost.
    /// </summary>
    Exception TooMuchWork(long work, long limit);

    /// <summary>The file's integrity check is broken: <paramref name="what"/>.</summary>
    Exception IntegrityDamaged(string what);

    /// <summary>The file's integrity check proves nothing: <paramref name="why"/>.</summary>
    Exception IntegrityWeak(string why);
}
