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
    public void Refuse(TimeSpan? retryAfter)
    {
        if (!_isSettled)
        {
            _isSettled = true;
            _pacer.Refuse(this, retryAfter);
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
