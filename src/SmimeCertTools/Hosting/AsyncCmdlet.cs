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
    private readonly CancellationTokenSource _cancellation = new();
    private readonly PipelinePump _pump;
    private readonly WaitDisplay _waits;
    private GraphConnection? _connection;
    private bool _disposed;

    /// <summary>Creates the cmdlet.</summary>
    protected AsyncCmdlet()
    {
        _pump = new PipelinePump(CancelWork);
        _waits = new WaitDisplay(this, action => _pump.Post(_ => action(), null));
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
    public new void WriteObject(object? sendToPipeline)
    {
        Remember(sendToPipeline);
        _pump.CallOutside(() => base.WriteObject(sendToPipeline));
    }

    /// <summary>Writes an object, or each of its elements, to the pipeline.</summary>
    /// <param name="sendToPipeline">The object.</param>
    /// <param name="enumerateCollection">Whether a collection's elements are written one by one.</param>
    public new void WriteObject(object? sendToPipeline, bool enumerateCollection) =>
        _pump.CallOutside(() => base.WriteObject(sendToPipeline, enumerateCollection));

    /// <summary>Keeps the names in an object for completion. For the pipeline thread alone.</summary>
    /// <param name="shown">What was, or could have been, written.</param>
    internal static void Remember(object? shown) => (shown as IKnown)?.Remember(SmimeSession.Current.Names);

    /// <summary>Writes a warning, with what is not to be shown replaced.</summary>
    internal new void WriteWarning(string text) => base.WriteWarning(text.Visible());

    /// <summary>Writes a message of -Verbose, with what is not to be shown replaced.</summary>
    internal new void WriteVerbose(string text) => base.WriteVerbose(text.Visible());

    /// <summary>Asks as -Confirm does, and says what -WhatIf does, with what is not to be shown replaced.</summary>
    internal new bool ShouldProcess(string target, string action) => base.ShouldProcess(target.Visible(), action.Visible());

    /// <summary>Asks a question, with what is not to be shown replaced.</summary>
    internal new bool ShouldContinue(string query, string caption) => base.ShouldContinue(query.Visible(), caption.Visible());

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
    protected sealed override void EndProcessing()
    {
        Run(FinishAsync);
        _waits.Complete();
    }

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
            _waits.Dispose();
            _connection?.Dispose();
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

        WriteError(error.ToErrorRecord(target).Of(MyInvocation.MyCommand.Name));
    }

    /// <summary>
    /// This runspace's connection to Graph for this command alone, or a terminating error that says how to connect.
    /// </summary>
    /// <param name="bounds">What the command asks for; its waits are told of here.</param>
    private protected GraphConnection RequireConnection(GraphCommandOptions? bounds = null)
    {
        var connection = SmimeSession.Current.Connection;
        if (connection is null)
        {
            ThrowTerminatingError(ConnectionErrors.NotConnected());
        }

        return _connection ??= connection!.ForCommand(new GraphCommandOptions
        {
            MaxRequestsPerSecond = bounds?.MaxRequestsPerSecond,
            RequestTimeout = bounds?.RequestTimeout,
            LongestWait = bounds?.LongestWait,
            OnRetry = OnRetrying,
        });
    }

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

    private protected void OnRetrying(GraphRetry retry) => _pump.Post(_ => ReportRetry(retry), null);

    private void ReportRetry(GraphRetry retry)
    {
        OnWaiting(retry);
        _waits.Tell(retry);
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
            _waits.Complete();
            ThrowTerminatingError(error.ToErrorRecord().Of(MyInvocation.MyCommand.Name));
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
