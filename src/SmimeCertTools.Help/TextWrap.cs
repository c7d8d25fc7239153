using System;
using System.Collections.Generic;

namespace SmimeCertTools.Help;

/// <summary>Breaks long lines at spaces.</summary>
internal static class TextWrap
{
    /// <summary>
    /// Breaks the lines of <paramref name="paragraph"/> so that they fit into <paramref name="width"/> columns behind
    /// <paramref name="margin"/>;
    /// what is broken off hangs under the text of a list item. A word that is wider than the width stays whole.
    /// </summary>
    public static IEnumerable<string> Wrap(string paragraph, string margin, int width)
    {
        foreach (string line in paragraph.Split('\n'))
        {
            int hang = margin.Length + TextStart(line);
            string rest = margin + line;
            int limit;
            while (rest.Length > width && (limit = rest.LastIndexOf(' ', width)) > hang)
            {
                yield return rest[..limit].TrimEnd();
                rest = new string(' ', hang) + rest[(limit + 1)..];
            }

            yield return rest.TrimEnd();
        }
    }

    /// <summary>The column behind indentation and a list item's mark.</summary>
    private static int TextStart(string line)
    {
        int start = line.Length - line.TrimStart(' ').Length;
        int mark = line.IndexOf(' ', start);
        return mark > start && (line[start..mark] == "-" || (line[mark - 1] == '.' && char.IsAsciiDigit(line[start])))
            ? mark + 1 : start;
    }
}
