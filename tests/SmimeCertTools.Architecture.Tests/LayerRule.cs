using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Architecture.Tests;

/// <summary>
/// The rule: every namespace has a floor; a floor knows only those below it; on one floor no namespaces know each other in a
/// circle.
/// </summary>
/// <param name="floors">The floor of each namespace, counted from the ground.</param>
/// <param name="exceptions">
/// Uses that break the rule and are let pass, as <see cref="TypeUse.ToString"/> writes them. One that is no longer needed is
/// an error, so that a list of them can only shrink.
/// </param>
public sealed class LayerRule(IReadOnlyDictionary<string, int> floors, IReadOnlyCollection<string> exceptions)
{
    /// <summary>What breaks the rule, in sentences that name the types; empty when nothing does.</summary>
    /// <param name="uses">Who uses whom.</param>
    /// <param name="namespaces">All namespaces that there are.</param>
    public IReadOnlyList<string> Judge(IReadOnlyList<TypeUse> uses, IReadOnlyCollection<string> namespaces)
    {
        var present = uses.Select(use => use.ToString()).ToHashSet();
        var passed = exceptions.ToHashSet();
        return
        [
            .. namespaces.Where(name => !floors.ContainsKey(name)).Select(name => $"{name} has no floor."),
            .. floors.Keys.Where(name => !namespaces.Contains(name)).Select(name => $"{name} has a floor and holds no type."),
            .. Breaches(uses, passed),
            .. passed.Where(text => !present.Contains(text)).Select(text => $"{text} is an exception, and is no longer there."),
            .. passed.Where(text => present.Contains(text) && !IsNeeded(uses, passed, text))
                .Select(text => $"{text} is an exception, and breaks the rule no longer."),
        ];
    }

    private bool IsNeeded(IReadOnlyList<TypeUse> uses, HashSet<string> passed, string exception) =>
        Breaches(uses, passed.Where(text => text != exception).ToHashSet()).Count() > Breaches(uses, passed).Count();

    private IEnumerable<string> Breaches(IReadOnlyList<TypeUse> uses, HashSet<string> passed)
    {
        var counted = uses.Where(use =>
            floors.ContainsKey(use.FromNamespace) && floors.ContainsKey(use.ToNamespace) && !passed.Contains(use.ToString()))
            .ToList();
        var upwards = counted.Where(use => floors[use.ToNamespace] > floors[use.FromNamespace])
            .Select(use => $"{use} leads up, from floor {floors[use.FromNamespace]} to {floors[use.ToNamespace]}.");
        var level = counted.Where(use => floors[use.ToNamespace] == floors[use.FromNamespace]).ToList();
        var next = level.ToLookup(use => use.FromNamespace, use => use.ToNamespace);
        var circles = level.Where(use => Reaches(next, use.ToNamespace, use.FromNamespace))
            .Select(use => $"{use} is part of a circle on floor {floors[use.FromNamespace]}.");
        return upwards.Concat(circles);
    }

    private static bool Reaches(ILookup<string, string> next, string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([from]);
        while (open.TryPop(out var name))
        {
            if (name == to)
            {
                return true;
            }

            foreach (var neighbour in seen.Add(name) ? next[name].Distinct() : [])
            {
                open.Push(neighbour);
            }
        }

        return false;
    }
}
