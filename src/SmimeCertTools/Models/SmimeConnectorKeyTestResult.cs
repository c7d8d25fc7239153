namespace SmimeCertTools.Models;

/// <summary>One check of Test-SmimeConnectorKey.</summary>
public sealed class SmimeConnectorKeyTestResult
{
    internal SmimeConnectorKeyTestResult(string key, string check, bool passed, string detail)
    {
        Key = key;
        Check = check;
        Passed = passed;
        Detail = detail;
    }

    /// <summary>What was tested: a key in a provider, a file, or a user's record.</summary>
    public string Key { get; }

    /// <summary>The check: RoundTrip, PublicKey, ServiceAccount, RecordPassword or RecordPfx.</summary>
    public string Check { get; }

    /// <summary>Whether it passed.</summary>
    public bool Passed { get; }

    /// <summary>What was found; for a check that failed, what to do next.</summary>
    public string Detail { get; }
}
