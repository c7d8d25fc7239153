using System.Collections.Generic;
using System.Text;

namespace SmimeCertTools.Sandbox.Odata;

/// <summary>
/// Splits a filter into words, punctuation and quoted texts. A text keeps its opening quote, so that it is not taken for a word,
/// and a doubled quote inside is one (OData 4.01 ABNF, SQUOTE-in-string).
/// </summary>
internal static class FilterTokens
{
    /// <summary>The tokens; null where a quote is not closed.</summary>
    public static IReadOnlyList<string>? Split(string filter)
    {
        var tokens = new List<string>();
        for (var i = 0; i < filter.Length;)
        {
            if (filter[i] == ' ')
            {
                i++;
            }
            else if (filter[i] is '(' or ')' or ',')
            {
                tokens.Add(filter[i++].ToString());
            }
            else if (filter[i] == '\'')
            {
                if (Quoted(filter, ref i) is not { } text)
                {
                    return null;
                }

                tokens.Add("'" + text);
            }
            else
            {
                var start = i;
                while (i < filter.Length && filter[i] is not (' ' or '\'' or '(' or ')' or ','))
                {
                    i++;
                }

                tokens.Add(filter[start..i]);
            }
        }

        return tokens;
    }

    private static string? Quoted(string filter, ref int position)
    {
        var value = new StringBuilder();
        for (position++; position < filter.Length; position++)
        {
            if (filter[position] != '\'')
            {
                value.Append(filter[position]);
            }
            else if (position + 1 < filter.Length && filter[position + 1] == '\'')
            {
                value.Append('\'');
                position++;
            }
            else
            {
                position++;
                return value.ToString();
            }
        }

        return null;
    }
}
