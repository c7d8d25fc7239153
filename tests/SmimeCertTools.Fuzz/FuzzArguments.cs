using System;
using System.Collections.Generic;
using System.Globalization;
using SmimeCertTools.Fuzzing;

namespace SmimeCertTools.Fuzz;

/// <summary>What the command line asks for; what it leaves out comes from environment variables, then from defaults.</summary>
internal sealed class FuzzArguments
{
    public const string Usage = """
        Feeds broken files to the readers of SmimeCertTools and reports every outcome that is neither success nor a named error.

          --target NAME                        pfx, certificate, message, publickey or privatekey. Default: pfx
          --count NUMBER                       How many inputs (SMIMECERTTOOLS_FUZZ_COUNT). Default: 100000
          --time SECONDS                       When to stop in any case (SMIMECERTTOOLS_FUZZ_TIME). Default: never
          --seed NUMBER                        One seed gives the same inputs always (SMIMECERTTOOLS_FUZZ_SEED). Default: 1
          --start NUMBER                       The first input's number. Default: 0
          --max-iterations NUMBER              Limit of a key derivation, so that none eats the run. Default: 2048
          --output FOLDER                      Where findings go. Default: artifacts/fuzz
          --no-corpus                          Change only files made at run time, not those of shared/corpus
          --replay FILE [--password TEXT]      Read one kept file once more

        An input is made again by the same --target and --seed with --start ITS-NUMBER --count 1, on the same corpus.
        The exit code is 0 when there were no findings, 1 when there were, 2 for a wrong argument, 3 for an input that hangs.
        """;

    private static readonly HashSet<string> Known =
        ["--target", "--count", "--time", "--seed", "--start", "--max-iterations", "--output", "--replay", "--password"];

    private readonly Dictionary<string, string> _given = [];

    public FuzzArguments(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--no-corpus")
            {
                UseCorpus = false;
            }
            else if (!Known.Contains(arguments[i]) || i + 1 == arguments.Count)
            {
                throw new FormatException("The argument '" + arguments[i] + "' is unknown or has no value.");
            }
            else
            {
                _given[arguments[i]] = arguments[++i];
            }
        }

        Options = new FuzzOptions
        {
            Seed = Number("--seed", "SMIMECERTTOOLS_FUZZ_SEED") ?? 1,
            Start = Number("--start") ?? 0,
            Count = Number("--count", "SMIMECERTTOOLS_FUZZ_COUNT") ?? 100_000,
            Duration = Number("--time", "SMIMECERTTOOLS_FUZZ_TIME") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        MaxIterations = (int)Math.Min(Number("--max-iterations") ?? 2048, int.MaxValue);
    }

    public FuzzOptions Options { get; }

    public bool UseCorpus { get; } = true;

    public int MaxIterations { get; }

    public string Target => _given.GetValueOrDefault("--target", "pfx");

    public string Output => _given.GetValueOrDefault("--output", System.IO.Path.Combine("artifacts", "fuzz"));

    public string? Replay => _given.GetValueOrDefault("--replay");

    public string? Password => _given.GetValueOrDefault("--password");

    private long? Number(string name, string? variable = null)
    {
        var text = _given.GetValueOrDefault(name) ?? (variable is null ? null : Environment.GetEnvironmentVariable(variable));
        return string.IsNullOrEmpty(text) ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new FormatException("'" + text + "' is no number for " + name + ".");
    }
}
