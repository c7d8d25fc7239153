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

    /// <summary>All key derivations together ask for too many iterations.</summary>
    Exception TooMuchWork(long limit);
}
