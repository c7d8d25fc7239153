using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Graph.Users;

/// <summary>
/// All records of the tenant, read once and no further than is asked for. The service filters by name alone; here records are
/// found by the object id of their user as well, whatever name they were imported under. Safe for concurrent use.
/// </summary>
/// <param name="client">The connection's client.</param>
internal sealed class TenantListing(UserPfxClient client)
{
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly GraphPager<UserPfxRecord> _pager = client.List();
    private readonly object _gate = new();
    private Dictionary<string, List<UserPfxRecord>> _byName = new(StringComparer.OrdinalIgnoreCase);
    private Dictionary<Guid, List<UserPfxRecord>> _byUser = [];
    private Dictionary<string, List<UserPfxRecord>> _byThumbprint = new(StringComparer.OrdinalIgnoreCase);
    private int _pages;
    private bool _isComplete;

    /// <summary>Reads on until so many pages were read, or all are.</summary>
    /// <returns>Whether that is all of them.</returns>
    /// <exception cref="GraphRequestException">A page could not be read; the next call asks for it again.</exception>
    public async Task<bool> ReadAsync(int mostPages, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (!_isComplete && _pages < mostPages)
            {
                var page = await _pager.NextAsync(cancellationToken).ConfigureAwait(false);
                lock (_gate)
                {
                    Add(page ?? []);
                }

                (_pages, _isComplete) = (_pages + 1, page is null);
            }

            return _isComplete;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Whether all records are known.</summary>
    public bool IsComplete => Volatile.Read(ref _isComplete);

    /// <summary>Takes all records of the tenant from who read them just now.</summary>
    public void Take(IReadOnlyList<UserPfxRecord> all)
    {
        lock (_gate)
        {
            if (!_isComplete)
            {
                (_byName, _byUser, _byThumbprint) = (
                    new(StringComparer.OrdinalIgnoreCase), [], new(StringComparer.OrdinalIgnoreCase));
                Add(all);
                _isComplete = true;
            }
        }
    }

    /// <summary>The records that were read under a name.</summary>
    public IReadOnlyList<UserPfxRecord> Under(string userPrincipalName)
    {
        lock (_gate)
        {
            return _byName.TryGetValue(userPrincipalName, out var records) ? [.. records] : [];
        }
    }

    /// <summary>The records that were read of a user, under whatever names.</summary>
    public IReadOnlyList<UserPfxRecord> Of(Guid userId)
    {
        lock (_gate)
        {
            return _byUser.TryGetValue(userId, out var records) ? [.. records] : [];
        }
    }

    /// <summary>The records that were read of a certificate, whoever they are for.</summary>
    public IReadOnlyList<UserPfxRecord> Of(string thumbprint)
    {
        lock (_gate)
        {
            return _byThumbprint.TryGetValue(thumbprint, out var records) ? [.. records] : [];
        }
    }

    private void Add(IReadOnlyList<UserPfxRecord> page)
    {
        foreach (var record in page)
        {
            Add(_byName, record.UserPrincipalName, record);
            Add(_byThumbprint, record.Thumbprint, record);
            if (record.UserId is { } user)
            {
                Add(_byUser, user, record);
            }
        }
    }

    private static void Add<TKey>(Dictionary<TKey, List<UserPfxRecord>> records, TKey key, UserPfxRecord record)
        where TKey : notnull
    {
        if (!records.TryGetValue(key, out var list))
        {
            records.Add(key, list = []);
        }

        list.Add(record);
    }
}
