
namespace SmimeCertTools.Core.Preflight;

/// <summary>Something to know of a PFX before it is delivered.</summary>
public sealed class PreflightFinding
{
    /// <summary>
    /// A stable identifier: that of a <see cref="PreflightRule"/>, or the ErrorId of a file that cannot be used.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>How much it matters for the use that was asked about.</summary>
    public required SmimeFindingSeverity Severity { get; init; }

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>What is the case.</summary>
    public required string Message { get; init; }

    /// <summary>What to do; null where nothing is to be done.</summary>
    public string? Advice { get; init; }

    /// <summary>SHA-1 thumbprint of the certificate it is about; null when it is about the file.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>The user the file was tested for; null when none was named.</summary>
    public string? UserPrincipalName { get; init; }
}
