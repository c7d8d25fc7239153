using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Host;

namespace SmimeCertTools.Hosting;

/// <summary>Breaks texts into lines of a width. Views would break them in the middle of words.</summary>
internal static class TextWrap
{
    private const int UsualWidth = 80;
    private const int Narrowest = 20;
    private const string ReadOn = " `";
    private const string Comment = "# ";

    /// <summary>The width of a host's console; 80 where it has none or does not say.</summary>
    /// <param name="host">The host, $Host in a view.</param>
    public static int WidthOf(object? host) => HostWidth.Of(host as PSHost) ?? UsualWidth;

    /// <summary>The text in lines; a word that is longer than the width has a line of its own.</summary>
    public static IReadOnlyList<string> Words(string text, int width) => Lines(text.Split(' '), width, string.Empty);

    /// <summary>
    /// A command in lines, broken where blanks stand outside of quotation marks; all lines but the last end in a backtick. Each
    /// line of a comment is one.
    /// </summary>
    public static IReadOnlyList<string> Command(string command, int width) => command.StartsWith(Comment, StringComparison.Ordinal)
        ? [.. Words(command.Substring(Comment.Length), width - Comment.Length).Select(line => Comment + line)]
        : Lines(Parts(command), width, ReadOn);

    private static List<string> Lines(IReadOnlyList<string> parts, int width, string end)
    {
        var room = Math.Max(Narrowest, width) - end.Length;
        List<string> lines = [];
        var line = string.Empty;
        foreach (var part in parts)
        {
            if (line.Length > 0 && line.Length + 1 + part.Length > room)
            {
                lines.Add(line + end);
                line = part;
            }
            else
            {
                line = line.Length == 0 ? part : line + " " + part;
            }
        }

        if (line.Length > 0)
        {
            lines.Add(line);
        }

        return lines;
    }

    private static List<string> Parts(string command)
    {
        List<string> parts = [];
        var (start, isQuoted) = (0, false);
        for (var i = 0; i < command.Length; i++)
        {
            if (command[i] == '\'')
            {
                isQuoted = !isQuoted;
            }
            else if (command[i] == ' ' && !isQuoted)
            {
                parts.Add(command.Substring(start, i - start));
                start = i + 1;
            }
        }

        parts.Add(command.Substring(start));
        return parts;
    }
}
