using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Reports;
using SmimeCertTools.Types;

namespace SmimeCertTools.Core.Tests.Reports;

/// <summary>Reports of made-up tenants.</summary>
internal static class ReportSamples
{
    /// <summary>A name that is an attack wherever it is not escaped.</summary>
    public const string Hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7 | times: 7 }}";

    public static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 30, 0, TimeSpan.Zero);

    private static readonly string[] Names =
    [
        "Anna Berger", "Łukasz Żółkowski", "محمد بن عبد الله", "יוסף כהן", "王小明", "Ólafur Arnalds", "Siân O'Neill",
        "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh von und zu Hohenlohe-Waldenburg-Schillingsfürst",
    ];

    /// <summary>A tenant without a user, a profile or a connector.</summary>
    public static Report Empty() => Builder().Build(Origin(), [], new ReportedDeployment { Profiles = [] });

    /// <summary>A tenant of so many users, some of whom lack something.</summary>
    public static Report Of(int users, string? hostile = null)
    {
        ReportedUser[] all = [.. Enumerable.Range(0, users).Select(number => User(number, hostile))];
        var name = hostile ?? "S/MIME";
        return Builder().Build(Origin(hostile), all, new ReportedDeployment
        {
            Profiles = Profiles(name),
            Connectors = Connectors(name),
            MailClients = new Dictionary<SmimePlatform, string>
            {
                [SmimePlatform.Windows] = "By hand: no profile turns S/MIME on there. In Outlook for Windows each person opens "
                    + "File, Options, Trust Center, and chooses the certificates.",
                [SmimePlatform.AndroidWorkProfile] = $"Automatic: '{name} Outlook' turns S/MIME on.",
            },
            Findings =
            [
                new ReportFinding
                {
                    Id = "ProfileUnassigned", Severity = SmimeFindingSeverity.Warning, Area = "Assignments",
                    Target = name + " signing Windows", Message = $"The profile '{name} signing Windows' is assigned to nobody.",
                    NextStep = "Assign it to the people whose mail clients sign.",
                },
                new ReportFinding
                {
                    Id = "ConnectorSilent", Severity = SmimeFindingSeverity.Error, Area = "Connectors", Target = "PKI02",
                    Message = "The connector was last in contact on 2026-10-03 10:30 UTC: it serves no requests.",
                    NextStep = "Check that the machine runs and reaches Intune, or delete the connector.",
                },
            ],
        });
    }

    public static ReportOrigin Origin(string? hostile = null) => new()
    {
        Started = Now.AddSeconds(-14),
        Ended = Now,
        Tenant = "6f1c3a5e-2b64-4c1d-9a53-0d8f6b1c7e21",
        Account = hostile ?? "admin@contoso.com",
        ClientId = "14d82eec-204b-4c2f-b7e8-296a70dab67e",
        Service = "https://graph.microsoft.com/",
        ModuleVersion = "1.0.0",
        Scope = hostile ?? "all users with imported certificates",
        Archive = "ca-export",
        Readings =
        [
            new ReportReading
            {
                Collection = "deviceManagement/userPfxCertificates", Purpose = "imported certificates",
                Started = Now.AddSeconds(-14), Duration = TimeSpan.FromSeconds(5.23), Requests = 41, Items = 40000,
            },
            new ReportReading
            {
                Collection = "users", Purpose = "names and addresses of users", Started = Now.AddSeconds(-8),
                Duration = TimeSpan.FromSeconds(2), Requests = 667, Items = 10000,
            },
        ],
        Unread = hostile is null ? [] : [new ReportUnread("Groups", hostile)],
    };

    private static ReportBuilder Builder() => new(Now, 60, _ => null);

    private static ReportedUser User(int number, string? hostile)
    {
        var name = hostile is not null && number == 0 ? hostile : Names[number % Names.Length];
        var user = hostile is not null && number == 1 ? "=" + hostile
            : string.Format(CultureInfo.InvariantCulture, "user{0:00000}@contoso.com", number);
        var first = new DateTimeOffset(2021 + (number % 3), 1 + (number % 12), 1 + (number % 28), 0, 0, 0, TimeSpan.Zero);
        var second = first.AddYears(2).AddDays(number % 7 == 3 ? 120 : number % 5 == 0 ? -45 : 0);
        var last = second.AddYears(number % 11 == 0 ? 1 : 3);
        List<UserPfxRecord> records =
        [
            Record(user, number, 0, first, first.AddYears(2).AddSeconds(-1), UserPfxPurpose.SmimeEncryption),
            Record(user, number, 1, second, last, UserPfxPurpose.SmimeEncryption),
            Record(user, number, 2, second.AddYears(1), last.AddMonths(number % 4), UserPfxPurpose.SmimeSigning),
        ];
        records.Add(number % 3 == 0
            ? Record(user, number, 3, Now.AddDays(20), Now.AddYears(2), UserPfxPurpose.SmimeEncryption)
            : Record(user, number, 3, first, first.AddYears(1), UserPfxPurpose.SmimeSigning));
        return new ReportedUser(
            CertificateHistoryBuilder.Build(user, records, null, Now, new HistoryHolders(), null, name), number % 2 == 0);
    }

    private static UserPfxRecord Record(string user, int number, int certificate, DateTimeOffset from, DateTimeOffset to,
        UserPfxPurpose purpose) => new()
        {
            UserPrincipalName = user,
            Thumbprint = string.Format(
                CultureInfo.InvariantCulture, "{0:X8}{1:X8}{2:X8}C0FFEE0012345678", number * 7919, certificate, number * 104729),
            IntendedPurpose = purpose,
            StartDateTime = from,
            ExpirationDateTime = to,
            ProviderName = "Microsoft Software Key Storage Provider",
            KeyName = "SmimeConnector",
            PaddingScheme = UserPfxPaddingScheme.OaepSha512,
        };

    private static ReportProfile[] Profiles(string name) =>
    [
        Profile(name + " root iOS", SmimeProfileKind.TrustedRoot, SmimePlatform.IOS, null, ["all users"], 0, 0),
        Profile(name + " encryption iOS", SmimeProfileKind.ImportedPfx, SmimePlatform.IOS, UserPfxPurpose.SmimeEncryption,
            ["group 'Mail users'", "excluded group 'Guests'"], 384, 7),
        Profile(name + " signing iOS", SmimeProfileKind.Pkcs, SmimePlatform.IOS, null, ["group 'Mail users'"], 380, 0),
        Profile(name + " Outlook", SmimeProfileKind.OutlookDevices, SmimePlatform.AndroidWorkProfile, null, ["all users"], 0, 0),
        Profile(name + " encryption Windows", SmimeProfileKind.ImportedPfx, SmimePlatform.Windows,
            UserPfxPurpose.SmimeEncryption, ["group 'Mail users'"], 412, 0),
        Profile(name + " signing Windows", SmimeProfileKind.ImportedPfx, SmimePlatform.Windows, UserPfxPurpose.SmimeSigning,
            [], 0, 0),
    ];

    private static ReportProfile Profile(string name, SmimeProfileKind kind, SmimePlatform platform, UserPfxPurpose? purpose,
        string[] assignments, int installed, int failed) => new()
        {
            Name = name,
            Id = "b4a1d9f0-1111-4222-8333-944455566677",
            Kind = kind,
            Platforms = [platform],
            Purpose = purpose,
            Assignments = assignments,
            Installed = installed,
            Failed = failed,
            Pending = failed / 2,
            Modified = Now.AddDays(-40),
        };

    private static ReportConnector[] Connectors(string name) =>
    [
        Connector("PKI01", name + " connector", SmimeConnectorState.Active, Now.AddMinutes(-8), true),
        Connector("PKI02", name + " spare", SmimeConnectorState.Inactive, Now.AddDays(-51), false),
    ];

    private static ReportConnector Connector(
        string machine, string name, SmimeConnectorState state, DateTimeOffset contact, bool serves) => new()
        {
            MachineName = machine,
            Name = name,
            State = state,
            Version = "6.2510.3.2002",
            LastContact = contact,
            Serves = serves,
        };
}
