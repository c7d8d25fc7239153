using System;

namespace SmimeCertTools.Core.Graph.Http.Pacing;

/// <summary>The place of requests that were let through. Disposing it without a verdict counts them as granted.</summary>
internal sealed class PacerTicket(
    RequestPacer pacer, PacerLine line, bool isWrite, int count, DateTimeOffset sent) : IDisposable
{
    private bool _isSettled;

    public bool IsWrite => isWrite;

    public int Count => count;

    public DateTimeOffset Sent => sent;

    /// <summary>The service refused (429), and asked to wait this long if it said so.</summary>
    /// <param name="retryAfter">How long; null when it did not say.</param>
    /// <param name="refused">How many of the requests, for the statistics: refused one, all count as refused for the
    /// pace.</param>
    public void Refuse(TimeSpan? retryAfter, int refused = 1)
    {
        if (!_isSettled)
        {
            _isSettled = true;
            line.CountRefusals(refused);
            pacer.Refuse(this, retryAfter);
        }
    }

    public void Dispose()
    {
        if (!_isSettled)
        {
            _isSettled = true;
            pacer.Grant(this);
        }
    }
}
