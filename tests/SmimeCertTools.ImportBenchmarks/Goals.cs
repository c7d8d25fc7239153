using System.Globalization;
using System.IO;

namespace SmimeCertTools.ImportBenchmarks;

/// <summary>Prints figures beside their goals and counts those that are missed.</summary>
internal sealed class Goals(TextWriter output)
{
    private int _missed;

    /// <summary>The exit code: 1 when a goal was missed.</summary>
    public int ExitCode => _missed == 0 ? 0 : 1;

    public void AtLeast(string what, double value, double goal) => Judge(what, value, ">=", goal, value >= goal);

    public void AtMost(string what, double value, double goal) => Judge(what, value, "<=", goal, value <= goal);

    public void Tell(string what, double value, string unit) => output.WriteLine($"  {what}: {Text(value)} {unit}");

    private void Judge(string what, double value, string relation, double goal, bool isReached)
    {
        _missed += isReached ? 0 : 1;
        output.WriteLine($"{(isReached ? "  " : "! ")}{what}: {Text(value)} (goal {relation} {Text(goal)})");
    }

    private static string Text(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);
}
