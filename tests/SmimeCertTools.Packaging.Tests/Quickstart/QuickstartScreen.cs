using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace SmimeCertTools.Packaging.Tests.Quickstart;

/// <summary>The last screen of the quickstart, with what changes from run to run made constant.</summary>
internal static partial class QuickstartScreen
{
    private const string First = "One certificate of Carol was forgotten";
    private const string Last = "Done in ";

    // As many as Carol's three certificates have.
    private static readonly string[] Days =
        ["2021-11-29", "2023-11-29", "2023-10-29", "2025-10-29", "2025-09-29", "2027-09-29"];

    /// <summary>The screen; colours stay.</summary>
    /// <param name="output">All that the quickstart wrote.</param>
    public static string Of(string output)
    {
        var lines = output.ReplaceLineEndings("\n").Split('\n').ToList();
        var from = lines.FindIndex(line => line.Contains(First, StringComparison.Ordinal));
        var to = lines.FindIndex(from, line => line.Contains(Last, StringComparison.Ordinal));
        var text = string.Join('\n', SortResults(lines[from..(to + 1)]).Select(line => line.TrimEnd()));
        text = Rate().Replace(text, "$1 in 0.1 s, 30.0 a second");
        text = Seconds().Replace(text, "Done in 12 s.");
        text = Page().Replace(text, "/tmp/smimecerttools-report/report.html");
        text = Month().Replace(text, "contract of December 2023 is");
        text = Constant(text, Day(), number => Days[number]);

        // A table breaks a thumbprint where its column ends.
        text = BrokenThumbprint().Replace(text, "$1$3\u0001$2");
        text = Constant(text, Thumbprint(), number => Fingerprint(number));
        return MarkedThumbprint().Replace(text, "$1$3$2");
    }

    // Rows of results come as they are done.
    private static List<string> SortResults(List<string> lines)
    {
        var head = lines.FindIndex(
            line => ConsolePicture.WithoutColours(line).StartsWith("Status ", StringComparison.Ordinal)) + 2;
        var end = lines.FindIndex(head, line => line.Length == 0);
        return [.. lines[..head], .. lines[head..end].Order(StringComparer.Ordinal), .. lines[end..]];
    }

    private static string Constant(string text, Regex what, Func<int, string> value)
    {
        var known = new List<string>();
        return what.Replace(text, match =>
        {
            if (!known.Contains(match.Value))
            {
                known.Add(match.Value);
            }

            return value(known.IndexOf(match.Value));
        });
    }

    private static string Fingerprint(int number) => string.Concat(
        Enumerable.Range(0, 5).Select(part => ((number + 1) * 0x1F3D5B79L * (part + 3) % 0xFFFFFFFFL).ToString(
            "X8", CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"(Import: \d+ rows) in [\d.]+ s, [\d.]+ a second")]
    private static partial Regex Rate();

    [GeneratedRegex(@"Done in \d+ s\.")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"[^\s\x1b]+report\.html")]
    private static partial Regex Page();

    [GeneratedRegex(@"contract of [A-Z][a-z]+ \d{4} is")]
    private static partial Regex Month();

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}")]
    private static partial Regex Day();

    [GeneratedRegex(@"(?<![0-9A-F])([0-9A-F]{22})(\n +)([0-9A-F]{18})(?![0-9A-F])")]
    private static partial Regex BrokenThumbprint();

    [GeneratedRegex("[0-9A-F]{40}")]
    private static partial Regex Thumbprint();

    [GeneratedRegex(@"([0-9A-F]{22})([0-9A-F]{18})\u0001(\n +)")]
    private static partial Regex MarkedThumbprint();
}
