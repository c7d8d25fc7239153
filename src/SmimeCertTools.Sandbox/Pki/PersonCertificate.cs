using System;

namespace SmimeCertTools.Sandbox.Pki;

/// <summary>What a person's certificate shall hold. Every default gives a good dual-use S/MIME certificate of one year.</summary>
public sealed record PersonCertificate
{
    /// <summary>The mail address, for the SAN rfc822Name and the subject.</summary>
    public required string MailAddress { get; init; }

    /// <summary>The common name. Default: the part of the address before the @.</summary>
    public string? CommonName { get; init; }

    /// <summary>The user principal name in the SAN (otherName 1.3.6.1.4.1.311.20.2.3). Null for none.</summary>
    public string? UserPrincipalName { get; init; }

    /// <summary>What the key usage allows.</summary>
    public CertificateUsage Usage { get; init; } = CertificateUsage.Dual;

    /// <summary>The kind and size of the key.</summary>
    public CertificateKeyType KeyType { get; init; } = CertificateKeyType.Rsa2048;

    /// <summary>First moment of validity. Default: an hour ago.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Last moment of validity. Default: 365 days after <see cref="NotBefore"/>.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Whether the address stands in the subject as emailAddress.</summary>
    public bool MailAddressInSubject { get; init; } = true;

    /// <summary>Whether the address stands in the SAN as rfc822Name.</summary>
    public bool MailAddressInSan { get; init; } = true;

    /// <summary>Whether the extended key usage names emailProtection; without it the extension is left out.</summary>
    public bool EmailProtection { get; init; } = true;
}

/// <summary>The key usages that S/MIME tells apart.</summary>
public enum CertificateUsage
{
    /// <summary>Signing and encryption.</summary>
    Dual,

    /// <summary>Signing only.</summary>
    Signing,

    /// <summary>Encryption only.</summary>
    Encryption,

    /// <summary>No key usage extension.</summary>
    Unspecified,
}

/// <summary>Kinds and sizes of keys.</summary>
public enum CertificateKeyType
{
    /// <summary>RSA with 2048 bits.</summary>
    Rsa2048,

    /// <summary>RSA with 3072 bits.</summary>
    Rsa3072,

    /// <summary>RSA with 4096 bits.</summary>
    Rsa4096,

    /// <summary>NIST P-256.</summary>
    EcP256,

    /// <summary>NIST P-384.</summary>
    EcP384,
}
