using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace SmimeCertTools.Package;

/// <summary>The command line: "--name value" pairs.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    public Arguments(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == arguments.Count)
            {
                throw new PackageToolException($"'{arguments[i]}' is no option with a value.");
            }

            values[arguments[i][2..]] = arguments[i + 1];
        }
    }

    public string this[string name] =>
        values.TryGetValue(name, out var value) ? value : throw new PackageToolException($"--{name} is missing.");

    /// <summary>The value, or an empty text.</summary>
    public string Optional(string name) => values.GetValueOrDefault(name, string.Empty);

    public string Text(string name) => File.ReadAllText(this[name]);

    public IReadOnlyList<string> Lines(string name) => [.. File.ReadLines(this[name]).Where(line => line.Length > 0)];
}
