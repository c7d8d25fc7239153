using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Hosting;
using SmimeCertTools.Types;

namespace SmimeCertTools.ConnectorKeys;

/// <summary>One check of Test-SmimeConnectorKey.</summary>
public sealed class SmimeConnectorKeyTestResult
{
    internal SmimeConnectorKeyTestResult(string key, ConnectorKeyFinding finding)
    {
        Key = key;
        Check = finding.Id;
        Result = finding.Check;
        Detail = finding.Message;
    }

    /// <summary>What was tested: a key in a provider, a file, or a user's record.</summary>
    public string Key { get; }

    /// <summary>The check: RoundTrip with a padding, PublicKey, ServiceAccount or Record.</summary>
    public string Check { get; }

    /// <summary>How it ended.</summary>
    public SmimeConnectorKeyCheck Result { get; }

    /// <summary>Whether it was proven: <see cref="Result"/> is Passed.</summary>
    public bool Passed => Result == SmimeConnectorKeyCheck.Passed;

    /// <summary>What was found; for a check that did not pass, what to do next.</summary>
    public string Detail { get; }
}
