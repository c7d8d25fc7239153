using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using SmimeCertTools.Fuzzing.Targets;

namespace SmimeCertTools.Fuzzing;

/// <summary>What a run found out.</summary>
public sealed class FuzzReport
{
    /// <summary>Inputs that were run.</summary>
    public long Count { get; internal set; }

    /// <summary>How long the run took.</summary>
    public TimeSpan Time { get; internal set; }

    /// <summary>How many inputs ended in which way.</summary>
    public SortedDictionary<string, long> Outcomes { get; } = new(StringComparer.Ordinal);

    /// <summary>The longest that any input took, on the clock, and its number.</summary>
    public (TimeSpan Time, long Index) Slowest { get; internal set; }

    /// <summary>The most that was allocated for any input, in bytes, freed memory included, and its number.</summary>
    public (long Bytes, long Index) Largest { get; internal set; }

    /// <summary>What was not right.</summary>
    public List<FuzzFinding> Findings { get; } = [];

    /// <summary>All of it as text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var rate = Count / Math.Max(Time.TotalSeconds, 0.001);
        text.AppendLine(CultureInfo.InvariantCulture, $"{Count:N0} inputs in {Time.TotalSeconds:F1} s, {rate:F0} a second");
        foreach (var (outcome, count) in Outcomes.OrderByDescending(entry => entry.Value))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{count,12:N0}  {outcome}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"slowest: {Slowest.Time.TotalMilliseconds:F1} ms, input {Slowest.Index}");
        text.AppendLine(CultureInfo.InvariantCulture, $"most allocated: {Largest.Bytes >> 10:N0} KiB, input {Largest.Index}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{Findings.Count} findings");
        return text.ToString();
    }
}

/// <summary>An input that ended in a way it must not.</summary>
/// <param name="Index">Its number in the run.</param>
/// <param name="Input">The input itself.</param>
/// <param name="Problem">What was wrong: an exception with its stack, or a sentence.</param>
public sealed record FuzzFinding(long Index, FuzzInput Input, string Problem);
