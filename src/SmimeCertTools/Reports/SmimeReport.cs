using System;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Reports;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Reports;

/// <summary>A report that was written. It pipes into Invoke-Item, which opens it.</summary>
public sealed class SmimeReport
{
    private readonly Report _report;

    internal SmimeReport(Report report, string path, long length) => (_report, Path, Length) = (report, path, length);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its length in bytes.</summary>
    public long Length { get; }

    /// <summary>The moment it is about, in local time.</summary>
    public DateTime GeneratedOn => _report.Origin.Ended.LocalDateTime;

    /// <summary>Which users it is about.</summary>
    public string Scope => _report.Origin.Scope.Visible();

    /// <summary>How many users.</summary>
    public int UserCount => _report.Users.Count;

    /// <summary>How many of them can be sent encrypted mail today.</summary>
    public int EncryptionCount => _report.Coverage.Encryption;

    /// <summary>How many certificates.</summary>
    public int CertificateCount => _report.CertificateCount;

    /// <summary>How many findings need action within the days that were asked for.</summary>
    public int ActionCount => _report.Actions.Count;

    /// <summary>How many errors were found.</summary>
    public int ErrorCount => _report.Count(SmimeFindingSeverity.Error);

    /// <summary>How many warnings.</summary>
    public int WarningCount => _report.Count(SmimeFindingSeverity.Warning);

    /// <summary>What could not be read, so that the report is without it; empty where all was.</summary>
    public string[] Unread => Array.ConvertAll([.. _report.Origin.Unread], unread => unread.What);

    /// <summary>The file and what it says in short.</summary>
    public override string ToString() => ViewText.Text(
        $"{Path}: {UserCount} users, {CertificateCount} certificates, {ErrorCount} errors, {WarningCount} warnings");
}
