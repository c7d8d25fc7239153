using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace SmimeCertTools.Packaging.Tests.Quickstart;

/// <summary>What a console shows, as SVG: the text with its colours (ECMA-48, "select graphic rendition").</summary>
internal static partial class ConsolePicture
{
    /// <summary>How wide the console is; longer lines go on in the next, as there.</summary>
    public const int Columns = 100;

    private const double CharacterWidth = 8.4;
    private const int LineHeight = 18;
    private const int Margin = 16;
    private const string Plain = "#cccccc";

    /// <summary>Draws it.</summary>
    /// <param name="title">What it shows, for those who do not see it.</param>
    /// <param name="text">Lines, with line feeds between them.</param>
    public static string Draw(string title, string text)
    {
        var lines = text.Split('\n').SelectMany(Wrap).ToList();
        var width = (int)Math.Ceiling(Columns * CharacterWidth) + (2 * Margin);
        var height = (lines.Count * LineHeight) + (2 * Margin);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" ");
        svg.Append($"role=\"img\">\n<title>{Escape(title)}</title>\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#0c0c0c\"/>\n");
        svg.Append("<g font-family=\"Cascadia Mono, Consolas, Menlo, DejaVu Sans Mono, monospace\" font-size=\"14\" ");
        svg.Append($"fill=\"{Plain}\">\n");
        foreach (var (line, number) in lines.Select((line, number) => (line, number)).Where(item => item.line.Count > 0))
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{Margin}\" y=\"{Margin + 14 + (number * LineHeight)}\" xml:space=\"preserve\">");
            foreach (var run in line)
            {
                svg.Append(run.Colour == Plain
                    ? Escape(run.Text) : $"<tspan fill=\"{run.Colour}\">{Escape(run.Text)}</tspan>");
            }

            svg.Append("</text>\n");
        }

        return svg.Append("</g>\n</svg>\n").ToString();
    }

    /// <summary>The lines that are not empty, as a picture of the text has them, without colours.</summary>
    public static IReadOnlyList<string> Lines(string text) =>
        [.. text.Split('\n').SelectMany(Wrap).Select(line => string.Concat(line.Select(run => run.Text)))
            .Where(line => line.Length > 0)];

    /// <summary>The same, read from a picture.</summary>
    public static IReadOnlyList<string> LinesOf(string svg) =>
        [.. SvgLine().Matches(svg).Select(match => WebUtility.HtmlDecode(Tag().Replace(match.Groups[1].Value, string.Empty)))];

    /// <summary>The text without colours.</summary>
    public static string WithoutColours(string text) => Rendition().Replace(text, string.Empty);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static IEnumerable<IReadOnlyList<Run>> Wrap(string line)
    {
        var colour = Plain;
        var runs = new List<Run>();
        var column = 0;
        foreach (var part in Rendition().Split(line.TrimEnd()).Select((text, index) => (text, IsRendition: index % 2 == 1)))
        {
            if (part.IsRendition)
            {
                colour = Colour(part.text);
                continue;
            }

            var left = part.text;
            while (column + left.Length > Columns)
            {
                runs.Add(new Run(left[..(Columns - column)], colour));
                left = left[(Columns - column)..];
                yield return runs;
                runs = [];
                column = 0;
            }

            if (left.Length > 0)
            {
                runs.Add(new Run(left, colour));
                column += left.Length;
            }
        }

        yield return runs;
    }

    private static string Colour(string rendition)
    {
        var last = rendition.Split(';').LastOrDefault(code => code is not ("" or "1" or "22")) ?? rendition;
        return last switch
        {
            "31" or "91" or "9" => "#e74856",
            "32" or "92" or "10" => "#16c60c",
            "33" or "93" or "11" => "#f9f1a5",
            "34" or "94" or "12" => "#3b78ff",
            "35" or "95" or "13" => "#b4009e",
            "36" or "96" or "14" => "#61d6d6",
            _ => rendition.Split(';') is ["32", "1"] ? "#16c60c" : Plain,
        };
    }

    private sealed record Run(string Text, string Colour);

    [GeneratedRegex("\\x1b\\[([\\d;]*)m")]
    private static partial Regex Rendition();

    [GeneratedRegex("<text [^>]*>(.*)</text>")]
    private static partial Regex SvgLine();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}
