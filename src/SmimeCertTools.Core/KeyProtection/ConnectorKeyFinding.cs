namespace SmimeCertTools.Core.KeyProtection;

/// <summary>The result of one check of a connector key.</summary>
public sealed class ConnectorKeyFinding
{
    internal ConnectorKeyFinding(string id, SmimeConnectorKeyCheck check, string message) =>
        (Id, Check, Message) = (id, check, message);

    /// <summary>
    /// What was checked: <c>RoundTripOaepSha256</c>, <c>RoundTripOaepSha384</c>, <c>RoundTripOaepSha512</c>, <c>PublicKey</c>,
    /// <c>Record</c> or <c>ServiceAccount</c>.
    /// </summary>
    public string Id { get; }

    /// <summary>How it ended.</summary>
    public SmimeConnectorKeyCheck Check { get; }

    /// <summary>What was found, and what to do about it, in a sentence or two.</summary>
    public string Message { get; }
}
