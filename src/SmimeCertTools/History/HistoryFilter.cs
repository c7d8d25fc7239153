using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.History;

namespace SmimeCertTools.History;

/// <summary>What of the histories is shown: as much as matters, of the days that were asked for.</summary>
/// <param name="intune">Knows the profiles that issue signing certificates.</param>
/// <param name="days">How many days are asked for; null for all.</param>
/// <param name="least">The least severity of a finding.</param>
/// <param name="tell">Told, once, that profiles cannot be read.</param>
internal sealed class HistoryFilter(IntuneClient intune, int? days, SmimeFindingSeverity least, Action<string> tell)
{
    private const string NoSigning = "NoSigningCertificate";

    private readonly SigningCoverage _coverage = new(intune);
    private bool _isCoverageUnknown;

    /// <summary>How long before its end a certificate expires soon, the last day included; null for the usual time.</summary>
    public TimeSpan? Soon => days is { } count ? TimeSpan.FromDays(count + 1) : null;

    /// <summary>The certificates that are shown.</summary>
    public IEnumerable<CertificateHistoryEntry> Of(CertificateHistory history) =>
        history.Entries.Where(entry => IsAskedFor(entry.DaysLeft));

    /// <summary>The findings that are shown. A user to whom a profile issues signing certificates lacks none.</summary>
    public async Task<List<HistoryFinding>> FindingsAsync(CertificateHistory history, CancellationToken cancellation)
    {
        var findings = history.Findings.Where(finding => finding.Severity >= least && IsAskedFor(finding.DaysLeft)).ToList();
        if (findings.Exists(finding => finding.Id == NoSigning)
            && await IsCoveredAsync(history.UserPrincipalName, cancellation))
        {
            findings.RemoveAll(finding => finding.Id == NoSigning);
        }

        return findings;
    }

    private bool IsAskedFor(int? daysLeft) => days is null || (daysLeft is >= 0 && daysLeft <= days);

    private async Task<bool> IsCoveredAsync(string user, CancellationToken cancellation)
    {
        if (_isCoverageUnknown)
        {
            return false;
        }

        try
        {
            return await _coverage.CoversAsync(user, cancellation);
        }
        catch (GraphRequestException error) when (!error.IsSessionError)
        {
            _isCoverageUnknown = true;
            tell($"Whether a profile issues signing certificates to these users is not known: {error.Message}");
            return false;
        }
    }
}
