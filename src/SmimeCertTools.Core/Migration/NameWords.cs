using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace SmimeCertTools.Core.Migration;

/// <summary>
/// Takes names of files, people and certificates apart into words that can be compared: "Doe, John (2021)",
/// "john.doe@contoso.com_enc" and "4711-jdoe-sig" have some in common.
/// </summary>
internal static class NameWords
{
    private const int ShortestWord = 2;

    // Serial numbers and personnel numbers are longer than this as a rule; what is shorter is written like a word.
    private const int ShortestNumber = 3;

    /// <summary>
    /// The words of a text, and what people's short names are made of them: first letter and surname, either way round.
    /// </summary>
    public static IReadOnlyCollection<string> Of(string text)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in Split(text, isWord: character => !char.IsWhiteSpace(character) && character is not ('/' or '\\')))
        {
            var letters = Letters(part);
            Add(found, letters);
            Add(found, letters.TrimStart('0'));
        }

        var words = Split(text, char.IsLetterOrDigit).Select(Letters).Where(word => word.Length > 0).ToList();
        Add(found, string.Concat(words));
        foreach (var word in words)
        {
            Add(found, word);

            Add(found, WithoutNumber(word));
            if (word.Length >= ShortestNumber && word.All(Uri.IsHexDigit))
            {
                Add(found, word.TrimStart('0'));
            }
        }

        var names = words.Select(WithoutNumber).Where(word => word.Length > 0 && word.All(char.IsLetter)).Take(6).ToList();
        foreach (var (one, other) in names.SelectMany(one => names.Where(other => !ReferenceEquals(one, other))
            .Select(other => (one, other))))
        {
            Add(found, one[0] + other);
            Add(found, one + other[0]);
            Add(found, one + other);
        }

        return found;
    }

    // jdoe1 is another jdoe, or the same one.
    private static string WithoutNumber(string word) => word.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');

    private static void Add(HashSet<string> found, string word)
    {
        if (word.Length >= ShortestWord)
        {
            found.Add(word);
        }
    }

    private static IEnumerable<string> Split(string text, Func<char, bool> isWord)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || !isWord(text[i]))
            {
                if (i > start)
                {
                    yield return text.Substring(start, i - start);
                }

                start = i + 1;
            }
        }
    }

    // Without marks above and below letters; umlauts and the like also stand written out in names of accounts, which differ then.
    private static string Letters(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var character in text.Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(character)
                && CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
            {
                result.Append(char.ToLowerInvariant(character));
            }
        }

        return result.ToString();
    }
}
