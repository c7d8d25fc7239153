using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Reports;

/// <summary>
/// A report as one table: a line for each user, certificate, gap, finding, month, profile and connector, for the cells of the
/// matrix, for where it comes from and what could not be read; the column Kind says which. Spreadsheets take no cell of it for a
/// formula.
/// </summary>
internal static class ReportCsv
{
    private static readonly string[] Columns =
    [
        "Kind", "UserPrincipalName", "Name", "Id", "Severity", "Area", "Purpose", "Platform", "State", "Location", "NotBefore",
        "NotAfter", "DaysLeft", "Count", "Value", "Thumbprint", "Message", "NextStep",
    ];

    public static void Write(Report report, TextWriter writer, CancellationToken cancellationToken)
    {
        writer.Write(CsvText.Line(Columns));
        foreach (var row in Rows(report))
        {
            cancellationToken.ThrowIfCancellationRequested();
            writer.Write(CsvText.Line(Columns.Select(
                column => row.TryGetValue(column, out var value) ? CsvText.Escape(Text(value)) : string.Empty)));
        }
    }

    private static IEnumerable<Dictionary<string, object?>> Rows(Report report) => Origin(report)
        .Concat(report.Origin.Readings.Select(Reading))
        .Concat(report.Origin.Unread.Select(unread => Row("Unread", ("Name", unread.What), ("Message", unread.Problem))))
        .Concat(report.Months.Select(month => Row("Month", ("Name", month.Month), ("Count", month.Total), ("Message",
            FormattableString.Invariant($"{month.Encryption} encryption, {month.Signing} signing, {month.Other} other; ")
                + FormattableString.Invariant($"{month.Followed} have a successor")))))
        .Concat(report.Platforms.SelectMany(platform => platform.Cells.Select(cell => Row("Matrix",
            ("Name", cell.Column), ("Platform", ProfileNames.Of(platform.Platform)), ("State", cell.State),
            ("Value", string.Join("; ", cell.Profiles))))))
        .Concat(report.Platforms.Where(platform => platform.MailClient is not null).Select(platform => Row("MailClient",
            ("Platform", ProfileNames.Of(platform.Platform)), ("Message", platform.MailClient))))
        .Concat(report.Profiles.Select(Profile))
        .Concat(report.Connectors.Select(connector => Row("Connector",
            ("Name", connector.MachineName), ("Id", connector.Name), ("State", connector.State), ("Value", connector.Version),
            ("NotAfter", connector.LastContact), ("Message", connector.Serves ? "serves imported certificates"
                : "is not known to serve imported certificates"))))
        .Concat(report.Findings.Select(Finding))
        .Concat(report.Users.SelectMany(User));

    private static IEnumerable<Dictionary<string, object?>> Origin(Report report)
    {
        var origin = report.Origin;
        foreach (var (name, value) in new (string, object?)[]
        {
            ("Started", origin.Started), ("Ended", origin.Ended), ("Tenant", origin.Tenant), ("Account", origin.Account),
            ("ClientId", origin.ClientId), ("Service", origin.Service), ("ModuleVersion", origin.ModuleVersion),
            ("Scope", origin.Scope), ("Archive", origin.Archive), ("SoonDays", report.SoonDays),
            ("Users", report.Coverage.Users), ("UsersWithBoth", report.Coverage.Both),
            ("UsersWithEncryptionOnly", report.Coverage.EncryptionOnly), ("UsersWithSigningOnly", report.Coverage.SigningOnly),
            ("UsersWithNothing", report.Coverage.Nothing), ("Certificates", report.CertificateCount),
        })
        {
            yield return Row("Report", ("Name", name), ("Value", value));
        }
    }

    private static Dictionary<string, object?> Reading(ReportReading reading) => Row("Reading",
        ("Name", reading.Collection), ("NotBefore", reading.Started), ("Count", reading.Items),
        ("Value", FormattableString.Invariant($"{reading.Requests} requests, {reading.Duration.TotalSeconds:0.#} s")),
        ("Message", reading.Purpose));

    private static Dictionary<string, object?> Profile(ReportProfile profile) => Row("Profile",
        ("Name", profile.Name), ("Id", profile.Id), ("Area", profile.KindName), ("Purpose", profile.Purpose),
        ("Platform", string.Join("; ", profile.Platforms.Select(ProfileNames.Of))),
        ("State", profile.Assignments switch { null => "Unknown", { Count: 0 } => "Unassigned", _ => "Assigned" }),
        ("Value", string.Join("; ", profile.Assignments ?? [])),
        ("Message", FormattableString.Invariant(
            $"{profile.Installed} installed, {profile.Failed} failed, {profile.Pending} pending")));

    private static Dictionary<string, object?> Finding(ReportFinding finding) => Row("Finding",
        ("UserPrincipalName", finding.Area == "Users" ? finding.Target : null),
        ("Name", finding.Area == "Users" ? null : finding.Target), ("Id", finding.Id), ("Severity", finding.Severity),
        ("Area", finding.Area), ("NotAfter", finding.Due), ("DaysLeft", finding.DaysLeft), ("Thumbprint", finding.Thumbprint),
        ("Message", finding.Message), ("NextStep", finding.NextStep));

    private static IEnumerable<Dictionary<string, object?>> User(ReportUser user)
    {
        yield return Row("User", ("UserPrincipalName", user.UserPrincipalName), ("Name", user.DisplayName),
            ("Severity", user.Worst), ("Count", user.Certificates.Count), ("State", (user.HasEncryption, user.HasSigning) switch
            {
                (true, true) => "Both",
                (true, false) => "EncryptionOnly",
                (false, true) => "SigningOnly",
                _ => "Nothing",
            }),
            ("NotAfter", user.EncryptionUntil), ("Message", user.SignsByProfile == true
                ? "a profile issues signing certificates" : null));
        foreach (var certificate in user.Certificates)
        {
            yield return Row("Certificate", ("UserPrincipalName", user.UserPrincipalName), ("Name", certificate.Subject),
                ("Purpose", certificate.Purpose), ("State", certificate.State), ("Location", certificate.Location),
                ("NotBefore", certificate.NotBefore), ("NotAfter", certificate.NotAfter), ("DaysLeft", certificate.DaysLeft),
                ("Value", certificate.KeyName), ("Thumbprint", certificate.Thumbprint), ("Message", certificate.Note));
        }

        foreach (var gap in user.Gaps)
        {
            yield return Row("Gap", ("UserPrincipalName", user.UserPrincipalName), ("Purpose", UserPfxPurpose.SmimeEncryption),
                ("NotBefore", gap.From), ("NotAfter", gap.To), ("Count", gap.Days));
        }
    }

    private static Dictionary<string, object?> Row(string kind, params (string Column, object? Value)[] values)
    {
        var row = values.ToDictionary(value => value.Column, value => value.Value, StringComparer.Ordinal);
        row.Add("Kind", kind);
        return row;
    }

    private static string Text(object? value) => value switch
    {
        null => string.Empty,
        DateTimeOffset moment => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        IFormattable number and not Enum => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };
}
