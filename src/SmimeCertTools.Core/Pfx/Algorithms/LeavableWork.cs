using System;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Pfx.Algorithms;

/// <summary>
/// Derivations that are one call of somebody else's and cannot be stopped: whoever is stopped leaves them behind. What is left
/// runs to its end, on copies of its own, and overwrites them.
/// </summary>
internal static class LeavableWork
{
    /// <summary>Runs <paramref name="derive"/> on a copy of <paramref name="password"/>.</summary>
    /// <exception cref="OperationCanceledException">Somebody stopped it.</exception>
    public static byte[] Run(byte[] password, Func<byte[], byte[]> derive, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
        {
            return derive(password);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var copy = (byte[])password.Clone();
        var work = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    return derive(copy);
                }
                finally
                {
                    SecretBytes.Zero(copy);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        try
        {
            Task.WaitAny([work], cancellationToken);
            return work.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            work.ContinueWith(
                Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
    }

    private static void Forget(Task<byte[]> work)
    {
        // Asking for the error is what keeps it from being reported as nobody's.
        if (work.Exception is null)
        {
            SecretBytes.Zero(work.GetAwaiter().GetResult());
        }
    }
}
