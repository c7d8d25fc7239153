using System;
using System.Collections.Concurrent;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Bulk.Checking;

/// <summary>
/// Keeps what was answered in the check for the upload, so that somebody is asked once; for so many rows that memory stays
/// bounded. The rows beyond are asked again. Safe for concurrent use.
/// </summary>
internal sealed class PasswordAnswers : IDisposable
{
    private const int MostKept = 50_000;
    private readonly ConcurrentDictionary<int, SecretText> _answers = new();

    /// <summary>Keeps a copy of the answer for a row, while there is room.</summary>
    public void Keep(int row, SecretText? password)
    {
        if (password is not null && _answers.Count < MostKept)
        {
            _answers[row] = password.Clone();
        }
    }

    /// <summary>Gives the answer for a row away; null when it was not kept.</summary>
    public SecretText? Take(int row) => _answers.TryRemove(row, out var password) ? password : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var password in _answers.Values)
        {
            password.Dispose();
        }

        _answers.Clear();
    }
}
