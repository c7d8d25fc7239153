using System;

namespace SmimeCertTools.Core.Reports;

/// <summary>
/// Looks how deep blocks and parentheses of a template are nested before it is parsed: the parser calls itself for each, and a
/// stack that overflows ends the process.
/// </summary>
internal static class TemplateDepth
{
    private static readonly string[] Blocks =
        ["if", "unless", "for", "case", "capture", "macro", "tablerow", "comment", "raw", "ifchanged", "doc", "liquid"];

    /// <summary>The line, from 1, at which more than so many are open; null where none is.</summary>
    public static int? TooDeepLine(string source, int most)
    {
        var (line, blocks, inside) = (1, 0, 0);
        for (var i = 0; i < source.Length; i++)
        {
            var character = source[i];
            if (character == '\n')
            {
                line++;
            }
            else if (character is '(' or '[')
            {
                inside++;
            }
            else if (character is ')' or ']')
            {
                inside = Math.Max(0, inside - 1);
            }
            else if (i > 0 && character == '%' && source[i - 1] == '{')
            {
                blocks = Math.Max(0, blocks + Change(source, i + 1));
                inside = 0;
            }
            else if (i > 0 && character == '{' && source[i - 1] == '{')
            {
                inside = 0;
            }

            if (blocks > most || inside > most)
            {
                return line;
            }
        }

        return null;
    }

    private static int Change(string source, int at)
    {
        while (at < source.Length && (source[at] == '-' || char.IsWhiteSpace(source[at])))
        {
            at++;
        }

        var end = at;
        while (end < source.Length && char.IsLetter(source[end]))
        {
            end++;
        }

        var word = source.Substring(at, end - at);
        return Array.IndexOf(Blocks, word) >= 0 ? 1 : word.StartsWith("end", StringComparison.Ordinal) ? -1 : 0;
    }
}
