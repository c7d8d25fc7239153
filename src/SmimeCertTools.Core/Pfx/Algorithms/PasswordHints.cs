using System;

namespace SmimeCertTools.Core.Pfx.Algorithms;

/// <summary>
/// What may have become of a password on its way here, by what it looks like. It says nothing of the password that would help
/// anybody to guess it.
/// </summary>
internal static class PasswordHints
{
    /// <summary>What to check about a password that is not the right one.</summary>
    public static string Of(ReadOnlySpan<char> password)
    {
        var hints = "Check upper and lower case, and that nothing is missing.";
        if (IsBlank(password[0]) || IsBlank(password[password.Length - 1]))
        {
            hints += " It has a blank at an end, which counts: leave that out if it is not the password's.";
        }

        if (IsQuoted(password))
        {
            hints += " It stands in quotation marks, which count: leave them out if they are not the password's.";
        }

        if (!Any(password, character => character > '~'))
        {
            return hints + (IsNumber(password)
                ? " It is a number: spreadsheets drop leading zeros and shorten long numbers; have the column as text." : null);
        }

        return hints + " It has characters outside ASCII: a list in another code page, or the program that made the file, may "
            + "have made others of them; save lists as UTF-8.";
    }

    private static bool IsBlank(char character) => char.IsWhiteSpace(character) || character is '\u200B' or '\uFEFF';

    // Straight ones, and those of English, German and French.
    private static bool IsQuoted(ReadOnlySpan<char> password) => password.Length > 1
        && (password[0], password[password.Length - 1]) is ('"', '"') or ('\'', '\'') or ('\u201C', '\u201D')
            or ('\u201E', '\u201C') or ('\u2018', '\u2019') or ('\u00AB', '\u00BB');

    // Digits alone, or what a spreadsheet makes of many: 1.23457E+15.
    private static bool IsNumber(ReadOnlySpan<char> password) =>
        password[0] is >= '0' and <= '9'
        && !Any(password, character => character is not (>= '0' and <= '9' or '.' or ',' or 'E' or '+'));

    private static bool Any(ReadOnlySpan<char> text, Func<char, bool> isWanted)
    {
        foreach (var character in text)
        {
            if (isWanted(character))
            {
                return true;
            }
        }

        return false;
    }
}
