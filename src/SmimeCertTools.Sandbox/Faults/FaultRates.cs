namespace SmimeCertTools.Sandbox.Faults;

/// <summary>
/// Random faults of Graph requests: the share of requests (0 to 1) that each befalls. Parts of a batch are drawn one by one.
/// </summary>
public sealed class FaultRates
{
    /// <summary>The seed: the same sequence of requests meets the same faults. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether only writes are hit. Default false.</summary>
    public bool WritesOnly { get; init; }

    /// <summary>429 without effect.</summary>
    public double TooManyRequests { get; init; }

    /// <summary>503 without effect.</summary>
    public double ServiceUnavailable { get; init; }

    /// <summary>504 without effect.</summary>
    public double GatewayTimeout { get; init; }

    /// <summary>504 although the request took effect.</summary>
    public double GatewayTimeoutAfterEffect { get; init; }

    /// <summary>Connection reset without effect.</summary>
    public double ResetBefore { get; init; }

    /// <summary>Connection reset although the request took effect.</summary>
    public double ResetAfterEffect { get; init; }

    /// <summary>A page of a proxy with the status 200 although the request took effect; of writes alone.</summary>
    public double UnreadableAfterEffect { get; init; }

    /// <summary>The Retry-After header of random 429 and 503 answers. Default "1"; null for none.</summary>
    public string? RetryAfter { get; init; } = "1";
}
