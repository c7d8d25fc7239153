using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Revocation;

namespace SmimeCertTools.Core.Bulk;

/// <summary>An item that failed.</summary>
/// <param name="ErrorId">The identifier of its error.</param>
/// <param name="Number">Its line in the list, or its place among what came; null where it has none.</param>
/// <param name="Item">What it is.</param>
public sealed record JobFailure(string ErrorId, int? Number, string Item);

/// <summary>
/// One run of an import or a removal: its id, its times, how long the service held it back, and what became of its items. Safe
/// for concurrent use.
/// </summary>
/// <param name="clock">Tells the time.</param>
public sealed class JobRun(TimeProvider clock)
{
    /// <summary>What is said of an item that is not tried.</summary>
    public const string NotTried = "It was not attempted, because the session with Graph had ended.";

    private const int MostFailures = 100_000;

    private readonly object _gate = new();
    private readonly long _start = clock.GetTimestamp();
    private readonly Dictionary<Enum, int> _counts = [];
    private readonly Dictionary<Enum, int> _passed = [];
    private readonly List<JobFailure> _failures = [];
    private TimeSpan _heldUntil;
    private TimeSpan _held;

    /// <summary>Starts a run.</summary>
    public JobRun()
        : this(TimeProvider.System)
    {
    }

    /// <summary>The run's id: 32 hexadecimal digits.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Where results are kept; null when nowhere. The caller's.</summary>
    public ResultsFile? Results { get; init; }

    /// <summary>What earlier runs did, where results are not kept and yet a file of them is known; null for nothing.</summary>
    public EarlierResults? Earlier { get; init; }

    /// <summary>What earlier runs uploaded; null where no file of results is known.</summary>
    internal ResumeIndex? Done => Results?.Done ?? Earlier?.Done;

    /// <summary>How an error is worded for whoever reads the results.</summary>
    public Func<SmimeException, string> Wording { get; init; } = error => error.Message;

    /// <summary>When it started, UTC.</summary>
    public DateTimeOffset Started { get; } = clock.GetUtcNow();

    /// <summary>Now, UTC.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>How long it has been running.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_start);

    /// <summary>How long the service held the run back; waits at the same time count once.</summary>
    public TimeSpan Held
    {
        get
        {
            lock (_gate)
            {
                var rest = _heldUntil - Elapsed;
                return rest > TimeSpan.Zero ? _held - rest : _held;
            }
        }
    }

    /// <summary>How many items ended so.</summary>
    public int Of(Enum status)
    {
        lock (_gate)
        {
            return _counts.TryGetValue(status, out var count) ? count : 0;
        }
    }

    /// <summary>What failed, in the order in which it did; a hundred thousand of them at most.</summary>
    public IReadOnlyList<JobFailure> Failures
    {
        get
        {
            lock (_gate)
            {
                return [.. _failures];
            }
        }
    }

    /// <summary>Keeps what failed, for the end of the run.</summary>
    internal void Fail(JobFailure failure)
    {
        lock (_gate)
        {
            if (_failures.Count < MostFailures)
            {
                _failures.Add(failure);
            }
        }
    }

    /// <summary>How many items would have ended so, but were not wanted.</summary>
    public int Passed(Enum status)
    {
        lock (_gate)
        {
            return _passed.TryGetValue(status, out var count) ? count : 0;
        }
    }

    /// <summary>Counts an item that would have ended so, but was not wanted.</summary>
    internal void Pass(Enum status)
    {
        lock (_gate)
        {
            _passed[status] = Passed(status) + 1;
        }
    }

    /// <summary>Counts items that are not kept one by one.</summary>
    internal void Count(Enum status, int count)
    {
        lock (_gate)
        {
            _counts[status] = Of(status) + count;
        }
    }

    /// <summary>Counts a result and keeps it, before anybody sees it: after Ctrl+C nobody does any more.</summary>
    /// <exception cref="ResultsFileException">It cannot be kept.</exception>
    internal void Add(ResultsEntry entry)
    {
        lock (_gate)
        {
            Count(entry.Status, 1);
            Results?.Append(entry);
        }
    }

    /// <summary>
    /// Writes down what is about to be sent. It is on the disk when this returns; when it throws, nothing may be sent.
    /// </summary>
    /// <exception cref="ResultsFileException">It cannot be kept.</exception>
    internal void Intend(ResultsEntry entry)
    {
        lock (_gate)
        {
            Results?.Append(entry, isSynced: true);
        }
    }

    /// <summary>
    /// Counts what became of a removal, lists the certificate for the CA, and only then keeps the result: an entry that says that
    /// nothing is left to be done must not be on the disk before the list is.
    /// </summary>
    /// <exception cref="SmimeException">The list or the result cannot be written.</exception>
    internal void Add(ResultsEntry entry, RevocationList? revocations, RevocationEntry? revocation)
    {
        lock (_gate)
        {
            Count(entry.Status, 1);
            if (entry is { Status: SmimeRemoveStatus.Failed or SmimeRemoveStatus.Unconfirmed, ErrorId: { } errorId })
            {
                Fail(new JobFailure(errorId, null, entry.UserPrincipalName ?? entry.Thumbprint ?? string.Empty));
            }

            if (revocation is not null)
            {
                revocations?.Add(revocation);
            }

            Results?.Append(entry);
        }
    }

    /// <summary>Sees that all that was kept is on the disk, in the file that was named.</summary>
    /// <exception cref="ResultsFileException">It is not.</exception>
    internal void Complete()
    {
        lock (_gate)
        {
            Results?.Complete();
        }
    }

    /// <summary>Counts a wait before a request is sent again, where it is the service that holds the run back.</summary>
    public void Hold(GraphRetry retry)
    {
        if (Guard.NotNull(retry).StatusCode == 429 || retry.IsServerDelay)
        {
            Hold(retry.Delay);
        }
    }

    /// <summary>Says that a request waits from now on because the service throttles.</summary>
    /// <param name="delay">How long.</param>
    public void Hold(TimeSpan delay)
    {
        lock (_gate)
        {
            var now = Elapsed;
            var from = _heldUntil > now ? _heldUntil : now;
            if (now + delay > from)
            {
                _held += now + delay - from;
                _heldUntil = now + delay;
            }
        }
    }
}
