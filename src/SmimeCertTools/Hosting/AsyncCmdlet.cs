using System;
using System.Globalization;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Errors;

namespace SmimeCertTools.Hosting;

/// <summary>
/// A cmdlet whose blocks are asynchronous methods. Their code, before and after each await, runs on the pipeline thread, so all
/// of PowerShell's methods may be used in it; never use <c>ConfigureAwait(false)</c> there. A block is never left before its work
/// has ended: stopping the pipeline cancels <see cref="Cancellation"/> and waits.
/// </summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    /// <summary>A wait that people should know of without asking.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _cancellation = new();
    private readonly PipelinePump _pump;
    private SmimeSession? _session;
    private bool _disposed;

    /// <summary>Creates the cmdlet.</summary>
    protected AsyncCmdlet()
    {
        _pump = new PipelinePump(CancelWork);
        Cancellation = _cancellation.Token;
    }

    /// <summary>Cancelled when the pipeline is stopped, and when this cmdlet fails as a whole.</summary>
    protected CancellationToken Cancellation { get; }

    /// <summary>Disposes of what the cmdlet holds; work still under way is cancelled and waited for.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes one object to the pipeline.</summary>
    /// <param name="sendToPipeline">The object.</param>
    public new void WriteObject(object? sendToPipeline) => _pump.CallOutside(() => base.WriteObject(sendToPipeline));

    /// <summary>Writes an object, or each of its elements, to the pipeline.</summary>
    /// <param name="sendToPipeline">The object.</param>
    /// <param name="enumerateCollection">Whether a collection's elements are written one by one.</param>
    public new void WriteObject(object? sendToPipeline, bool enumerateCollection) =>
        _pump.CallOutside(() => base.WriteObject(sendToPipeline, enumerateCollection));

    /// <summary>The work before the first input object.</summary>
    protected virtual Task BeginAsync() => Task.CompletedTask;

    /// <summary>The work for one input object.</summary>
    protected virtual Task ProcessAsync() => Task.CompletedTask;

    /// <summary>The work after the last input object.</summary>
    protected virtual Task EndAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Run(BeginAsync);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(ProcessAsync);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Run(FinishAsync);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => CancelWork();

    /// <summary>Disposes of what the cmdlet holds. An override calls this one first: it ends the work.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            CancelWork();
            _pump.Settle(SettleAsync);
            if (_session is not null)
            {
                _session.Retrying -= OnRetrying;
            }

            _cancellation.Dispose();
        }
    }

    /// <summary>
    /// Reports what is wrong with one item and lets the others go on. When the error makes the session as a whole useless, no
    /// other item can succeed: the exception is thrown again and becomes the cmdlet's terminating error after the items under way
    /// have ended.
    /// </summary>
    /// <param name="error">What is wrong.</param>
    /// <param name="target">The item as the user gave it; null for what the error names.</param>
    private protected void WriteItemError(SmimeException error, object? target)
    {
        if (error is GraphRequestException { IsSessionError: true })
        {
            ExceptionDispatchInfo.Capture(error).Throw();
        }

        WriteError(error.ToErrorRecord(target));
    }

    /// <summary>This runspace's connection to Graph, or a terminating error that says how to connect.</summary>
    private protected GraphConnection RequireConnection()
    {
        var session = SmimeSession.Current;
        var connection = session.Connection;
        if (connection is null)
        {
            ThrowTerminatingError(ConnectionErrors.NotConnected());
        }

        if (_session is null)
        {
            _session = session;
            session.Retrying += OnRetrying;
        }

        return connection!;
    }

    /// <summary>This runspace's connection to Graph; null when there is none.</summary>
    private protected GraphConnection? FindConnection() => SmimeSession.Current.Connection is null ? null : RequireConnection();

    /// <summary>Calls something on the pipeline thread each second while this cmdlet waits, until it is disposed of.</summary>
    private protected IDisposable EverySecond(Action action)
    {
        // One at a time: a pipeline thread that is busy elsewhere must not find a heap of them.
        var isWaiting = 0;
        return new Timer(
            _ =>
            {
                if (Interlocked.Exchange(ref isWaiting, 1) == 0)
                {
                    _pump.Post(
                        _ =>
                        {
                            Volatile.Write(ref isWaiting, 0);
                            action();
                        },
                        null);
                }
            },
            null,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(1));
    }

    /// <summary>
    /// Something to call on any thread that shows a message on the host whatever the preference variables say, for what a person
    /// must see to go on.
    /// </summary>
    private protected Action<string> MessageToPerson() => message => _pump.Post(
        _ => WriteInformation(new HostInformationMessage { Message = message }, ["PSHOST"]), null);

    /// <summary>
    /// Calls code that is not ours, such as a script block of the user, without our context: see
    /// <see cref="PipelinePump.CallOutside"/>.
    /// </summary>
    private protected void CallOutside(Action action) => _pump.CallOutside(action);

    /// <summary>Told of each wait for Graph, on the pipeline thread.</summary>
    private protected virtual void OnWaiting(GraphRetry retry)
    {
    }

    /// <summary>Cancels all work of this cmdlet. May be called on any thread.</summary>
    private protected void CancelWork()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // PowerShell may stop a cmdlet that has ended meanwhile.
        }
    }

    /// <summary>The end block with what a base class adds to it.</summary>
    private protected virtual Task FinishAsync() => EndAsync();

    /// <summary>
    /// Waits for work that outlives a block, after a block failed; returns the first that failed by itself, if any.
    /// </summary>
    private protected virtual Task<Task?> SettleAsync() => Task.FromResult<Task?>(null);

    private static async Task InvokeAsync(Func<Task> block) => await block();

    private void OnRetrying(GraphRetry retry) => _pump.Post(_ => ReportRetry(retry), null);

    private void ReportRetry(GraphRetry retry)
    {
        OnWaiting(retry);
        var seconds = retry.Delay.TotalSeconds.ToString("0.#", CultureInfo.CurrentCulture);
        var message = $"Graph answered {retry.StatusCode}; sending again in {seconds} s (retry {retry.Attempt}).";
        if (retry.Delay >= LongWait)
        {
            WriteWarning(message);
        }
        else
        {
            WriteVerbose(message);
        }
    }

    private void Run(Func<Task> block)
    {
        try
        {
            _pump.Run(() => RunToEndAsync(block));
        }
        catch (OperationCanceledException) when (Stopping)
        {
            throw new PipelineStoppedException();
        }
        catch (SmimeException error)
        {
            ThrowTerminatingError(error.ToErrorRecord());
        }
    }

    private async Task RunToEndAsync(Func<Task> block)
    {
        var work = InvokeAsync(block);
        await Task.WhenAny(work);
        if (work.Status != TaskStatus.RanToCompletion)
        {
            CancelWork();
            var failed = await SettleAsync();

            // A block that was merely cancelled is not the cause: the item that failed is.
            await (work.IsCanceled && failed is not null ? failed : work);
        }
    }
}
