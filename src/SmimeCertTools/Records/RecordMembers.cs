using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Records;

/// <summary>
/// The members of an object that stands for a record, in the forms that PowerShell and its serializers bring them in: properties
/// of
/// .NET and PowerShell objects and keys of dictionaries; bytes as arrays, lists, base64 or what ConvertTo-Json makes of them;
/// moments as DateTimeOffset, DateTime, their properties (Clixml), ISO 8601 or <c>/Date(milliseconds)/</c>.
/// </summary>
internal static class RecordMembers
{
    private static readonly Regex MicrosoftDate = new(@"^\\?/Date\((-?\d+)([+-]\d{4})?\)\\?/$", RegexOptions.CultureInvariant);

    // What text becomes of a byte array that stood deeper than ConvertTo-Json's -Depth.
    private static readonly Regex DecimalBytes = new(@"^\d{1,3}( \d{1,3})+$", RegexOptions.CultureInvariant);

    /// <summary>The member; null where there is none.</summary>
    public static object? Find(object input, string name) => ObjectMembers.Find(input, name);

    /// <summary>The objects that one object of the pipeline stands for: those of a list, or the object itself.</summary>
    public static IReadOnlyList<object?> Items(object? input) => ObjectMembers.Items(input);

    /// <summary>The bytes of a member; null where it holds none in any form. Empty for an empty one.</summary>
    public static byte[]? Bytes(object? value)
    {
        switch (value)
        {
            case byte[] bytes:
                return bytes;
            case string text when DecimalBytes.IsMatch(text.Trim()):
                return Bytes(text.Trim().Split(' ').Select(number => (object)int.Parse(number, CultureInfo.InvariantCulture)));
            case string text:
                return Base64(text);
            case null or IDictionary { Count: 0 }:
                return null;
            case IEnumerable items and not IDictionary:
                return Bytes(items.Cast<object?>());
            default:
                return ObjectMembers.CountedItems(value) is { } counted ? Bytes(counted.Cast<object?>()) : null;
        }
    }

    /// <summary>The moment of a member, UTC; null where it holds none in any form.</summary>
    public static DateTimeOffset? Moment(object? value) => value switch
    {
        null => null,
        DateTimeOffset moment => moment.ToUniversalTime(),

        // A time without zone in a record is UTC, as everything in it.
        DateTime { Kind: DateTimeKind.Unspecified } time => new DateTimeOffset(time, TimeSpan.Zero),
        DateTime time => new DateTimeOffset(time.ToUniversalTime(), TimeSpan.Zero),
        string text => ParseMoment(text.Trim()),

        // A DateTimeOffset that a serializer took apart: only its UTC members mean the same everywhere.
        _ when ObjectMembers.Integer(Find(value, "UtcTicks")) is { } ticks and >= 0 && ticks <= DateTime.MaxValue.Ticks =>
            new DateTimeOffset(ticks, TimeSpan.Zero),
        _ => Find(value, "UtcDateTime") switch
        {
            DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
            string text => ParseMoment(text.Trim()),
            _ => null,
        },
    };

    private static byte[]? Bytes(IEnumerable<object?> items)
    {
        List<byte> bytes = [];
        foreach (var item in items)
        {
            if (item is null
                || ObjectMembers.Integer(ObjectMembers.Base(item)) is not (>= byte.MinValue and <= byte.MaxValue and { } number))
            {
                return null;
            }

            bytes.Add((byte)number);
        }

        return [.. bytes];
    }

    private static byte[]? Base64(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static DateTimeOffset? ParseMoment(string text)
    {
        if (MicrosoftDate.Match(text) is { Success: true } match
            && long.TryParse(
                match.Groups[1].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
            && Math.Abs(milliseconds) < 60_000_000_000_000)
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }

        // The last is what both serializers make of a DateTimeOffset that stands deeper than their -Depth, in any culture.
        string[] forms =
            ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "MM'/'dd'/'yyyy HH':'mm':'ss zzz"];
        return DateTimeOffset.TryParseExact(
            text,
            forms,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment) ? moment : null;
    }
}
