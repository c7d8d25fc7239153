using System;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>
/// Writes whose effect is confirmed by a read. After an outcome that is not known the effect is looked for, and only when it is
/// not there the write is sent again.
/// </summary>
internal static class UncertainWrite
{
    /// <summary>How often an effect is looked for after the service said yes: reads may lag behind writes.</summary>
    private const int Lookups = 3;

    /// <summary>How long a write under way may still be answered after it was cancelled.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Sends and confirms.</summary>
    /// <param name="policy">How often and how long to wait.</param>
    /// <param name="send">Sends the write once.</param>
    /// <param name="look">Looks for the effect; null when it is not there.</param>
    /// <param name="missing">The error when the service said yes and the effect is not there.</param>
    /// <param name="cancellationToken">Ends the call; what was sent gets a few seconds to be answered.</param>
    public static async Task<T> RunAsync<T>(
        RetryPolicy policy,
        Func<CancellationToken, Task> send,
        Func<CancellationToken, Task<T?>> look,
        Func<Exception> missing,
        CancellationToken cancellationToken)
        where T : class
    {
        var retries = new Retries(policy);
        for (var attempt = 1; ; attempt++)
        {
            if (await SendAsync(send, cancellationToken).ConfigureAwait(false) is not { } failure)
            {
                return await ConfirmAsync(policy, look, cancellationToken).ConfigureAwait(false) ?? throw missing();
            }

            if (await LookAfterAsync(failure, look, cancellationToken).ConfigureAwait(false) is { } found)
            {
                return found;
            }

            if (retries.DelayBefore(attempt, failure.RetryAfter) is not { } delay)
            {
                throw failure;
            }

            await policy.WaitAsync(failure.StatusCode ?? 0, attempt, delay, failure.RetryAfter is not null, cancellationToken)
                .ConfigureAwait(false);

            // A slow service may have done it meanwhile.
            if (await LookAfterAsync(failure, look, cancellationToken).ConfigureAwait(false) is { } late)
            {
                return late;
            }
        }
    }

    private static async Task<GraphRequestException?> SendAsync(
        Func<CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var grace = new CancellationTokenSource();
        using var registration = cancellationToken.Register(() => grace.CancelAfter(Grace));
        try
        {
            await send(grace.Token).ConfigureAwait(false);
            return null;
        }
        catch (GraphRequestException e) when (e.IsOutcomeUnknown)
        {
            return e;
        }
    }

    private static async Task<T?> ConfirmAsync<T>(
        RetryPolicy policy, Func<CancellationToken, Task<T?>> look, CancellationToken cancellationToken)
        where T : class
    {
        for (var lookup = 1; ; lookup++)
        {
            if (await look(cancellationToken).ConfigureAwait(false) is { } found)
            {
                return found;
            }

            if (lookup == Lookups)
            {
                return null;
            }

            await policy.PauseBetweenLookupsAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<T?> LookAfterAsync<T>(
        GraphRequestException failure, Func<CancellationToken, Task<T?>> look, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await look(cancellationToken).ConfigureAwait(false);
        }
        catch (GraphRequestException e)
        {
            throw GraphErrors.WithNote(
                failure, $"It may have taken effect; to look failed as well: {e.Message} Look before you try again.");
        }
    }
}
