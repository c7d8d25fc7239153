using System;
using SmimeCertTools.Core.History;
using SmimeCertTools.Hosting;
using SmimeCertTools.Types;

namespace SmimeCertTools.History;

/// <summary>Something that stands out in a user's certificate history. Times are local.</summary>
public sealed class SmimeCertFinding
{
    internal SmimeCertFinding(HistoryFinding finding)
    {
        Id = finding.Id;
        Severity = finding.Severity;
        UserPrincipalName = finding.UserPrincipalName;
        Message = finding.Message;
        Thumbprint = finding.Thumbprint;
        From = finding.From?.LocalDateTime;
        To = finding.To?.LocalDateTime;
    }

    /// <summary>A stable identifier, such as EncryptionGap.</summary>
    public string Id { get; }

    /// <summary>How much it matters.</summary>
    public SmimeFindingSeverity Severity { get; }

    /// <summary>The user.</summary>
    public string UserPrincipalName { get; }

    /// <summary>What is the case and what to do.</summary>
    public string Message { get; }

    /// <summary>The certificate it is about; null when it is about none in particular.</summary>
    public string? Thumbprint { get; }

    /// <summary>Start of the period it is about; null when it is about none.</summary>
    public DateTime? From { get; }

    /// <summary>End of the period it is about; null when it is about none or it is open.</summary>
    public DateTime? To { get; }
}
