using System;

namespace SmimeCertTools.Core.Graph.Connection;

/// <summary>Texts in the filters of requests (OData 4.01, part 2: a quotation mark within a text is written twice).</summary>
internal static class FilterText
{
    /// <summary>A text as a literal.</summary>
    public static string Quote(string value) => "'" + value.Replace("'", "''") + "'";

    /// <summary>The same, ready for an address.</summary>
    public static string Literal(string value) => Uri.EscapeDataString(Quote(value));
}
