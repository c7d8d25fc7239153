using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.History;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>
/// The results that say of many users what a finding of a history says of one: what is to be done about the finding, they know.
/// </summary>
internal sealed class FindingChecks
{
    private readonly Dictionary<string, DeploymentCheckResult> _results;
    private readonly Dictionary<string, ILookup<string, CertificateToMend>> _certificates;

    /// <param name="results">The results of a deployment.</param>
    public FindingChecks(IEnumerable<DeploymentCheckResult> results)
    {
        _results = results.Where(result => RecordChecks.ByFinding.Values.Contains(result.Id) && result.Users.Count > 0)
            .GroupBy(result => result.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        _certificates = _results.ToDictionary(pair => pair.Key, pair => pair.Value.Details.Certificates.ToLookup(
            certificate => certificate.User, StringComparer.OrdinalIgnoreCase), StringComparer.Ordinal);
    }

    /// <summary>The result as if it were of this finding alone; null where no check says the same.</summary>
    public DeploymentCheckResult? Of(HistoryFinding finding)
    {
        if (!RecordChecks.ByFinding.TryGetValue(finding.Id, out var id) || !_results.TryGetValue(id, out var result))
        {
            return null;
        }

        List<CertificateToMend> all = [.. _certificates[id][finding.UserPrincipalName]];
        var own = all.FindAll(certificate => certificate.Thumbprint is not null
            && string.Equals(certificate.Thumbprint, finding.Thumbprint, StringComparison.OrdinalIgnoreCase));
        return result with
        {
            Users = [finding.UserPrincipalName],
            Details = result.Details with { Certificates = own.Count > 0 ? own : all },
        };
    }
}
