using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Core.Bulk.Results;

/// <summary>
/// What a file of results knows of removals: which were begun and never seen to end, which took effect, and what certificates
/// are called at their CA.
/// </summary>
public sealed class RemovalIndex
{
    // By record what each run began and nobody saw the end of, in order.
    private readonly Dictionary<string, List<ResultsEntry>> _open = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Dictionary<string, ResultsEntry>> _removed = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<Digest128, CertificateNames> _certificates = [];
    private readonly Dictionary<string, string> _issuers = new(StringComparer.Ordinal);

    /// <summary>
    /// The removals that were begun and of which no entry says what became of them: the process was killed, or the service's
    /// answer was lost. The latest beginning of each record.
    /// </summary>
    public IReadOnlyCollection<ResultsEntry> Open => [.. _open.Values.Select(begun => begun[begun.Count - 1])];

    /// <summary>What earlier runs removed of a user, and none put back since.</summary>
    /// <param name="userPrincipalName">The user.</param>
    /// <param name="thumbprint">SHA-1 thumbprint; null for all certificates of the user.</param>
    public IEnumerable<ResultsEntry> Removed(string userPrincipalName, string? thumbprint) =>
        !_removed.TryGetValue(Guard.NotNull(userPrincipalName), out var certificates) ? []
            : thumbprint is null ? certificates.Values
            : certificates.TryGetValue(thumbprint, out var entry) ? [entry]
            : [];

    /// <summary>What the latest entry that knows it says of a certificate; null when none does.</summary>
    /// <param name="thumbprint">SHA-1 thumbprint.</param>
    public CertificateNames? Certificate(string thumbprint) =>
        _certificates.TryGetValue(Key(Guard.NotNull(thumbprint)), out var known) ? known : null;

    internal void Add(ResultsEntry entry)
    {
        if (entry.UserPrincipalName is not { } user || entry.Thumbprint is not { } thumbprint)
        {
            return;
        }

        if (entry is { Issuer: { } issuer, SerialNumber: { } serial })
        {
            _certificates[Key(thumbprint)] = new(Pooled(issuer), serial, entry.NotBefore, entry.NotAfter);
        }

        switch (entry.Status)
        {
            case SmimeRemoveStatus.Removing when entry.RecordId is { } id:
                CloseOf(entry);
                if (!_open.TryGetValue(id, out var begun))
                {
                    _open[id] = begun = [];
                }

                begun.Add(entry);
                break;
            case SmimeRemoveStatus.Removed:
                Close(entry);
                if (!_removed.TryGetValue(user, out var certificates))
                {
                    _removed[user] = certificates = new(StringComparer.OrdinalIgnoreCase);
                }

                certificates[thumbprint] = entry;
                break;

            // Words that an import has too, and is read as. What the service refused this run, or what this run never sent, tells
            // nothing of what an earlier one sent.
            case SmimeRemoveStatus.Failed or SmimeRemoveStatus.NotAttempted
                or SmimeImportStatus.Failed or SmimeImportStatus.NotAttempted:
                CloseOf(entry);
                break;

            // Put back since: what became of the removal before tells nothing any more.
            case SmimeImportStatus.Imported or SmimeImportStatus.Updated:
                Close(entry);
                PutBack(user, thumbprint);
                break;
            case SmimeImportStatus.AlreadyPresent:
                PutBack(user, thumbprint);
                break;
        }
    }

    private void CloseOf(ResultsEntry entry)
    {
        if (entry.RecordId is { } id && _open.TryGetValue(id, out var begun)
            && begun.RemoveAll(earlier => earlier.RunId == entry.RunId) > 0 && begun.Count == 0)
        {
            _open.Remove(id);
        }
    }

    private void PutBack(string user, string thumbprint)
    {
        if (_removed.TryGetValue(user, out var certificates))
        {
            certificates.Remove(thumbprint);
        }
    }

    // Many certificates have few issuers.
    private string Pooled(string issuer) =>
        _issuers.TryGetValue(issuer, out var known) ? known : _issuers[issuer] = issuer;

    private void Close(ResultsEntry entry)
    {
        if (entry.RecordId is { } id)
        {
            _open.Remove(id);
        }
    }

    private static Digest128 Key(string thumbprint) => Digest128.Of(thumbprint.ToUpperInvariant());
}

/// <summary>What a CA calls a certificate, and when it is valid.</summary>
/// <param name="Issuer">The issuer's name; null when nobody knows it.</param>
/// <param name="SerialNumber">The serial number in hexadecimal; null when nobody knows it.</param>
/// <param name="NotBefore">First moment of validity; null when nobody knows it.</param>
/// <param name="NotAfter">Last moment of validity; null when nobody knows it.</param>
public sealed record CertificateNames(
    string? Issuer, string? SerialNumber, DateTimeOffset? NotBefore, DateTimeOffset? NotAfter);
