using System;
using System.Globalization;
using System.Linq;
using System.Net.Http.Headers;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>How long a service asks to wait, in every form that is met in the field.</summary>
internal static class RetryAfter
{
    /// <summary>
    /// The wait in <c>Retry-After</c> (RFC 9110 section 10.2.3: whole seconds or a date; Graph also sends decimal seconds), else
    /// the one in <c>x-ms-retry-after-ms</c> (milliseconds), else null. Never negative; what is too long for a TimeSpan is its
    /// maximum.
    /// </summary>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (Value(headers, "Retry-After") is { } retryAfter)
        {
            if (Number(retryAfter) is { } seconds)
            {
                return Span(seconds * TimeSpan.TicksPerSecond);
            }

            const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
            if (DateTimeOffset.TryParse(retryAfter, CultureInfo.InvariantCulture, Utc, out var date))
            {
                // The service's own clock is the one the date was read from.
                return Span((date - (headers.Date ?? now)).Ticks);
            }
        }

        return Value(headers, "x-ms-retry-after-ms") is { } text && Number(text) is { } milliseconds
            ? Span(milliseconds * TimeSpan.TicksPerMillisecond)
            : null;
    }

    private static string? Value(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values)
            ? values.FirstOrDefault(value => !string.IsNullOrWhiteSpace(value))?.Trim() : null;

    private static double? Number(string text) =>
        double.TryParse(
            text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && !double.IsNaN(number) ? number : null;

    private static TimeSpan Span(double ticks) =>
        ticks <= 0 ? TimeSpan.Zero
        : ticks >= TimeSpan.MaxValue.Ticks ? TimeSpan.MaxValue
        : new TimeSpan((long)Math.Ceiling(ticks));
}
