using System;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Graph.Connection;

/// <summary>
/// A write whose effect is confirmed by a look at what the service has. After an outcome that is not known the effect is looked
/// for, and only when it is not there the write is sent again. A write that is under way is not abandoned by a cancellation: it
/// gets <see cref="RetryPolicy.Grace"/> to be answered and seen.
/// </summary>
/// <typeparam name="T">What a look shows.</typeparam>
internal sealed class ConfirmedWrite<T>(RetryPolicy policy, GraphRequestSubject subject)
    where T : class
{
    /// <summary>How often an effect is looked for after the service said yes: reads may lag behind writes. Default 3.</summary>
    public int Lookups { get; init; } = 3;

    /// <summary>Sends the write once.</summary>
    public required Func<CancellationToken, Task> Send { get; init; }

    /// <summary>
    /// What shows the effect, be it the answer or a look-up; null when it is not there. It is told of the failure, or null after
    /// the service said yes, and throws that failure when sending again is no use.
    /// </summary>
    public required Func<GraphRequestException?, CancellationToken, Task<T?>> Look { get; init; }

    /// <summary>The error when the service said yes and the effect is not there.</summary>
    public required Func<Exception> Missing { get; init; }

    /// <summary>
    /// Refusals that tell that the service has something else than was known, such as a conflict: it is looked at, and what
    /// the look does not settle is sent anew after a wait.
    /// </summary>
    public Func<GraphRequestException, bool> IsContradicted { get; init; } = _ => false;

    /// <summary>What to do while it is not known whether the write took effect: a sentence.</summary>
    public string Advice { get; init; } = "Look before you try again.";

    /// <summary>Sends and confirms.</summary>
    /// <param name="cancellationToken">Ends the call; nothing is sent any more.</param>
    /// <exception cref="OperationCanceledException">It was cancelled before anything was sent.</exception>
    /// <exception cref="GraphRequestException">
    /// The write failed, its effect is not there, or it was cancelled before that was known
    /// (<see cref="GraphRequestException.IsOutcomeUnknown"/>).
    /// </exception>
    public async Task<T> RunAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // Not disposed: it holds nothing, and its timer may fire while the write ends.
        var grace = new CancellationTokenSource();
        using var timer = policy.Clock.CreateTimer(
            source => ((CancellationTokenSource)source!).Cancel(), grace, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        using var registration = cancellationToken.Register(() => timer.Change(RetryPolicy.Grace, Timeout.InfiniteTimeSpan));
        try
        {
            return await RunAsync(cancellationToken, grace.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (grace.IsCancellationRequested)
        {
            throw GraphErrors.Abandoned(subject, Advice, e);
        }
    }

    private async Task<T> RunAsync(CancellationToken cancelled, CancellationToken hard)
    {
        var retries = new Retries(policy);
        for (var attempt = 1; ; attempt++)
        {
            if (await SendAsync(hard).ConfigureAwait(false) is not { } failure)
            {
                return await ConfirmAsync(hard).ConfigureAwait(false) ?? throw Missing();
            }

            // A slow service may do it during the wait, so that is before the look; a contradiction may be settled without one.
            var isContradicted = !failure.IsOutcomeUnknown;
            var goesOn = isContradicted || await WaitAsync(retries, failure, attempt, cancelled).ConfigureAwait(false);
            if (await LookAsync(failure, hard).ConfigureAwait(false) is { } found)
            {
                return found;
            }

            goesOn = goesOn
                && (!isContradicted || await WaitAsync(retries, failure, attempt, cancelled).ConfigureAwait(false));
            if (!goesOn || cancelled.IsCancellationRequested)
            {
                throw failure;
            }
        }
    }

    private async Task<GraphRequestException?> SendAsync(CancellationToken hard)
    {
        try
        {
            await Send(hard).ConfigureAwait(false);
            return null;
        }
        catch (GraphRequestException e) when (e.IsOutcomeUnknown || IsContradicted(e))
        {
            return e;
        }
    }

    private async Task<T?> ConfirmAsync(CancellationToken hard)
    {
        for (var lookup = 1; ; lookup++)
        {
            if (await LookAsync(null, hard).ConfigureAwait(false) is { } found)
            {
                return found;
            }

            if (lookup == Lookups)
            {
                return null;
            }

            await policy.PauseBetweenLookupsAsync(hard).ConfigureAwait(false);
        }
    }

    private async Task<T?> LookAsync(GraphRequestException? failure, CancellationToken hard)
    {
        try
        {
            return await Look(failure, hard).ConfigureAwait(false);
        }
        catch (GraphRequestException e) when (e != failure && !e.IsSessionError && e.Kind != GraphErrorKind.NotConfirmed)
        {
            var cause = failure is null ? string.Empty : $" ({e.Message.TrimEnd('.')})";
            throw GraphErrors.WithNote(failure ?? e, $"Whether it took effect could not be seen{cause}. {Advice}");
        }
    }

    /// <summary>Whether there is another try, after its wait; a cancellation ends the wait.</summary>
    private async Task<bool> WaitAsync(Retries retries, GraphRequestException failure, int attempt, CancellationToken cancelled)
    {
        var delay = failure.Kind == GraphErrorKind.ServiceUnavailable || !failure.IsOutcomeUnknown
            ? retries.DelayBefore(attempt, failure.RetryAfter)
            : retries.DelayBeforeReconnect(attempt);
        if (delay is not { } wait || cancelled.IsCancellationRequested)
        {
            return false;
        }

        try
        {
            await policy.WaitAsync(failure.StatusCode ?? 0, attempt, wait, failure.RetryAfter is not null, cancelled)
                .ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            return false;
        }
    }
}
