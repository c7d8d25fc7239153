namespace SmimeCertTools.Core.Preflight;

/// <summary>A rule that a PFX is tested by.</summary>
public sealed class PreflightRule
{
    internal PreflightRule(string id, string source)
    {
        Id = id;
        Source = source;
    }

    /// <summary>The stable identifier of its findings.</summary>
    public string Id { get; }

    /// <summary>Where the rule comes from: a section of an RFC or of the S/MIME Baseline Requirements (BR), or what is known of
    /// the service and of devices.</summary>
    public string Source { get; }
}
