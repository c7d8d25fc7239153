using System.Collections.Generic;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Bulk;

/// <summary>
/// Rows that came one by one and are kept until all are there. Passwords stay in SecureStrings, which the caller owns.
/// </summary>
public sealed class CollectedRows : IBulkRows
{
    private readonly List<Entry> _rows = [];
    private int _next;

    /// <summary>How many rows there are.</summary>
    public int Count => _rows.Count;

    /// <summary>Adds a row.</summary>
    /// <param name="userPrincipalName">The user.</param>
    /// <param name="path">The PFX file's full path.</param>
    /// <param name="intendedPurpose">The purpose; null to follow the certificate's key usage.</param>
    /// <param name="password">The password; null for a file that has none, or where <paramref name="isAsked"/>.</param>
    /// <param name="isAsked">Whether somebody is asked for the password later.</param>
    public void Add(
        string userPrincipalName, string path, UserPfxPurpose? intendedPurpose, SecureString? password, bool isAsked) =>
        _rows.Add(new Entry(Guard.NotNull(userPrincipalName), Guard.NotNull(path), intendedPurpose, password, isAsked));

    /// <inheritdoc/>
    public Task<BulkRow?> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_next == _rows.Count)
        {
            return Task.FromResult<BulkRow?>(null);
        }

        var row = _rows[_next++];
        return Task.FromResult<BulkRow?>(new BulkRow
        {
            Number = _next,
            UserPrincipalName = row.UserPrincipalName,
            Path = row.Path,
            IntendedPurpose = row.IntendedPurpose,
            Password = row.Password is { } password ? SecretText.From(password) : row.IsAsked ? null : SecretText.Absent(),
        });
    }

    /// <inheritdoc/>
    public Task RewindAsync(CancellationToken cancellationToken)
    {
        _next = 0;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Clear();

    private readonly struct Entry
    {
        public Entry(
            string userPrincipalName, string path, UserPfxPurpose? intendedPurpose, SecureString? password, bool isAsked)
        {
            UserPrincipalName = userPrincipalName;
            Path = path;
            IntendedPurpose = intendedPurpose;
            Password = password;
            IsAsked = isAsked;
        }

        public string UserPrincipalName { get; }

        public string Path { get; }

        public UserPfxPurpose? IntendedPurpose { get; }

        public SecureString? Password { get; }

        public bool IsAsked { get; }
    }
}
