using System.Management.Automation;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Preflight;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Pfx;

/// <summary>Something to know of a PFX file before it is delivered. See about_SmimePfxFindings.</summary>
public sealed class SmimePfxFinding
{
    internal SmimePfxFinding(PreflightFinding finding)
    {
        Path = finding.Path;
        Thumbprint = finding.Thumbprint;
        Id = finding.Id;
        Severity = finding.Severity;
        Message = finding.Message.Visible();
        Advice = RecommendedActions.Advice(finding.Id, finding.Advice).Visible();
        UserPrincipalName = finding.UserPrincipalName.Visible();
    }

    internal SmimePfxFinding(string path, string? userPrincipalName, ErrorRecord error)
    {
        Path = path;
        Id = error.FullyQualifiedErrorId;
        Severity = SmimeFindingSeverity.Error;
        Message = error.Text();
        Advice = "Check the path.";
        UserPrincipalName = userPrincipalName.Visible();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>SHA-1 thumbprint of the certificate it is about; null when it is about the file.</summary>
    public string? Thumbprint { get; }

    /// <summary>A stable identifier, such as ChainMissing.</summary>
    public string Id { get; }

    /// <summary>How much it matters.</summary>
    public SmimeFindingSeverity Severity { get; }

    /// <summary>What is the case.</summary>
    public string Message { get; }

    /// <summary>What to do; null where nothing is to be done.</summary>
    public string? Advice { get; }

    /// <summary>The user the file was tested for; null when none was named.</summary>
    public string? UserPrincipalName { get; }

    /// <summary>File and what is the case.</summary>
    public override string ToString() => ViewText.Text($"{Path}: {Id} ({Severity}): {Message}");
}
