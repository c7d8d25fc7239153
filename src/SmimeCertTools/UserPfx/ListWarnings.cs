using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.UserPfx;

/// <summary>Words what is to be known of a list although it stops nothing.</summary>
internal static class ListWarnings
{
    private const int MostNamed = 8;

    /// <summary>Columns that are none of ours.</summary>
    public static string ColumnsNotRead(string path, IReadOnlyList<string> columns)
    {
        var more = columns.Count > MostNamed ? $" and {columns.Count - MostNamed} more" : string.Empty;
        return $"'{path}' has columns that are not read: {string.Join(", ", columns.Take(MostNamed))}{more}.";
    }
}
