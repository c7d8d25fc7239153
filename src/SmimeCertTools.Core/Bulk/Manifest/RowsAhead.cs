using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Import;

namespace SmimeCertTools.Core.Bulk.Manifest;

/// <summary>
/// Reads rows a little earlier than they are worked on and announces their users, so that these can be looked up in groups. Rows
/// come in their order. Not for concurrent use. Disposing it disposes of the rows that were not given out.
/// </summary>
/// <param name="rows">The rows, which stay the caller's.</param>
/// <param name="isLeftOut">Whether a row is passed over; it is disposed of.</param>
/// <param name="announce">Told of each user principal name, early and perhaps more than once; null for nobody.</param>
internal sealed class RowsAhead(IImportRows rows, Func<ImportRow, bool> isLeftOut, Action<string>? announce) : IDisposable
{
    /// <summary>Three groups of users: while one is worked on, the next is there and one is being looked up.</summary>
    private const int MaxUsers = 3 * 18;

    /// <summary>A bound on memory where a user has very many rows.</summary>
    private const int MaxRows = 1_000;

    private readonly Queue<ImportRow> _ahead = new();
    private readonly Dictionary<string, int> _users = new(StringComparer.OrdinalIgnoreCase);
    private ExceptionDispatchInfo? _failure;
    private bool _isAtEnd;

    /// <summary>The next row, which becomes the caller's; null after the last.</summary>
    /// <exception cref="ManifestException">The rows cannot be read on.</exception>
    public async Task<ImportRow?> ReadAsync(CancellationToken cancellationToken)
    {
        while (!_isAtEnd && _failure is null && _users.Count < MaxUsers && _ahead.Count < MaxRows)
        {
            await ReadAheadAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_ahead.Count == 0)
        {
            // What was read before goes first.
            _failure?.Throw();
            return null;
        }

        var row = _ahead.Dequeue();
        if (row.Error is null && --_users[row.UserPrincipalName] == 0)
        {
            _users.Remove(row.UserPrincipalName);
        }

        return row;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var row in _ahead)
        {
            row.Dispose();
        }

        _ahead.Clear();
    }

    private async Task ReadAheadAsync(CancellationToken cancellationToken)
    {
        ImportRow? row;
        try
        {
            row = await rows.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ManifestException e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
            return;
        }

        if (row is null)
        {
            _isAtEnd = true;
        }
        else if (isLeftOut(row))
        {
            row.Dispose();
        }
        else
        {
            _ahead.Enqueue(row);
            if (row.Error is null)
            {
                Count(row.UserPrincipalName);
            }
        }
    }

    private void Count(string user)
    {
        _users.TryGetValue(user, out var count);
        _users[user] = count + 1;
        if (count == 0 && user.Length > 0)
        {
            announce?.Invoke(user);
        }
    }
}
