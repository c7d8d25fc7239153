using System;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Threading;
using SmimeCertTools.Core.Graph;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Tells what a command waits for and until when: a warning where the wait is long, a line of the verbose stream else, and a bar
/// that counts down each second. For the pipeline thread alone.
/// </summary>
/// <param name="cmdlet">Whose streams are written to.</param>
/// <param name="post">Calls something on the pipeline thread; may be called on any thread.</param>
internal sealed class WaitDisplay(Cmdlet cmdlet, Action<Action> post) : IDisposable
{
    private const int ActivityId = 2;
    private const string Activity = "Waiting for Microsoft Graph";

    /// <summary>A wait that people should know of without asking.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(15);

    /// <summary>A wait that a bar can be read in.</summary>
    private static readonly TimeSpan BarWait = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private Timer? _timer;
    private TimeSpan _warnedUntil;
    private TimeSpan _until;
    private string _status = string.Empty;
    private bool _isShown;

    /// <summary>
    /// Tells of a wait. Requests that wait beside one that was told of do not repeat the warning, unless they wait much longer.
    /// </summary>
    public void Tell(GraphRetry wait)
    {
        var end = _clock.Elapsed + wait.Delay;
        var text = Text(wait);
        if (wait.Delay >= LongWait && (_clock.Elapsed >= _warnedUntil || end - _warnedUntil >= LongWait))
        {
            _warnedUntil = end;
            cmdlet.WriteWarning(text);
        }
        else
        {
            cmdlet.WriteVerbose(text);
        }

        if (wait.Delay >= BarWait && end > _until)
        {
            (_until, _status) = (end, Reason(wait));
            Show();
            _timer ??= new Timer(_ => post(Show), null, Tick, Tick);
        }
    }

    /// <summary>Takes the bar away, if it is shown.</summary>
    public void Complete()
    {
        Stop();
        if (_isShown)
        {
            _isShown = false;
            cmdlet.WriteProgress(new ProgressRecord(ActivityId, Activity, _status) { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    private static string Reason(GraphRetry wait) => wait switch
    {
        { StatusCode: 0 } => "no answer",
        { Attempt: 0, IsServerDelay: false } => "paced to what the service grants",
        { StatusCode: 429 } => "throttled by the service (429)",
        { IsServerDelay: true } => $"the service asks to wait ({wait.StatusCode})",
        _ => $"the service answered {wait.StatusCode}",
    };

    private static string Text(GraphRetry wait)
    {
        var seconds = wait.Delay.TotalSeconds.ToString("0.#", CultureInfo.CurrentCulture);
        var time = TimeOf(wait);
        return wait switch
        {
            { Attempt: 0, IsServerDelay: true } =>
                $"Graph asked to wait (429, too many requests); the next request is sent in {seconds} s{time}.",
            { Attempt: 0 } => $"Requests are paced to what Graph grants; the next one is sent in {seconds} s{time}.",
            { StatusCode: 0 } => $"Graph did not answer; sending again in {seconds} s{time} (retry {wait.Attempt}).",
            _ => $"Graph answered {wait.StatusCode}; sending again in {seconds} s{time} (retry {wait.Attempt}).",
        };
    }

    private static string TimeOf(GraphRetry wait) => wait.Delay < LongWait ? string.Empty
        : wait.Until.ToString("', at 'HH:mm:ss", CultureInfo.InvariantCulture);

    private void Show()
    {
        var left = _until - _clock.Elapsed;
        if (left <= TimeSpan.Zero)
        {
            Complete();
            return;
        }

        _isShown = true;
        cmdlet.WriteProgress(new ProgressRecord(ActivityId, Activity, _status)
        {
            SecondsRemaining = (int)Math.Ceiling(left.TotalSeconds),
            PercentComplete = -1,
        });
    }

    private void Stop()
    {
        _timer?.Dispose();
        _timer = null;
    }
}
