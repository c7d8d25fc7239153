using SmimeCertTools.Core;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.ConnectorKeys;

/// <summary>One check of Test-SmimeConnectorKey.</summary>
public sealed class SmimeConnectorKeyTestResult
{
    private readonly ConnectorKeyFinding _finding;

    internal SmimeConnectorKeyTestResult(string key, ConnectorKeyFinding finding)
    {
        _finding = finding;
        Key = key.Visible();
    }

    /// <summary>What was tested: a key in a provider, a file, or a user's record.</summary>
    public string Key { get; }

    /// <summary>The check: RoundTrip with a padding, PublicKey, ServiceAccount or Record.</summary>
    public string Check => _finding.Id.Visible();

    /// <summary>How it ended.</summary>
    public SmimeConnectorKeyCheck Result => _finding.Check;

    /// <summary>Whether it was proven: <see cref="Result"/> is Passed.</summary>
    public bool Passed => Result == SmimeConnectorKeyCheck.Passed;

    /// <summary>What was found; for a check that did not pass, what to do next.</summary>
    public string Detail => _finding.Message.Visible();

    /// <summary>Key, check and how it ended.</summary>
    public override string ToString() => ViewText.Text($"{Key}: {Check}: {Result}");
}
