using System;
using System.Linq;

namespace SmimeCertTools.Core.Lists;

/// <summary>The words that people write into a column that says yes or no.</summary>
public static class ListFlag
{
    private static readonly string[] Yes = ["true", "$true", "yes", "y", "1", "x"];
    private static readonly string[] No = ["false", "$false", "no", "n", "0"];

    /// <summary>Reads a value; an empty one is no.</summary>
    /// <returns>Whether it is one of the words.</returns>
    public static bool TryParse(string? text, out bool flag)
    {
        var word = ListText.Trim(text);
        flag = Yes.Contains(word, StringComparer.OrdinalIgnoreCase);
        return flag || word.Length == 0 || No.Contains(word, StringComparer.OrdinalIgnoreCase);
    }
}
