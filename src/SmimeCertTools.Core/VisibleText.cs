using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace SmimeCertTools.Core;

/// <summary>
/// Text from elsewhere as it may be shown: from certificates, files, lists and the service. A terminal takes control characters
/// for commands (ECMA-48), and the marks of writing direction and of no width make a text look like another (Unicode Technical
/// Report 36, section 2).
/// </summary>
public static class VisibleText
{
    private const char NonJoiner = '\u200C';
    private const char Joiner = '\u200D';

    /// <summary>
    /// The text with a space for each run of line ends and tabs, and with the number of each other character that is a command
    /// or is not seen, as <c>&lt;U+001B&gt;</c>. What joins letters, which names in Persian and Hindi need, stays.
    /// </summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Visible(this string? text)
    {
        var at = text is null ? -1 : IndexOfHidden(text, 0);
        if (at < 0)
        {
            return text;
        }

        var result = new StringBuilder(text, 0, at, text!.Length + 16);
        while (at < text.Length)
        {
            var length = char.IsSurrogatePair(text, at) ? 2 : 1;
            if (!IsHidden(text, at))
            {
                result.Append(text, at, length);
            }
            else if (!IsLineEnd(text[at]))
            {
                var code = length == 2 ? char.ConvertToUtf32(text, at) : text[at];
                result.Append("<U+").Append(code.ToString("X4", CultureInfo.InvariantCulture)).Append('>');
            }
            else if (result.Length > 0 && result[result.Length - 1] != ' ')
            {
                result.Append(' ');
            }

            at += length;
        }

        return result.ToString();
    }

    /// <summary>The first character of the text that would not be shown as it is, by name and number; null for none.</summary>
    public static string? FirstHidden(string text)
    {
        var at = IndexOfHidden(Guard.NotNull(text), 0);
        return at < 0 ? null
            : "U+" + (char.IsSurrogatePair(text, at) ? char.ConvertToUtf32(text, at) : text[at])
                .ToString("X4", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// A sentence, with a blank before it, about characters of a path that nobody sees; empty where there are none. Dialogs of
    /// Windows put U+202A before a path that is copied from them.
    /// </summary>
    public static string HintOfPath(string path)
    {
        var hidden = FirstHidden(path);
        if (hidden is null)
        {
            foreach (var character in path)
            {
                if (character != ' ' && CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.SpaceSeparator)
                {
                    hidden = "U+" + ((int)character).ToString("X4", CultureInfo.InvariantCulture);
                    break;
                }
            }
        }

        return hidden is null ? string.Empty
            : $" The path has a character that is not seen or looks like another ({hidden}), as copying from a dialog or a web "
                + "page brings: type it anew.";
    }

    private static int IndexOfHidden(string text, int start)
    {
        for (var i = start; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
        {
            if (IsHidden(text, i))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsHidden(string text, int at) =>
        text[at] is not (>= ' ' and < '\u007F' or NonJoiner or Joiner)
        && CharUnicodeInfo.GetUnicodeCategory(text, at) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    // NEL, LINE SEPARATOR and PARAGRAPH SEPARATOR begin a line too.
    private static bool IsLineEnd(char character) =>
        character is '\t' or '\n' or '\v' or '\f' or '\r' or '\u0085' or '\u2028' or '\u2029';
}
