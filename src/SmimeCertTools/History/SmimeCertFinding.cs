using System;
using SmimeCertTools.Core;
using SmimeCertTools.Core.History;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.History;

/// <summary>Something that stands out in a user's certificate history. Times are local.</summary>
public sealed class SmimeCertFinding : IKnown
{
    private readonly HistoryFinding _finding;

    internal SmimeCertFinding(HistoryFinding finding) => _finding = finding;

    /// <summary>A stable identifier, such as EncryptionGap.</summary>
    public string Id => _finding.Id.Visible();

    /// <summary>How much it matters.</summary>
    public SmimeFindingSeverity Severity => _finding.Severity;

    /// <summary>The user.</summary>
    public string UserPrincipalName => _finding.UserPrincipalName.Visible();

    /// <summary>What is the case and what to do.</summary>
    public string Message => _finding.Message.Visible();

    /// <summary>The certificate it is about; null when it is about none in particular.</summary>
    public string? Thumbprint => _finding.Thumbprint.Visible();

    /// <summary>Last moment of that certificate's validity; null when it is about none in particular.</summary>
    public DateTime? ExpiresOn => _finding.ExpiresOn?.LocalDateTime;

    /// <summary>Whole days until then, negative once it is over; null when it is about no certificate.</summary>
    public int? DaysLeft => _finding.DaysLeft;

    /// <summary>Start of the period it is about; null when it is about none.</summary>
    public DateTime? From => _finding.From?.LocalDateTime;

    /// <summary>End of the period it is about; null when it is about none or it is open.</summary>
    public DateTime? To => _finding.To?.LocalDateTime;

    /// <summary>User and what is the case.</summary>
    public override string ToString() => ViewText.Text($"{UserPrincipalName}: {Id} ({Severity}): {Message}");

    void IKnown.Remember(KnownNames names)
    {
        names.Add(KnownNameKind.User, UserPrincipalName, "A user whose certificates were looked at");
    }
}
