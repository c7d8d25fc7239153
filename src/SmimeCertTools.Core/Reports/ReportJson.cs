using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading;

namespace SmimeCertTools.Core.Reports;

/// <summary>A report as one JSON object, UTF-8 without a mark. Moments are ISO 8601; what is not known is null.</summary>
internal static class ReportJson
{
    private const int FlushAt = 1 << 16;

    private static readonly JsonWriterOptions Options =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Report report, Stream stream, CancellationToken cancellationToken)
    {
        using var writer = new Utf8JsonWriter(stream, Options);
        writer.WriteStartObject();
        Origin(writer, report);
        Object(writer, "Coverage", ("Users", report.Coverage.Users), ("Both", report.Coverage.Both),
            ("EncryptionOnly", report.Coverage.EncryptionOnly), ("SigningOnly", report.Coverage.SigningOnly),
            ("Nothing", report.Coverage.Nothing), ("EncryptionSoonGone", report.Coverage.EncryptionSoonGone));
        List(writer, "Months", report.Months, month => Members(writer, ("Month", month.Month), ("Encryption", month.Encryption),
            ("Signing", month.Signing), ("Other", month.Other), ("Followed", month.Followed)));
        List(writer, "Platforms", report.Platforms, platform =>
        {
            Members(writer, ("Platform", platform.Platform), ("MailClient", platform.MailClient));
            List(writer, "Cells", platform.Cells, cell =>
            {
                Members(writer, ("Column", cell.Column), ("State", cell.State));
                Texts(writer, "Profiles", cell.Profiles);
            });
        });
        List(writer, "Profiles", report.Profiles, profile => Profile(writer, profile));
        List(writer, "Connectors", report.Connectors, connector => Members(writer, ("MachineName", connector.MachineName),
            ("Name", connector.Name), ("State", connector.State), ("Version", connector.Version),
            ("LastContact", connector.LastContact), ("ServesImportedPfx", connector.Serves)));
        List(writer, "Findings", report.Findings, finding => Finding(writer, finding));
        List(writer, "Users", report.Users, user =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            User(writer, user);
        });
        writer.WriteEndObject();
    }

    private static void Origin(Utf8JsonWriter writer, Report report)
    {
        var origin = report.Origin;
        writer.WriteStartObject("Origin");
        Members(writer, ("Started", origin.Started), ("Ended", origin.Ended), ("Tenant", origin.Tenant),
            ("Account", origin.Account), ("ClientId", origin.ClientId), ("Service", origin.Service),
            ("ModuleVersion", origin.ModuleVersion), ("Scope", origin.Scope), ("Archive", origin.Archive),
            ("SoonDays", report.SoonDays));
        List(writer, "Readings", origin.Readings, reading => Members(writer, ("Collection", reading.Collection),
            ("Purpose", reading.Purpose), ("Started", reading.Started), ("Seconds", reading.Duration.TotalSeconds),
            ("Requests", reading.Requests), ("Items", reading.Items)));
        List(writer, "Unread", origin.Unread, unread => Members(writer, ("What", unread.What), ("Problem", unread.Problem)));
        writer.WriteEndObject();
    }

    private static void Profile(Utf8JsonWriter writer, ReportProfile profile)
    {
        Members(writer, ("Name", profile.Name), ("Id", profile.Id), ("Kind", profile.KindName), ("Purpose", profile.Purpose));
        Texts(writer, "Platforms", profile.Platforms.Select(platform => platform.ToString()));
        if (profile.Assignments is null)
        {
            writer.WriteNull("Assignments");
        }
        else
        {
            Texts(writer, "Assignments", profile.Assignments);
        }

        Members(writer, ("Installed", profile.Installed), ("Failed", profile.Failed), ("Pending", profile.Pending),
            ("Modified", profile.Modified));
    }

    private static void Finding(Utf8JsonWriter writer, ReportFinding finding) => Members(writer, ("Id", finding.Id),
        ("Severity", finding.Severity), ("Area", finding.Area), ("Target", finding.Target), ("Message", finding.Message),
        ("NextStep", finding.NextStep), ("Thumbprint", finding.Thumbprint), ("Due", finding.Due),
        ("DaysLeft", finding.DaysLeft));

    private static void User(Utf8JsonWriter writer, ReportUser user)
    {
        Members(writer, ("UserPrincipalName", user.UserPrincipalName), ("DisplayName", user.DisplayName),
            ("EncryptionUntil", user.EncryptionUntil), ("SigningUntil", user.SigningUntil),
            ("SignsByProfile", user.SignsByProfile), ("Worst", user.Worst));
        List(writer, "Certificates", user.Certificates, certificate => Members(writer, ("Thumbprint", certificate.Thumbprint),
            ("Purpose", certificate.Purpose), ("NotBefore", certificate.NotBefore), ("NotAfter", certificate.NotAfter),
            ("DaysLeft", certificate.DaysLeft), ("State", certificate.State), ("Location", certificate.Location),
            ("KeyName", certificate.KeyName), ("Imported", certificate.Imported), ("Subject", certificate.Subject),
            ("Note", certificate.Note)));
        List(writer, "Gaps", user.Gaps, gap => Members(writer, ("From", gap.From), ("To", gap.To), ("Days", gap.Days)));
    }

    private static void List<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            write(item);
            writer.WriteEndObject();
            if (writer.BytesPending > FlushAt)
            {
                writer.Flush();
            }
        }

        writer.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static void Object(Utf8JsonWriter writer, string name, params (string Name, object? Value)[] members)
    {
        writer.WriteStartObject(name);
        Members(writer, members);
        writer.WriteEndObject();
    }

    private static void Members(Utf8JsonWriter writer, params (string Name, object? Value)[] members)
    {
        foreach (var (name, value) in members)
        {
            switch (value)
            {
                case null:
                    writer.WriteNull(name);
                    break;
                case bool flag:
                    writer.WriteBoolean(name, flag);
                    break;
                case int number:
                    writer.WriteNumber(name, number);
                    break;
                case long number:
                    writer.WriteNumber(name, number);
                    break;
                case double number:
                    writer.WriteNumber(name, Math.Round(number, 3));
                    break;
                case DateTimeOffset moment:
                    writer.WriteString(name, moment.UtcDateTime);
                    break;
                default:
                    writer.WriteString(name, value.ToString());
                    break;
            }
        }
    }
}
