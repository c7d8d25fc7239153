using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.Profiles;

namespace SmimeCertTools.Connectors;

/// <summary>
/// Shows the certificate connectors of the tenant: state, last contact, version, and what keeps them from serving imported
/// certificates.
/// </summary>
[Cmdlet(VerbsCommon.Get, "CertificateConnector")]
[Alias("Get-SmimeCertificateConnector")]
[OutputType(typeof(SmimeCertificateConnector))]
public sealed class GetCertificateConnectorCommand : ProfileCommand
{
    /// <summary>Only the connectors on these machines; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MachineNameCompleter))]
    [SupportsWildcards]
    [TextTransform(AllowMany = true)]
    public string[]? MachineName { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        if (MachineName?.FirstOrDefault(name => name.Length == 0 || BoundText.ProblemOf(name) is not null) is { } wrong)
        {
            WriteError(InputErrors.Unusable(
                InputErrors.ValueUnusableId, nameof(MachineName), BoundText.ProblemOf(wrong) ?? "is empty"));
            return;
        }

        var report = await Intune.GetConnectorsAsync(Cancellation);
        foreach (var finding in report.Findings)
        {
            WriteWarning($"{finding.Id}: {finding.Message} {finding.Advice}");
        }

        var patterns = (MachineName ?? ["*"]).Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase)).ToList();
        foreach (var connector in report.Connectors.Where(
            connector => patterns.Exists(pattern => pattern.IsMatch(connector.MachineName))))
        {
            WriteObject(new SmimeCertificateConnector(connector));
        }
    }
}
