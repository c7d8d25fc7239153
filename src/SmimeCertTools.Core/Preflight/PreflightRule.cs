
namespace SmimeCertTools.Core.Preflight;

/// <summary>A rule that a PFX is tested by.</summary>
public sealed class PreflightRule
{
    internal PreflightRule(string id, string source, SmimeFindingSeverity severity, bool isOfBytes, string? advice) =>
        (Id, Source, Severity, IsOfBytes, Advice) = (id, source, severity, isOfBytes, advice);

    /// <summary>The stable identifier of its findings.</summary>
    public string Id { get; }

    /// <summary>Where the rule comes from: a section of an RFC or of the S/MIME Baseline Requirements (BR), or what is known of
    /// the service and of devices.</summary>
    public string Source { get; }

    /// <summary>How much its findings matter, unless one says otherwise.</summary>
    internal SmimeFindingSeverity Severity { get; }

    /// <summary>
    /// Whether it is about the file's very bytes: where an import writes the file anew, its findings are information.
    /// </summary>
    internal bool IsOfBytes { get; }

    /// <summary>What its findings advise, unless one says otherwise; null for nothing.</summary>
    internal string? Advice { get; }
}
