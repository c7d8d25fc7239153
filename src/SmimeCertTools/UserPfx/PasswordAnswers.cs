using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// Keeps what a script block answered in the check for the upload, so that it is asked once; for so many rows that memory stays
/// bounded. The rows beyond are asked again.
/// </summary>
internal sealed class PasswordAnswers : IDisposable
{
    private const int MostKept = 50_000;
    private readonly Dictionary<int, SecretText> _answers = [];

    /// <summary>Keeps a copy of the answer for a row, while there is room.</summary>
    public void Keep(int row, SecretText password)
    {
        if (_answers.Count < MostKept)
        {
            _answers[row] = password.Clone();
        }
    }

    /// <summary>Gives the answer for a row away; null when it was not kept.</summary>
    public SecretText? Take(int row)
    {
        if (_answers.TryGetValue(row, out var password))
        {
            _answers.Remove(row);
        }

        return password;
    }

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
