namespace SmimeCertTools.Core.Lists;

/// <summary>
/// The one place that says what counts as a blank in a value that people give, be it in a list or in an object of the pipeline.
/// Passwords are taken as they stand.
/// </summary>
public static class ListText
{
    // Beside white space, of which the no-break spaces that web pages and worksheets leave are a part: a zero width space, and
    // the mark that begins a file and stays in its first value where two files were put together.
    private static readonly char[] Invisible = ['\u200B', '\uFEFF'];

    /// <summary>The value without blanks around it; empty for null.</summary>
    public static string Trim(string? text)
    {
        var (start, end) = (0, text?.Length ?? 0);
        while (start < end && IsBlank(text![start]))
        {
            start++;
        }

        while (end > start && IsBlank(text![end - 1]))
        {
            end--;
        }

        return text?.Substring(start, end - start) ?? string.Empty;
    }

    /// <summary>Whether nothing is there but blanks.</summary>
    public static bool IsBlank(string? text) => Trim(text).Length == 0;

    private static bool IsBlank(char character) =>
        char.IsWhiteSpace(character) || System.Array.IndexOf(Invisible, character) >= 0;
}
