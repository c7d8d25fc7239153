using System;
using System.Collections.Generic;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Bulk;

/// <summary>
/// Rows that come one by one while the first of them are read. Files are kept for a second pass, their passwords in SecureStrings
/// that the caller owns; records are given out once. One caller adds and one reads.
/// </summary>
public sealed class PipelineRows : IImportRows
{
    private readonly JobQueue<Entry> _coming = new();
    private readonly List<Entry> _files = [];
    private bool _isSecondPass;
    private int _added;
    private int _next;

    /// <summary>Adds a row and numbers it; waits while too many have not been read.</summary>
    /// <param name="row">The row, without a password.</param>
    /// <param name="password">The password; null for a file that has none, or where <paramref name="isAsked"/>.</param>
    /// <param name="isAsked">Whether somebody is asked for the password later.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task AddAsync(ImportRow row, SecureString? password, bool isAsked, CancellationToken cancellationToken) =>
        _coming.AddAsync(new Entry(Guard.NotNull(row) with { Number = ++_added }, password, isAsked), cancellationToken);

    /// <summary>Says that no more rows come.</summary>
    public void Complete() => _coming.Complete();

    /// <inheritdoc/>
    public async Task<ImportRow?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_isSecondPass)
        {
            return _next < _files.Count ? _files[_next++].Open() : null;
        }

        var entry = await _coming.NextAsync(cancellationToken).ConfigureAwait(false);
        if (entry is { Row: { Record: null, Error: null } })
        {
            _files.Add(entry);
        }

        return entry?.Open();
    }

    /// <inheritdoc/>
    public Task RewindAsync(CancellationToken cancellationToken)
    {
        (_next, _isSecondPass) = (0, true);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Exception Changed(ImportRow row) => new InvalidOperationException("Rows of the pipeline do not change.");

    /// <inheritdoc/>
    public Exception Shortened() => new InvalidOperationException("Rows of the pipeline do not go.");

    /// <inheritdoc/>
    public void Dispose() => _coming.Dispose();

    private sealed class Entry(ImportRow row, SecureString? password, bool isAsked)
    {
        public ImportRow Row => row;

        /// <summary>A copy: what comes of a row in one pass is not there in the next.</summary>
        public ImportRow Open() => row with
        {
            Password = row.Record is not null || row.Error is not null || isAsked ? null
                : password is null ? SecretText.Absent() : SecretText.From(password),
        };
    }
}
