using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Bulk;

namespace SmimeCertTools.UserPfx;

/// <summary>The failures of a run that have one cause.</summary>
public sealed class SmimeFailureGroup
{
    private readonly string[] _items;

    internal SmimeFailureGroup(string errorId, IReadOnlyList<JobFailure> failures, bool isNumbered)
    {
        (ErrorId, Count) = (errorId, failures.Count);
        Line = isNumbered
            ? [.. failures.Select(failure => failure.Number).OfType<int>().Distinct().OrderBy(number => number)] : [];
        _items = [.. failures.Select(failure => failure.Item.Visible()).Where(item => item.Length > 0).Distinct()];
    }

    /// <summary>The identifier of the error.</summary>
    public string ErrorId { get; }

    /// <summary>How many rows and certificates failed with it.</summary>
    public int Count { get; }

    /// <summary>The lines of the list, or the places in the pipeline, in order.</summary>
    public int[] Line { get; }

    /// <summary>The group in a line.</summary>
    public override string ToString() => $"{Count} {ErrorId}{(Where(60) is { Length: > 0 } where ? ", " + where : null)}";

    /// <summary>Where they are, in so many characters: "lines 3, 7-12 and 30 more"; or the first items that failed.</summary>
    internal string Where(int width, string noun = "line")
    {
        var ranges = Ranges().ToList();
        return ranges.Count == 0
            ? Join(string.Empty, [.. _items.Select(item => (item, 1))], _items.Length, width)
            : Join(Line.Length == 1 ? noun + " " : noun + "s ", ranges, Line.Length, width);
    }

    private static string Join(string start, List<(string Text, int Count)> parts, int total, int width)
    {
        var (text, told) = (start, 0);
        foreach (var (part, count) in parts)
        {
            var next = text + (told == 0 ? string.Empty : ", ") + part;
            var rest = total - told - count;
            if (told > 0 && next.Length + (rest > 0 ? $" and {rest} more".Length : 0) > width)
            {
                break;
            }

            (text, told) = (next, told + count);
        }

        return told > 0 && told < total ? $"{text} and {total - told} more" : told > 0 ? text : string.Empty;
    }

    private IEnumerable<(string Text, int Count)> Ranges()
    {
        var (first, last) = (-1, -1);
        foreach (var line in Line.Append(int.MaxValue))
        {
            if (line == last + 1 && first >= 0)
            {
                last = line;
                continue;
            }

            if (first >= 0)
            {
                yield return (Text(first, last), last - first + 1);
            }

            (first, last) = (line, line);
        }
    }

    private static string Text(int first, int last) => string.Format(
        CultureInfo.InvariantCulture, first == last ? "{0}" : last == first + 1 ? "{0}, {1}" : "{0}-{1}", first, last);
}
