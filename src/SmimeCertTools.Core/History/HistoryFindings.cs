using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.History;

/// <summary>Looks through one user's history for what an administrator should know. For one use.</summary>
/// <param name="user">The user principal name.</param>
/// <param name="entries">The history's entries, in time order.</param>
/// <param name="now">The time to judge them by.</param>
/// <param name="holders">Who holds the records.</param>
/// <param name="soon">How long before its end a certificate expires soon.</param>
internal sealed class HistoryFindings(string user, IReadOnlyList<CertificateHistoryEntry> entries, DateTimeOffset now,
    HistoryHolders holders, TimeSpan soon)
{
    /// <summary>How long before its end a certificate expires soon, unless told otherwise.</summary>
    public static readonly TimeSpan UsuallySoon = TimeSpan.FromDays(30);

    private readonly List<(HistoryFinding Finding, DateTimeOffset When)> _findings = [];
    private readonly DateTimeOffset _now = now.ToUniversalTime();

    // What is another account's says nothing of this user.
    private readonly IReadOnlyList<CertificateHistoryEntry> _own = [.. entries.Where(entry => !entry.IsOfEarlierAccount)];

    /// <summary>All findings, most severe first, then by the time they are about.</summary>
    public IReadOnlyList<HistoryFinding> Find()
    {
        if (holders.IsUserUnknown)
        {
            // Who is gone lacks no certificate.
            FindRecordsLeft();
        }
        else
        {
            FindMissingPurpose(UserPfxPurpose.SmimeEncryption, "NoEncryptionCertificate", SmimeFindingSeverity.Error,
                "encryption",
                "Nobody can send this user encrypted mail that a device reads: import a current encryption certificate.");
            FindMissingPurpose(UserPfxPurpose.SmimeSigning, "NoSigningCertificate", SmimeFindingSeverity.Information, "signing",
                "That is in order where a PKCS or SCEP profile issues a signing certificate to each device.");
            FindGaps();
            FindExpiring(UserPfxPurpose.SmimeEncryption, "encryption");
            FindExpiring(UserPfxPurpose.SmimeSigning, "signing");
            FindKeyNames();
        }

        FindFormerNames();
        FindEarlierAccounts();
        foreach (var entry in _own)
        {
            FindMissingCopies(entry);
            FindRecordFaults(entry);
            FindOtherUsers(entry);
        }

        return
        [
            .. _findings
                .OrderByDescending(found => found.Finding.Severity)
                .ThenBy(found => found.When)
                .ThenBy(found => found.Finding.Id, StringComparer.Ordinal)
                .ThenBy(found => found.Finding.Thumbprint, StringComparer.Ordinal)
                .Select(found => found.Finding),
        ];
    }

    private static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Validity(CertificateHistoryEntry entry) => $"valid {Day(entry.NotBefore)} to {Day(entry.NotAfter)}";

    private static bool IsInIntune(CertificateHistoryEntry entry) => entry.Record is not null;

    private static bool IsValid(CertificateHistoryEntry entry) =>
        entry.State is SmimeCertState.Current or SmimeCertState.Superseded;

    private IEnumerable<CertificateHistoryEntry> Of(UserPfxPurpose purpose) => _own.Where(entry => entry.Purpose == purpose);

    private void Add(string id, SmimeFindingSeverity severity, string message, CertificateHistoryEntry? entry = null,
        DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        var finding = new HistoryFinding
        {
            Id = id,
            Severity = severity,
            UserPrincipalName = user,
            Message = message,
            Thumbprint = entry?.Thumbprint,
            ExpiresOn = entry?.NotAfter,
            DaysLeft = entry?.DaysLeft,
            From = from,
            To = to,
        };
        _findings.Add((finding, from ?? entry?.NotBefore ?? DateTimeOffset.MinValue));
    }

    private void FindRecordsLeft() => Add("UserUnknown", SmimeFindingSeverity.Warning,
        $"The directory has no user {user}, or no longer, and Intune still has {Count(_own.Count(IsInIntune), "record")} "
        + "under that name. Keep them while devices of this person may need them; else remove them, and have the "
        + "certificates revoked.");

    private void FindFormerNames()
    {
        foreach (var group in _own.Where(entry => entry.FormerName is not null)
            .GroupBy(entry => entry.FormerName!, StringComparer.OrdinalIgnoreCase))
        {
            Add("RecordUnderFormerName", SmimeFindingSeverity.Warning,
                $"{Count(group.Count(), "certificate")} of {user} {(group.Count() == 1 ? "is" : "are")} in Intune under the "
                + $"former name {group.Key}: {string.Join(", ", group.Select(entry => entry.Thumbprint))}. Whether devices go "
                + "on getting them is not documented: see that they do. A record keeps its name; under the present one it comes by "
                + "being removed and imported again.", group.First());
        }
    }

    private void FindEarlierAccounts()
    {
        var earlier = entries.Where(entry => entry.IsOfEarlierAccount).ToList();
        if (earlier.Count > 0)
        {
            Add("RecordOfEarlierAccount", SmimeFindingSeverity.Warning,
                $"{Count(earlier.Count, "record")} under the name {user} belong{(earlier.Count == 1 ? "s" : string.Empty)} to "
                + $"an account that had this name before: {string.Join(", ", earlier.Select(entry => entry.Thumbprint))}. The "
                + "account of today does not have them: import what is this user's again, and remove the old records.",
                earlier[0]);
        }
    }

    private void FindOtherUsers(CertificateHistoryEntry entry)
    {
        if (entry.Record is { } record && holders.Others(record) is { Count: > 0 } others)
        {
            Add("SharedCertificate", SmimeFindingSeverity.Warning,
                $"Certificate {entry.Thumbprint} of {user} ({Validity(entry)}) is in Intune for {string.Join(", ", others)} "
                + "as well. Whoever has it has its private key: check whose it is, and remove it from the others.", entry);
        }
    }

    private static string Count(int number, string noun) =>
        string.Format(CultureInfo.InvariantCulture, "{0} {1}{2}", number, noun, number == 1 ? string.Empty : "s");

    // What devices get is what Intune has: a valid certificate in the archive alone does not count here.
    private void FindMissingPurpose(UserPfxPurpose purpose, string id, SmimeFindingSeverity severity, string word, string advice)
    {
        if (!Of(purpose).Any(entry => IsInIntune(entry) && IsValid(entry)))
        {
            Add(id, severity, $"Intune has no {word} certificate for {user} that is valid on {Day(_now)}. {advice}");
        }
    }

    private void FindGaps()
    {
        DateTimeOffset? coveredTo = null;
        foreach (var entry in Of(UserPfxPurpose.SmimeEncryption).Where(entry => entry.NotBefore <= entry.NotAfter))
        {
            if (coveredTo is { } end && end <= _now && entry.NotBefore - end > Coverage.Adjacent)
            {
                var period = entry.NotBefore > _now
                    ? $"{user} has no valid encryption certificate since {Day(end)}, and the next one is valid from "
                        + $"{Day(entry.NotBefore)}."
                    : $"No encryption certificate of {user} was valid from {Day(end)} to {Day(entry.NotBefore)}.";
                Add("EncryptionGap", SmimeFindingSeverity.Warning,
                    period + " If another one covers that time, import it: mail encrypted to it cannot be read on devices.",
                    from: end, to: entry.NotBefore);
            }

            coveredTo = coveredTo is { } known && known > entry.NotAfter ? known : entry.NotAfter;
        }
    }

    private void FindExpiring(UserPfxPurpose purpose, string word)
    {
        // Of several valid ones Intune delivers the one with the most recent start.
        var delivered = Of(purpose)
            .Where(entry => IsInIntune(entry) && IsValid(entry))
            .OrderByDescending(entry => entry.NotBefore)
            .ThenByDescending(entry => entry.NotAfter)
            .FirstOrDefault();
        if (delivered is null || delivered.NotAfter - _now > soon)
        {
            return;
        }

        if (!Coverage.IsFollowed(delivered, _own.Where(IsInIntune)))
        {
            Add("ExpiresSoon", SmimeFindingSeverity.Warning,
                $"The {word} certificate {delivered.Thumbprint} of {user} expires on {Day(delivered.NotAfter)} and Intune has "
                + "none that follows. Imported certificates are not renewed: import the next one before that day.", delivered);
        }
    }

    private void FindKeyNames()
    {
        var keys = _own
            .Where(IsInIntune)
            .Select(entry => $"{entry.Record!.ProviderName}\\{entry.Record.KeyName}")
            .Distinct(StringComparer.Ordinal)
            .OrderBy(key => key, StringComparer.Ordinal)
            .ToList();
        if (keys.Count > 1)
        {
            Add("KeyNameDiffers", SmimeFindingSeverity.Warning,
                $"The records of {user} are protected with {keys.Count} connector keys: {string.Join(", ", keys)}. Every "
                + "connector needs all of them, or import the certificates again under one key.");
        }
    }

    private void FindMissingCopies(CertificateHistoryEntry entry)
    {
        if (entry.Location == SmimeCertLocation.IntuneOnly)
        {
            Add("MissingInArchive", SmimeFindingSeverity.Warning,
                $"Certificate {entry.Thumbprint} of {user} ({Validity(entry)}) is in Intune and not in the archive. Intune "
                + "gives no private key back: find its PFX and archive it.", entry);
        }
        else if (entry.Location == SmimeCertLocation.ArchiveOnly && entry.Purpose == UserPfxPurpose.SmimeEncryption)
        {
            Add("MissingInIntune", SmimeFindingSeverity.Error,
                $"Encryption certificate {entry.Thumbprint} of {user} ({Validity(entry)}) is in the archive and not in Intune. "
                + $"Mail encrypted to it cannot be read on devices: import {entry.Archived!.Path ?? "it"}.", entry);
        }
        else if (entry.Location == SmimeCertLocation.ArchiveOnly && entry.Purpose == UserPfxPurpose.SmimeSigning)
        {
            Add("MissingInIntune", IsValid(entry) ? SmimeFindingSeverity.Warning : SmimeFindingSeverity.Information,
                $"Signing certificate {entry.Thumbprint} of {user} ({Validity(entry)}) is in the archive and not in Intune."
                + (IsValid(entry) ? $" Import {entry.Archived!.Path ?? "it"} if devices should sign with it." : string.Empty),
                entry);
        }
    }

    private void FindRecordFaults(CertificateHistoryEntry entry)
    {
        if (entry.Record is not { } record)
        {
            return;
        }

        if (!RsaOaep.IsSupported(record.PaddingScheme))
        {
            Add("PaddingUnsupported", SmimeFindingSeverity.Warning,
                $"The password of certificate {entry.Thumbprint} of {user} is protected with {record.PaddingScheme}, which "
                + "Intune no longer supports. Import the certificate again with OaepSha512.", entry);
        }

        // A certificate that is known to be for something else than mail may well have no purpose.
        if (record.IntendedPurpose == UserPfxPurpose.Unassigned
            && (entry.Archived is not { } archived || archived.Capability != SmimeCertCapability.None))
        {
            Add("PurposeUnassigned", SmimeFindingSeverity.Information,
                $"Certificate {entry.Thumbprint} of {user} ({Validity(entry)}) has no purpose, so no S/MIME profile delivers "
                + "it. Import it again with SmimeEncryption or SmimeSigning if it is for mail.", entry);
        }
    }
}
