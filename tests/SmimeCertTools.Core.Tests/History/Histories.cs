using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Tests.History;

/// <summary>Histories of one user on one day.</summary>
internal static class Histories
{
    public const string User = "anna@contoso.com";
    public const UserPfxPurpose Encryption = UserPfxPurpose.SmimeEncryption;
    public const UserPfxPurpose Signing = UserPfxPurpose.SmimeSigning;
    public static readonly DateTimeOffset Now = Day("2026-11-23");

    public static CertificateHistory Build(params UserPfxRecord[] records) => Build(records, null);

    public static CertificateHistory Build(UserPfxRecord[] records, CatalogEntry[]? archived) =>
        CertificateHistoryBuilder.Build(User, records, archived, Now);

    public static List<string> Ids(CertificateHistory history, params string[] ids) =>
        [.. history.Findings.Select(finding => finding.Id).Where(ids.Contains)];

    public static DateTimeOffset Day(string day) => DateTimeOffset.ParseExact(
        day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static IEnumerable<(string Start, string End)> Periods(string text) => text
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(period => (period[..10], period[12..]));

    public static UserPfxRecord Record(char digit, string start, string end, UserPfxPurpose purpose = Encryption) => new()
    {
        UserPrincipalName = User,
        Thumbprint = new string(digit, 40),
        IntendedPurpose = purpose,
        StartDateTime = Day(start),
        ExpirationDateTime = Day(end),
        ProviderName = "Provider",
        KeyName = "Key",
        PaddingScheme = UserPfxPaddingScheme.OaepSha512,
    };

    public static CatalogEntry Archived(
        char digit, string start, string end, CertificateKeyUsages usage = CertificateKeyUsages.KeyEncipherment) =>
        CatalogEntry.Of(TestCertificates.Info(digit, Day(start), Day(end), usage), digit + ".pfx");
}
