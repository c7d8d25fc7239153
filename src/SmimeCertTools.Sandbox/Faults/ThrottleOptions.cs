using System;

namespace SmimeCertTools.Sandbox.Faults;

/// <summary>
/// Limits per app over a sliding window. Intune documents 100 writes and 1000 calls per 20 s for device configuration; a request
/// above
/// the limit is answered 429 and does not count.
/// </summary>
public sealed class ThrottleOptions
{
    /// <summary>POST, PATCH, PUT and DELETE in a window. Default 0: unlimited.</summary>
    public int Writes { get; init; }

    /// <summary>All requests in a window. Default 0: unlimited.</summary>
    public int Requests { get; init; }

    /// <summary>The length of the window. Default 20 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How the answer says when to come again. Default whole seconds.</summary>
    public RetryAfterForm RetryAfter { get; init; } = RetryAfterForm.Seconds;
}

/// <summary>Forms of the Retry-After header met in the field.</summary>
public enum RetryAfterForm
{
    /// <summary>Whole seconds, rounded up (RFC 9110, section 10.2.3).</summary>
    Seconds,

    /// <summary>Seconds with decimals, as Intune sends them at times.</summary>
    DecimalSeconds,

    /// <summary>An HTTP date.</summary>
    HttpDate,

    /// <summary>No header.</summary>
    None,
}
