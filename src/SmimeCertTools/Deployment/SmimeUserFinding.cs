using SmimeCertTools.Core;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Core.History;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Deployment;

/// <summary>Something that stands out in what a user has and gets.</summary>
public sealed class SmimeUserFinding
{
    internal SmimeUserFinding(HistoryFinding finding, string? nextStep)
    {
        (Id, Severity, Message) = (finding.Id, finding.Severity, finding.Message.Visible());
        (Thumbprint, NextStep, IsOfUser) = (finding.Thumbprint.Visible(), nextStep.Visible(), true);
    }

    internal SmimeUserFinding(DeploymentCheckResult check, string? nextStep)
    {
        (Id, Message, NextStep) = (check.Id, check.Message.Visible(), nextStep.Visible());
        IsOfUser = check.Users.Count > 0;
        Severity = check.Status == SmimeCheckStatus.Fail ? SmimeFindingSeverity.Error : SmimeFindingSeverity.Warning;
    }

    /// <summary>A stable identifier, such as EncryptionGap or ConnectorMissing.</summary>
    public string Id { get; }

    /// <summary>How much it matters.</summary>
    public SmimeFindingSeverity Severity { get; }

    /// <summary>What is the case.</summary>
    public string Message { get; }

    /// <summary>A command to go on with; null where there is none.</summary>
    public string? NextStep { get; }

    /// <summary>The certificate it is about; null for none in particular.</summary>
    public string? Thumbprint { get; }

    /// <summary>Whether it is about this user, and not about everybody on a platform or in the tenant.</summary>
    public bool IsOfUser { get; }

    /// <summary>What is the case.</summary>
    public override string ToString() => ViewText.Text($"{Id} ({Severity}): {Message}");
}
