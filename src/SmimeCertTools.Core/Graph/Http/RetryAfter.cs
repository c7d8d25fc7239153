using System;
using System.Globalization;
using System.Linq;
using System.Net.Http.Headers;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>How long a service asks to wait, in every form that is met in the field.</summary>
internal static class RetryAfter
{
    /// <summary>The dates of RFC 9110 section 5.6.7, and what services write in their place.</summary>
    private static readonly string[] DateForms =
    [
        "ddd, d MMM yyyy HH:mm:ss 'GMT'", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy",
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>
    /// The wait in <c>Retry-After</c> (RFC 9110 section 10.2.3: whole seconds or a date; Graph also sends decimal seconds), else
    /// the one in <c>x-ms-retry-after-ms</c> (milliseconds). Null where neither names one: nothing, less than nothing, a date in
    /// the past and what cannot be read are no waits. What is too long for a TimeSpan is its maximum.
    /// </summary>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var wait = Value(headers, "Retry-After") is not { } retryAfter ? null
            : Number(retryAfter) is { } seconds ? Span(seconds * TimeSpan.TicksPerSecond)
            : Date(retryAfter) is { } date ? Span((date - (headers.Date ?? now)).Ticks) // by the clock that the date is of
            : null;
        return wait ?? (Value(headers, "x-ms-retry-after-ms") is { } text && Number(text) is { } milliseconds
            ? Span(milliseconds * TimeSpan.TicksPerMillisecond)
            : null);
    }

    private static string? Value(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values)
            ? values.FirstOrDefault(value => !string.IsNullOrWhiteSpace(value))?.Trim() : null;

    private static double? Number(string text) =>
        double.TryParse(
            text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && !double.IsNaN(number) ? number : null;

    private static DateTimeOffset? Date(string text)
    {
        const DateTimeStyles Styles =
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces;
        return DateTimeOffset.TryParseExact(text, DateForms, CultureInfo.InvariantCulture, Styles, out var date) ? date : null;
    }

    private static TimeSpan? Span(double ticks) =>
        ticks <= 0 ? null
        : ticks >= TimeSpan.MaxValue.Ticks ? TimeSpan.MaxValue
        : new TimeSpan((long)Math.Ceiling(ticks));
}
