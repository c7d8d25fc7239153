namespace SmimeCertTools.Core.Profiles;

/// <summary>A purpose of an issued certificate (extKeyUsage, RFC 5280 section 4.2.1.12).</summary>
public sealed class ExtendedKeyUsageEntry
{
    /// <summary>E-mail protection, which S/MIME needs (RFC 8550 section 4.4.4).</summary>
    public static ExtendedKeyUsageEntry EmailProtection { get; } =
        new() { Name = "Secure Email", ObjectIdentifier = "1.3.6.1.5.5.7.3.4" };

    /// <summary>The name that Intune shows.</summary>
    public required string Name { get; init; }

    /// <summary>The dotted object identifier.</summary>
    public required string ObjectIdentifier { get; init; }
}
