using System;

namespace SmimeCertTools.Core.Graph.Http.Pacing;

/// <summary>The place of requests that were let through. Disposing it without a verdict counts them as granted.</summary>
internal sealed class PacerTicket : IDisposable
{
    private readonly RequestPacer _pacer;
    private bool _isSettled;

    public PacerTicket(RequestPacer pacer, bool isWrite, int count, DateTimeOffset sent)
    {
        _pacer = pacer;
        IsWrite = isWrite;
        Count = count;
        Sent = sent;
    }

    public bool IsWrite { get; }

    public int Count { get; }

    public DateTimeOffset Sent { get; }

    /// <summary>The service refused (429), and asked to wait this long if it said so.</summary>
    /// <param name="retryAfter">How long; null when it did not say.</param>
    /// <param name="refused">How many of the requests, for the statistics: refused one, all count as refused for the
    /// pace.</param>
    public void Refuse(TimeSpan? retryAfter, int refused = 1)
    {
        if (!_isSettled)
        {
            _isSettled = true;
            _pacer.Refuse(this, retryAfter, refused);
        }
    }

    public void Dispose()
    {
        if (!_isSettled)
        {
            _isSettled = true;
            _pacer.Grant(this);
        }
    }
}
