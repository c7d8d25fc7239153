using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Fluid;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Reports;

/// <summary>
/// The names by which templates have the parts of a report: the one table of them, which the documentation has as well. Moments
/// are texts such as 2027-04-01, and 2027-04-01 13:30 where the time of day matters, UTC.
/// </summary>
internal static class ReportMembers
{
    private static readonly Table[] Tables =
    [
        new Table<Report>(
            ("title", _ => "S/MIME certificates"),
            ("origin", report => report.Origin),
            ("coverage", report => report.Coverage),
            ("soon_days", report => report.SoonDays),
            ("axis", report => report.Axis),
            ("users", report => report.Users),
            ("months", report => report.Months),
            ("busiest_month", report => Math.Max(1, report.Months.Max(month => month.Total))),
            ("findings", report => report.Findings),
            ("finding_groups", report => report.FindingGroups),
            ("actions", report => report.Actions),
            ("serving_connectors", report => report.Connectors.Count(connector => connector.Serves)),
            ("errors", report => report.Count(SmimeFindingSeverity.Error)),
            ("warnings", report => report.Count(SmimeFindingSeverity.Warning)),
            ("notes", report => report.Count(SmimeFindingSeverity.Information)),
            ("certificates", report => report.CertificateCount),
            ("platforms", report => report.Platforms),
            ("platform_columns", _ => ReportMatrix.Columns),
            ("profiles", report => report.Profiles),
            ("connectors", report => report.Connectors),
            ("unread", report => report.Origin.Unread)),
        new Table<ReportOrigin>(
            ("started", origin => Minute(origin.Started)),
            ("ended", origin => Minute(origin.Ended)),
            ("day", origin => Day(origin.Ended)),
            ("tenant", origin => origin.Tenant),
            ("account", origin => origin.Account),
            ("client_id", origin => origin.ClientId),
            ("service", origin => origin.Service),
            ("module_version", origin => origin.ModuleVersion),
            ("scope", origin => origin.Scope),
            ("archive", origin => origin.Archive),
            ("readings", origin => origin.Readings)),
        new Table<ReportReading>(
            ("collection", reading => reading.Collection),
            ("purpose", reading => reading.Purpose),
            ("started", reading => Second(reading.Started)),
            ("seconds", reading => Number(reading.Duration.TotalSeconds)),
            ("requests", reading => reading.Requests),
            ("items", reading => reading.Items)),
        new Table<ReportUnread>(("what", unread => unread.What), ("problem", unread => unread.Problem)),
        new Table<ReportCoverage>(
            ("users", coverage => coverage.Users),
            ("both", coverage => coverage.Both),
            ("encryption_only", coverage => coverage.EncryptionOnly),
            ("signing_only", coverage => coverage.SigningOnly),
            ("nothing", coverage => coverage.Nothing),
            ("encryption", coverage => coverage.Encryption),
            ("encryption_percent", coverage => coverage.EncryptionPercent),
            ("encryption_soon_gone", coverage => coverage.EncryptionSoonGone)),
        new Table<ReportAxis>(
            ("from", axis => Day(axis.From)),
            ("to", axis => Day(axis.To)),
            ("today", axis => Number(axis.Today)),
            ("years", axis => axis.Years)),
        new Table<ReportYear>(("year", year => year.Year), ("start", year => Number(year.Start))),
        new Table<ReportMonth>(
            ("month", month => month.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture)),
            ("encryption", month => month.Encryption),
            ("signing", month => month.Signing),
            ("other", month => month.Other),
            ("total", month => month.Total),
            ("followed", month => month.Followed)),
        new Table<ReportFinding>(
            ("id", finding => finding.Id),
            ("severity", finding => finding.Severity.ToString()),
            ("area", finding => finding.Area),
            ("target", finding => finding.Target),
            ("message", finding => finding.Message),
            ("next_step", finding => finding.NextStep),
            ("thumbprint", finding => finding.Thumbprint),
            ("due", finding => finding.Due is { } due ? Day(due) : null),
            ("days_left", finding => finding.DaysLeft)),
        new Table<ReportFindingGroup>(
            ("id", group => group.Id),
            ("severity", group => group.Severity.ToString()),
            ("area", group => group.Area),
            ("next_step", group => group.NextStep),
            ("findings", group => group.Findings)),
        new Table<ReportUser>(
            ("user_principal_name", user => user.UserPrincipalName),
            ("display_name", user => user.DisplayName),
            ("certificates", user => user.Certificates),
            ("gaps", user => user.Gaps),
            ("tracks", user => user.Tracks),
            ("encryption_until", user => user.EncryptionUntil is { } end ? Day(end) : null),
            ("signing_until", user => user.SigningUntil is { } end ? Day(end) : null),
            ("signs_by_profile", user => user.SignsByProfile),
            ("has_encryption", user => user.HasEncryption),
            ("has_signing", user => user.HasSigning),
            ("findings", user => user.Findings),
            ("worst", user => user.Worst?.ToString())),
        new Table<ReportCertificate>(
            ("thumbprint", certificate => certificate.Thumbprint),
            ("purpose", certificate => Purpose(certificate.Purpose)),
            ("not_before", certificate => Day(certificate.NotBefore)),
            ("not_after", certificate => Day(certificate.NotAfter)),
            ("days_left", certificate => certificate.DaysLeft),
            ("state", certificate => certificate.State.ToString()),
            ("location", certificate => certificate.Location.ToString()),
            ("key_name", certificate => certificate.KeyName),
            ("imported", certificate => certificate.Imported is { } day ? Day(day) : null),
            ("subject", certificate => certificate.Subject),
            ("note", certificate => certificate.Note),
            ("mark", certificate => certificate.Mark),
            ("track", certificate => certificate.Track),
            ("start", certificate => Number(certificate.Bar.Start)),
            ("length", certificate => Number(certificate.Bar.Length))),
        new Table<ReportGap>(
            ("from", gap => Day(gap.From)),
            ("to", gap => Day(gap.To)),
            ("days", gap => gap.Days),
            ("start", gap => Number(gap.Bar.Start)),
            ("length", gap => Number(gap.Bar.Length))),
        new Table<ReportPlatform>(
            ("name", platform => ProfileNames.Of(platform.Platform)), ("cells", platform => platform.Cells),
            ("mail_client", platform => platform.MailClient)),
        new Table<ReportCell>(
            ("column", cell => cell.Column),
            ("state", cell => cell.State.ToString()),
            ("profiles", cell => cell.Profiles)),
        new Table<ReportProfile>(
            ("name", profile => profile.Name),
            ("id", profile => profile.Id),
            ("kind", profile => profile.KindName),
            ("platforms", profile => profile.Platforms.Select(ProfileNames.Of).ToList()),
            ("purpose", profile => profile.Purpose is { } purpose ? Purpose(purpose) : null),
            ("assignments", profile => profile.Assignments),
            ("installed", profile => profile.Installed),
            ("failed", profile => profile.Failed),
            ("pending", profile => profile.Pending),
            ("modified", profile => profile.Modified is { } day ? Day(day) : null)),
        new Table<ReportConnector>(
            ("machine_name", connector => connector.MachineName),
            ("name", connector => connector.Name),
            ("state", connector => connector.State.ToString()),
            ("version", connector => connector.Version),
            ("last_contact", connector => connector.LastContact is { } last ? Minute(last) : null),
            ("serves", connector => connector.Serves)),
    ];

    /// <summary>The names by type.</summary>
    public static IEnumerable<(Type Type, IEnumerable<string> Names)> All =>
        Tables.Select(table => (table.Type, table.Names));

    /// <summary>The day, ISO 8601.</summary>
    public static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What a purpose is called.</summary>
    public static string Purpose(UserPfxPurpose purpose) => purpose switch
    {
        UserPfxPurpose.SmimeEncryption => "Encryption",
        UserPfxPurpose.SmimeSigning => "Signing",
        _ => purpose.ToString(),
    };

    /// <summary>Lets templates have the names, and nothing else of any type.</summary>
    public static MemberAccessStrategy Access(CancellationToken cancellationToken) => new Strategy(cancellationToken);

    private static string Minute(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Second(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Number(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    private abstract class Table(Type type)
    {
        public Type Type => type;

        public abstract IEnumerable<string> Names { get; }

        public abstract bool TryGet(object item, string name, out object? value);
    }

    private sealed class Table<T>(params (string Name, Func<T, object?> Get)[] members) : Table(typeof(T))
        where T : class
    {
        private readonly Dictionary<string, Func<T, object?>> _members =
            members.ToDictionary(member => member.Name, member => member.Get, StringComparer.Ordinal);

        public override IEnumerable<string> Names => _members.Keys;

        public override bool TryGet(object item, string name, out object? value)
        {
            var isKnown = _members.TryGetValue(name, out var get);
            value = get?.Invoke((T)item);
            return isKnown;
        }
    }

    // By a table, and never by reflection, which would show all that a type has.
    private sealed class Strategy(CancellationToken cancellationToken) : MemberAccessStrategy
    {
        private readonly Dictionary<Type, Accessor> _accessors =
            Tables.ToDictionary(table => table.Type, table => new Accessor(table, cancellationToken));

        public override IMemberAccessor? GetAccessor(Type type, string name) =>
            _accessors.TryGetValue(type, out var accessor) ? accessor : null;

        public override void Register(Type type, IEnumerable<KeyValuePair<string, IMemberAccessor>> accessors) =>
            throw new NotSupportedException();
    }

    private sealed class Accessor(Table table, CancellationToken cancellationToken) : IMemberAccessor
    {
        public object? Get(object obj, string name, TemplateContext ctx)
        {
            // A template looks nothing up for long without coming here.
            cancellationToken.ThrowIfCancellationRequested();
            return table.TryGet(obj, name, out var value) ? value : throw new TemplateNameException(
                name, $"there is no member '{name}' there. There are {string.Join(", ", table.Names)}");
        }
    }
}
