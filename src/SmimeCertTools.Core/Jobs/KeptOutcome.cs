using System;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;

namespace SmimeCertTools.Core.Jobs;

/// <summary>Judges what the service holds by what earlier runs kept.</summary>
internal static class KeptOutcome
{
    /// <summary>How many digits of a fingerprint tell keys apart for people.</summary>
    private const int ShownDigits = 16;

    /// <summary>
    /// The outcome with what the file of results knows: a record shows the name of its key alone, and one that was written under
    /// another key of the same name is outdated.
    /// </summary>
    /// <param name="outcome">What the service holds.</param>
    /// <param name="key">The key of this run; null for records made elsewhere.</param>
    /// <param name="done">What the file of results knows; null for none.</param>
    public static (SmimeImportStatus Status, string? Difference, string? Fingerprint) Judge(
        ImportOutcome outcome, ConnectorPublicKey? key, ResumeIndex? done)
    {
        if (outcome.Status is SmimeImportStatus.Imported or SmimeImportStatus.Updated)
        {
            return (outcome.Status, outcome.Difference, key?.Fingerprint);
        }

        var known = done?.FingerprintOf(outcome.Record);
        if (known is null || key is null || string.Equals(known, key.Fingerprint, StringComparison.OrdinalIgnoreCase))
        {
            return (outcome.Status, outcome.Difference, known);
        }

        var difference = $"public key {Shorten(known)} → {Shorten(key.Fingerprint)}";
        return (SmimeImportStatus.Outdated, outcome.Difference is { } other ? $"{other}, {difference}" : difference, known);
    }

    private static string Shorten(string fingerprint) =>
        fingerprint.Length > ShownDigits ? fingerprint.Substring(0, ShownDigits) + "…" : fingerprint;
}
