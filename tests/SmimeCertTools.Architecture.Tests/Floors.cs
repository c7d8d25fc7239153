using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Architecture.Tests;

/// <summary>Makes tables of floors.</summary>
internal static class Floors
{
    /// <summary>The floor of each namespace, from the namespaces of each floor.</summary>
    public static IReadOnlyDictionary<string, int> Of(params (int Floor, string[] Namespaces)[] floors) =>
        floors.SelectMany(floor => floor.Namespaces, (floor, name) => (name, floor.Floor))
            .ToDictionary(pair => pair.name, pair => pair.Floor);
}
