using System;
using FsCheck.Xunit;

namespace SmimeCertTools.Core.Tests.Properties;

/// <summary>
/// A property over random cases that are the same in every run. SMIMECERTTOOLS_PROPERTY_SEED chooses others: a number, or the
/// pair that a failure prints.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SeededPropertyAttribute : PropertyAttribute
{
    private const string DefaultSeed = "20261123";

    public SeededPropertyAttribute()
    {
        var seed = Environment.GetEnvironmentVariable("SMIMECERTTOOLS_PROPERTY_SEED") is { Length: > 0 } chosen
            ? chosen
            : DefaultSeed;

        // The generator takes a pair, whose second number must be odd.
        Replay = seed.Contains(',', StringComparison.Ordinal) ? seed : "(" + seed + ",1)";
        Arbitrary = [typeof(Generators)];
        QuietOnSuccess = true;
    }
}
