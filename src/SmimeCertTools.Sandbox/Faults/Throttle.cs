using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Faults;

/// <summary>The sliding windows of each app.</summary>
internal sealed class Throttle(ThrottleOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, AppWindows> _apps = new(StringComparer.Ordinal);

    /// <exception cref="RequestRefusedException">The app is over a limit: 429.</exception>
    public void Admit(SandboxRequest request)
    {
        // A batch is a cover: its parts count.
        if ((options.Writes == 0 && options.Requests == 0) || request.Matches(1, "$batch"))
        {
            return;
        }

        var windows = _apps.GetOrAdd(request.Caller!.ClientId, _ => new AppWindows());
        TimeSpan wait;
        lock (windows)
        {
            var now = clock.GetTimestamp();
            wait = Wait(windows.Requests, options.Requests, now);
            if (request.IsWrite && Wait(windows.Writes, options.Writes, now) is var writeWait && writeWait > wait)
            {
                wait = writeWait;
            }

            if (wait == TimeSpan.Zero)
            {
                windows.Requests.Enqueue(now);
                if (request.IsWrite)
                {
                    windows.Writes.Enqueue(now);
                }

                return;
            }
        }

        throw Refusal(wait);
    }

    // How long until the window has room; drops what has left it.
    private TimeSpan Wait(Queue<long> window, int limit, long now)
    {
        while (window.TryPeek(out var oldest) && clock.GetElapsedTime(oldest, now) >= options.Window)
        {
            window.Dequeue();
        }

        return limit == 0 || window.Count < limit ? TimeSpan.Zero : options.Window - clock.GetElapsedTime(window.Peek(), now);
    }

    private RequestRefusedException Refusal(TimeSpan wait)
    {
        var refusal = new RequestRefusedException(429, "TooManyRequests", "Too many requests.",
            $"throttled: {options.Writes} writes and {options.Requests} requests in {options.Window} (0 is unlimited)");
        var retryAfter = options.RetryAfter switch
        {
            RetryAfterForm.Seconds => Math.Ceiling(wait.TotalSeconds).ToString("0", CultureInfo.InvariantCulture),
            RetryAfterForm.DecimalSeconds =>
                (Math.Ceiling(wait.TotalMilliseconds) / 1000).ToString("0.0##", CultureInfo.InvariantCulture),
            RetryAfterForm.HttpDate =>
                clock.GetUtcNow().AddSeconds(Math.Ceiling(wait.TotalSeconds)).ToString("R", CultureInfo.InvariantCulture),
            _ => null,
        };
        if (retryAfter is not null)
        {
            refusal.Headers["Retry-After"] = retryAfter;
        }

        return refusal;
    }

    private sealed class AppWindows
    {
        public Queue<long> Requests { get; } = new();

        public Queue<long> Writes { get; } = new();
    }
}
