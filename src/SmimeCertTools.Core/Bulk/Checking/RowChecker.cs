using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk.Manifest;
using SmimeCertTools.Core.Import;

namespace SmimeCertTools.Core.Bulk.Checking;

/// <summary>
/// Checks rows by the rules of the upload before anything is sent, several at a time, and remembers in little memory which are
/// left out. Results come in the order of the rows. Not for concurrent use: one caller adds and takes.
/// </summary>
/// <remarks>
/// A row is a double when an earlier one names the same user and file, or when an earlier one of the same user holds all its
/// certificates. The earlier row counts.
/// </remarks>
public sealed class RowChecker
{
    private readonly UserPfxProtection _protection;
    private readonly Func<int, string> _nameOf;
    private readonly int _degree;
    private readonly Queue<Task<RowCheck>> _running = new();
    private readonly RowRegister _register = new();
    private readonly HashSet<int> _leftOut = [];
    private readonly Dictionary<int, int> _failures = [];

    /// <summary>Creates a checker.</summary>
    /// <param name="protection">The connector's key, and how files are written anew.</param>
    /// <param name="source">Where the rows come from, for messages: the manifest's path; null for the pipeline.</param>
    public RowChecker(UserPfxProtection protection, string? source)
        : this(protection, source, Environment.ProcessorCount)
    {
    }

    internal RowChecker(UserPfxProtection protection, string? source, int degree)
    {
        _protection = Guard.NotNull(protection);
        _degree = Math.Max(1, degree);
        Source = source;
        _nameOf = source is null
            ? number => string.Format(CultureInfo.InvariantCulture, "row {0} of the pipeline", number)
            : number => string.Format(CultureInfo.InvariantCulture, "line {0}", number);
    }

    /// <summary>How many rows came out good.</summary>
    public int Valid { get; private set; }

    /// <summary>How many rows came out bad, as a whole or in part.</summary>
    public int Invalid { get; private set; }

    /// <summary>How many records are to be made of the rows checked so far.</summary>
    public int Records { get; private set; }

    /// <summary>Whether rows are being checked, so that <see cref="TakeAsync"/> has a result to give.</summary>
    public bool IsBusy => _running.Count > 0;

    /// <summary>Whether a result has to be taken before the next row is added.</summary>
    public bool IsFull => _running.Count >= _degree * 2;

    private string? Source { get; }

    /// <summary>Starts to check a row, which is disposed of afterwards.</summary>
    /// <param name="row">The row, with its password unless it has an error.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public void Add(BulkRow row, CancellationToken cancellationToken)
    {
        Guard.NotNull(row);

        // Doubles are found in the order of rows, whatever order the checks end in.
        var error = row.Error ?? (_register.AddFile(row) is { } earlier ? Double(row, earlier, "the same user and file") : null);
        _running.Enqueue(CheckAsync(row, error, cancellationToken));
    }

    /// <summary>Waits for the oldest row that is being checked.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public async Task<RowCheck> TakeAsync()
    {
        var check = await _running.Dequeue().ConfigureAwait(false);
        if (check.Records > 0 && _register.AddCertificates(check.Row, check.Thumbprints) is { } earlier)
        {
            check = new RowCheck
            {
                Row = check.Row,
                Error = Double(check.Row, earlier, check.Records == 1 ? "the same certificate" : "all its certificates"),
            };
        }

        Count(check);
        return check;
    }

    /// <summary>Waits until no row is being checked; for the end of a cancelled run. What comes out is not counted.</summary>
    public async Task SettleAsync()
    {
        while (_running.Count > 0)
        {
            await Task.WhenAny(_running.Dequeue()).ConfigureAwait(false);
        }
    }

    /// <summary>Whether nothing comes of the row, so that it is left out of the upload.</summary>
    public bool IsLeftOut(BulkRow row) => _leftOut.Contains(Guard.NotNull(row).Number);

    /// <summary>Whether the row was checked as it is now: the same place, user and file.</summary>
    public bool WasChecked(BulkRow row) => _register.IsRegistered(Guard.NotNull(row));

    /// <summary>How many key pairs of the row were reported, so that they need not be reported again.</summary>
    public int ReportedFailures(BulkRow row) => _failures.TryGetValue(Guard.NotNull(row).Number, out var count) ? count : 0;

    private async Task<RowCheck> CheckAsync(BulkRow row, SmimeException? error, CancellationToken cancellationToken)
    {
        using (row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (error is not null)
            {
                return new RowCheck { Row = row, Error = error };
            }

            try
            {
                var file = await UserPfxPreparer.CheckAsync(
                    new UserPfxSource
                    {
                        UserPrincipalName = row.UserPrincipalName,
                        Path = row.Path!,
                        Password = row.Password ?? throw new ArgumentException("The row has no password.", nameof(row)),
                        IntendedPurpose = row.IntendedPurpose,
                    },
                    _protection,
                    cancellationToken).ConfigureAwait(false);
                return new RowCheck
                {
                    Row = row,
                    Failures = file.Failures,
                    Records = file.Thumbprints.Count,
                    Thumbprints = file.Thumbprints,
                };
            }
            catch (SmimeException e)
            {
                return new RowCheck { Row = row, Error = e };
            }
        }
    }

    private void Count(RowCheck check)
    {
        Records += check.Records;
        if (check.IsGood)
        {
            Valid++;
            return;
        }

        Invalid++;
        if (check.IsLeftOut)
        {
            _leftOut.Add(check.Row.Number);
        }
        else
        {
            _failures.Add(check.Row.Number, check.Failures.Count);
        }
    }

    private ManifestException Double(BulkRow row, int earlier, string what)
    {
        var name = _nameOf(row.Number);
        var subject = char.ToUpperInvariant(name[0]) + name.Substring(1) + (Source is null ? string.Empty : $" of '{Source}'");
        return new ManifestException(
            ManifestErrorKind.RowDuplicate,
            $"{subject} is left out: {_nameOf(earlier)} has {what} already for {row.UserPrincipalName} ('{row.Path}'). "
            + "Remove one.",
            Source ?? row.Path,
            row.Number);
    }
}
