using System;
using System.Collections;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using SmimeCertTools.Core.Lists;

namespace SmimeCertTools.Hosting;

/// <summary>
/// The text of a value as it is bound. What is no text is bound as well, as a mark that says of what type it is: an exception
/// while binding would put the whole input object, its password with it, into the error record, and the row would be lost to the
/// cmdlet.
/// </summary>
internal static class BoundText
{
    // No path, name or id has it.
    private const char Mark = '\0';

    /// <summary>The text without blanks around it; empty for null; for anything else a mark.</summary>
    public static string Of(object? value) => Exact(value) is { Length: > 0 } text && text[0] != Mark
        ? ListText.Trim(text) : Exact(value);

    /// <summary>The text as it stands.</summary>
    public static string Exact(object? value) => (value is null ? null : ObjectMembers.Base(value)) switch
    {
        null => string.Empty,
        string text => text,
        FileSystemInfo file => file.FullName,
        PathInfo path => path.ProviderPath,
        Uri uri => uri.OriginalString,
        Guid or Enum or char => ObjectMembers.Base(value!).ToString()!,

        // Whoever reads worksheets makes a number of a name that is one.
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal =>
            Convert.ToString(ObjectMembers.Base(value!), CultureInfo.InvariantCulture)!,
        IList { Count: 1 } list => Exact(list[0]),
        var other => Unusable(other),
    };

    /// <summary>The texts of a value or of a list of values.</summary>
    public static string[] Many(object? value) => (value is null ? null : ObjectMembers.Base(value)) switch
    {
        IEnumerable items and not string and not IDictionary and not PSObject => [.. items.Cast<object?>().Select(Of)],
        _ => [Of(value)],
    };

    /// <summary>The mark of a value that is no text.</summary>
    public static string Unusable(object value) => Mark + TypeOf(value);

    /// <summary>What is wrong with a bound text, as the end of a sentence; null when it is one.</summary>
    public static string? ProblemOf(string? text) => text is { Length: > 0 } && text[0] == Mark
        ? $"is of type {text.Substring(1)} and no text" : null;

    /// <summary>The type's name, without its assembly.</summary>
    public static string TypeOf(object value) => ObjectMembers.Base(value) switch
    {
        PSObject or PSCustomObject => "PSCustomObject",
        var found => found.GetType().Name,
    };
}
