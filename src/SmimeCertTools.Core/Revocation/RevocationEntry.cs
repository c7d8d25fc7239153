using System;
using System.Linq;

namespace SmimeCertTools.Core.Revocation;

/// <summary>A certificate that was removed from Intune and is not revoked yet.</summary>
public sealed class RevocationEntry
{
    private readonly string? _serialNumber;

    /// <summary>The user.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>SHA-1 thumbprint.</summary>
    public required string Thumbprint { get; init; }

    /// <summary>The issuer's name; null when nobody knows it.</summary>
    public string? Issuer { get; init; }

    /// <summary>
    /// The serial number in hexadecimal, as certutil takes it; null when nobody knows it, or when what was given is no number.
    /// Spaces, colons and dashes are left out, and the number of digits is even (ICertAdmin::RevokeCertificate).
    /// </summary>
    public string? SerialNumber
    {
        get => _serialNumber;
        init => _serialNumber = Normalize(value);
    }

    /// <summary>Whether the CA can be told which certificate is meant: issuer and serial number are known.</summary>
    public bool IsComplete => SerialNumber is not null && !string.IsNullOrWhiteSpace(Issuer);

    /// <summary>First moment of validity, UTC; null when nobody knows it.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Last moment of validity, UTC; null when nobody knows it.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>
    /// Whether it has expired, so that nobody trusts it any more and it need not be revoked: a CA drops expired certificates from
    /// its list (RFC 5280 section 3.3).
    /// </summary>
    public bool IsExpired(DateTimeOffset now) => NotAfter < now;

    private static string? Normalize(string? text)
    {
        var digits = new string([.. (text ?? string.Empty).Where(character => character is not (' ' or ':' or '-'))]);
        return digits.Length is 0 or > 128 || !digits.All(Uri.IsHexDigit) ? null : digits.Length % 2 == 0 ? digits : "0" + digits;
    }
}
