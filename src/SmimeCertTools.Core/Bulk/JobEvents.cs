using System;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Bulk;

/// <summary>What a job tells or asks whoever runs it.</summary>
public abstract record JobEvent;

/// <summary>Something to be told in words.</summary>
/// <param name="Text">A sentence.</param>
/// <param name="IsWarning">Whether an administrator should know it although it stops nothing.</param>
public sealed record JobMessage(string Text, bool IsWarning) : JobEvent;

/// <summary>A question: the part of the job that asked waits for the answer.</summary>
/// <typeparam name="T">What is answered.</typeparam>
public abstract record JobQuestion<T> : JobEvent
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task<T> Answered => _answer.Task;

    /// <summary>Answers it.</summary>
    public void Answer(T answer) => _answer.TrySetResult(answer);

    internal void Cancel() => _answer.TrySetCanceled();
}

/// <summary>
/// Brings what a job tells and asks from its threads to the one of whoever runs it, in order. Who tells more than is taken waits.
/// </summary>
internal sealed class JobEvents : IDisposable
{
    private readonly JobQueue<JobEvent> _queue = new(128);

    /// <summary>Runs a job and hands its events to <paramref name="handle"/>, on the caller's context, one at a time.</summary>
    /// <param name="work">The job.</param>
    /// <param name="handle">Told of each event; what it throws ends the job and is thrown again once all work has ended.</param>
    /// <param name="cancellationToken">Ends the job.</param>
    public static async Task RunAsync(
        Func<JobEvents, CancellationToken, Task> work, Action<JobEvent> handle, CancellationToken cancellationToken)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var events = new JobEvents();
        var token = cancellation.Token;
        var job = Task.Run(() => events.EndAfterAsync(work(events, token)), CancellationToken.None);
        try
        {
            // The caller's context is wanted: a cmdlet's events are for its pipeline thread.
            while (await events._queue.NextAsync(CancellationToken.None).ConfigureAwait(true) is { } next)
            {
                handle(next);
            }
        }
        finally
        {
            if (!job.IsCompleted)
            {
                cancellation.Cancel();
            }

            await Task.WhenAny(job).ConfigureAwait(true);
        }

        await job.ConfigureAwait(true);
    }

    /// <summary>Tells of something.</summary>
    /// <exception cref="OperationCanceledException">The job was cancelled while nobody took events.</exception>
    public Task TellAsync(JobEvent told, CancellationToken cancellationToken) => _queue.AddAsync(told, cancellationToken);

    /// <summary>Asks and waits for the answer.</summary>
    /// <exception cref="OperationCanceledException">The job was cancelled before it was answered.</exception>
    public async Task<T> AskAsync<T>(JobQuestion<T> question, CancellationToken cancellationToken)
    {
        await TellAsync(question, cancellationToken).ConfigureAwait(false);
        using (cancellationToken.Register(question.Cancel))
        {
            return await question.Answered.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _queue.Dispose();

    private async Task EndAfterAsync(Task work)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        finally
        {
            _queue.Complete();
        }
    }
}
