using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Internal;

namespace SmimeCertTools.Hosting;

/// <summary>
/// The members of whatever comes down a pipeline: properties of .NET and PowerShell objects, keys of dictionaries.
/// </summary>
internal static class ObjectMembers
{
    /// <summary>The object within PowerShell's wrapper; a custom or deserialized object is its own.</summary>
    public static object Base(object value)
    {
        var wrapped = value as PSObject;
        return wrapped is null || wrapped.BaseObject is PSCustomObject ? value : wrapped.BaseObject;
    }

    /// <summary>The value of a member; null where there is none, or it is null.</summary>
    /// <exception cref="GetValueException">The member's own code failed.</exception>
    public static object? Find(object input, string name) => TryFind(input, name, out var value) ? value : null;

    /// <summary>Whether there is a member of the name, and its value.</summary>
    /// <exception cref="GetValueException">The member's own code failed.</exception>
    public static bool TryFind(object input, string name, out object? value)
    {
        if (Base(input) is IDictionary map)
        {
            var key = map.Keys.OfType<string>().FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase));
            value = key is null ? null : Bare(map[key]);
            return key is not null;
        }

        var property = PSObject.AsPSObject(input).Properties[name];
        value = Bare(property?.Value);
        return property is not null;
    }

    /// <summary>
    /// All values of a row: of a custom object, as Import-Csv makes it, or of a dictionary; null for another object.
    /// </summary>
    /// <exception cref="GetValueException">A member's own code failed.</exception>
    public static IEnumerable<object?>? Values(object input) => Base(input) switch
    {
        IDictionary map => map.Values.Cast<object?>(),
        PSObject custom => custom.Properties.Select(property => property.Value),
        _ => null,
    };

    /// <summary>The objects that one object of the pipeline stands for: those of a list, or the object itself.</summary>
    public static IReadOnlyList<object?> Items(object? input) => input switch
    {
        null => [null],
        _ when Base(input) is IList list => [.. list.Cast<object?>()],
        _ when CountedItems(input) is { } counted => [.. counted.Cast<object?>()],
        _ => [input],
    };

    /// <summary>
    /// The items of what Windows PowerShell's ConvertTo-Json makes of an array that was an object of its own:
    /// { "value": [ … ], "Count": n }. Null for anything else.
    /// </summary>
    public static IList? CountedItems(object input)
    {
        try
        {
            return Find(input, "value") is IList items && Integer(Find(input, "Count")) == items.Count ? items : null;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    /// <summary>A whole number in any of the types that JSON readers make of one: Int32, Int64, Decimal or Double.</summary>
    public static long? Integer(object? value) => value switch
    {
        byte number => number,
        int number => number,
        long number => number,
        decimal number when decimal.Truncate(number) == number && Math.Abs(number) <= long.MaxValue => (long)number,
        double number when Math.Truncate(number) == number && Math.Abs(number) < 1L << 53 => (long)number,
        sbyte or short or ushort or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    // A cell of a database, and what a command without output gives, may be empty in a way of its own.
    private static object? Bare(object? value) =>
        value is null or DBNull || ReferenceEquals(value, AutomationNull.Value) ? null : Base(value);
}
