using System;
using System.Collections.Generic;
using System.Threading;

namespace SmimeCertTools.Sandbox.Faults;

/// <summary>The scripted faults, tried in the order they were added. Safe for concurrent use.</summary>
public sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];

    /// <summary>Adds a rule.</summary>
    public void Add(FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (_lock)
        {
            _entries.Add(new Entry(rule));
        }
    }

    /// <summary>Adds an error answer without effect.</summary>
    /// <param name="method">The method; "*" for all.</param>
    /// <param name="pathPart">A text that path and query (URL-encoded) contain, ignoring case.</param>
    /// <param name="status">The status.</param>
    /// <param name="times">How many requests are hit.</param>
    /// <param name="retryAfter">The Retry-After header; null for none.</param>
    public void Add(string method, string pathPart, int status, int times = 1, string? retryAfter = null) =>
        Add(new FaultRule { Match = Matching(method, pathPart), Status = status, Times = times, RetryAfter = retryAfter });

    /// <summary>Adds a fault of another mode; an answer after the effect has the status 504.</summary>
    public void Add(string method, string pathPart, FaultMode mode, int times = 1, TimeSpan delay = default) =>
        Add(new FaultRule { Match = Matching(method, pathPart), Mode = mode, Times = times, Delay = delay, Status = 504 });

    /// <summary>Removes all rules.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
        }
    }

    internal FaultRule? Take(FaultTarget target)
    {
        lock (_lock)
        {
            foreach (var entry in _entries)
            {
                if (entry.Left == 0 || !entry.Rule.Match(target))
                {
                    continue;
                }

                if (entry.Skip > 0)
                {
                    entry.Skip--;
                    continue;
                }

                entry.Left--;
                return entry.Rule;
            }

            return null;
        }
    }

    private static Func<FaultTarget, bool> Matching(string method, string pathPart) => target =>
        (method == "*" || method.Equals(target.Method, StringComparison.OrdinalIgnoreCase))
        && target.Path.Contains(pathPart, StringComparison.OrdinalIgnoreCase);

    private sealed class Entry(FaultRule rule)
    {
        public FaultRule Rule { get; } = rule;

        public int Left { get; set; } = rule.Times;

        public int Skip { get; set; } = rule.Skip;
    }
}
