using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>A certificate that a next step is about: that of a record, one of the archive, or one that nobody has shown.</summary>
public sealed record CertificateToMend
{
    /// <summary>The user.</summary>
    public required string User { get; init; }

    /// <summary>What PFX file it is, in words for the person who has to find it.</summary>
    public required string Words { get; init; }

    /// <summary>SHA-1 thumbprint; null where it is not known which certificate it will be.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>The archive's file that holds it; null where none does.</summary>
    public string? Path { get; init; }

    /// <summary>What it is for; null where nobody has said so.</summary>
    public UserPfxPurpose? Purpose { get; init; }

    /// <summary>The record's id; null for what is not in Intune.</summary>
    public string? RecordId { get; init; }

    /// <summary>The name that the record is under, where it is a former one; else null.</summary>
    public string? FormerName { get; init; }

    /// <summary>Of those who have it, whose it is not; empty where nothing tells.</summary>
    public IReadOnlyList<string> NotOf { get; init; } = [];

    /// <summary>All who have it in Intune, where they are several.</summary>
    public IReadOnlyList<string> Holders { get; init; } = [];

    /// <summary>That of an entry of a user's history.</summary>
    internal static CertificateToMend Of(CertificateHistoryEntry entry) => new()
    {
        User = entry.UserPrincipalName,
        Words = Found(entry.UserPrincipalName, entry.Thumbprint),
        Thumbprint = entry.Thumbprint,
        Path = entry.Archived?.Path,
        Purpose = entry.Purpose == UserPfxPurpose.Unassigned ? null : entry.Purpose,
        RecordId = entry.Record?.Id,
        FormerName = entry.FormerName,
    };

    /// <summary>Those of records, with the files of the archive where it has them.</summary>
    internal static IReadOnlyList<CertificateToMend> Of(DeploymentView view, IEnumerable<UserPfxRecord> records)
    {
        var files = view.Users.SelectMany(user => user.History.Entries)
            .Where(entry => entry.Record?.Id is not null && entry.Archived?.Path is not null)
            .GroupBy(entry => entry.Record!.Id!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Archived!.Path, StringComparer.Ordinal);
        return
        [
            .. records.Select(record => new CertificateToMend
            {
                User = record.UserPrincipalName,
                Words = Found(record.UserPrincipalName, record.Thumbprint.ToUpperInvariant()),
                Thumbprint = record.Thumbprint.ToUpperInvariant(),
                Path = record.Id is { } id && files.TryGetValue(id, out var path) ? path : null,
                Purpose = record.IntendedPurpose == UserPfxPurpose.Unassigned ? null : record.IntendedPurpose,
                RecordId = record.Id,
            }),
        ];
    }

    /// <summary>
    /// One that a user lacks: the archive's that lasts longest, of those that will do; else one that is still to be had.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="from">The time from which it is wanted.</param>
    internal static CertificateToMend Next(DeployedUser user, UserPfxPurpose purpose, DateTimeOffset from)
    {
        var archived = user.History.Entries
            .Where(entry => entry.Location == SmimeCertLocation.ArchiveOnly && entry.Purpose == purpose
                && entry.Archived?.Path is not null && entry.NotAfter > from)
            .OrderByDescending(entry => entry.NotAfter).FirstOrDefault();
        return archived is not null ? Of(archived) : new CertificateToMend
        {
            User = user.UserPrincipalName,
            Words = $"next {(purpose == UserPfxPurpose.SmimeSigning ? "signing" : "encryption")} PFX of {user.UserPrincipalName}",
            Purpose = purpose,
        };
    }

    /// <summary>One that covers a time of which a user has none.</summary>
    internal static CertificateToMend Between(DeployedUser user, DateTimeOffset? from, DateTimeOffset? to) => new()
    {
        User = user.UserPrincipalName,
        Words = $"encryption PFX of {user.UserPrincipalName} valid {Day(from)} to {Day(to)}",
        Purpose = UserPfxPurpose.SmimeEncryption,
    };

    private static string Found(string user, string thumbprint) => $"PFX of {user}, {thumbprint}";

    private static string Day(DateTimeOffset? moment) =>
        moment?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "now";
}
