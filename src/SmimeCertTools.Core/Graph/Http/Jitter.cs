using System;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>Numbers that spread the waits of many clients. Safe for concurrent use; no secret depends on them.</summary>
internal static class Jitter
{
#if !NET
    private static readonly Random Numbers = new();
#endif

    /// <summary>The next number from 0 to 1.</summary>
    public static double Next()
    {
#if NET
        return Random.Shared.NextDouble();
#else
        lock (Numbers)
        {
            return Numbers.NextDouble();
        }
#endif
    }
}
