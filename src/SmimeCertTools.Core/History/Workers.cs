using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.History;

/// <summary>
/// Works on many files at a time, on the thread pool. Key derivation takes most of the time, so each worker takes file after
/// file.
/// </summary>
internal static class Workers
{
    /// <summary>Works on each of <paramref name="count"/> places once. An error ends the work of all.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="degree">How many are worked on at a time.</param>
    /// <param name="work">The work on the one at a place, from 0.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task EachAsync(
        int count, int degree, Func<int, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var next = -1;
        var workers = Enumerable.Range(0, Math.Min(degree, count)).Select(_ => Task.Run(WorkAsync, CancellationToken.None));
        await Task.WhenAll(workers).ConfigureAwait(false);

        async Task WorkAsync()
        {
            var completed = false;
            try
            {
                for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
                {
                    stop.Token.ThrowIfCancellationRequested();
                    await work(i, stop.Token).ConfigureAwait(false);
                }

                completed = true;
            }
            finally
            {
                // The other workers must not go on unobserved.
                if (!completed)
                {
                    stop.Cancel();
                }
            }
        }
    }
}
