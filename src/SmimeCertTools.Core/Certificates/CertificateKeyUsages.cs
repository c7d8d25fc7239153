using System;

namespace SmimeCertTools.Core.Certificates;

/// <summary>The bits of the keyUsage extension (RFC 5280 section 4.2.1.3), numbered as X509KeyUsageFlags.</summary>
[Flags]
public enum CertificateKeyUsages
{
    /// <summary>No bit is set.</summary>
    None = 0,

    /// <summary>Only for enciphering during key agreement.</summary>
    EncipherOnly = 1,

    /// <summary>Signs revocation lists.</summary>
    CrlSign = 2,

    /// <summary>Signs certificates.</summary>
    KeyCertSign = 4,

    /// <summary>Agrees on keys (EC encryption).</summary>
    KeyAgreement = 8,

    /// <summary>Encrypts data directly.</summary>
    DataEncipherment = 16,

    /// <summary>Encrypts keys (RSA encryption).</summary>
    KeyEncipherment = 32,

    /// <summary>Signs in a way meant to bind (contentCommitment).</summary>
    NonRepudiation = 64,

    /// <summary>Signs.</summary>
    DigitalSignature = 128,

    /// <summary>Only for deciphering during key agreement.</summary>
    DecipherOnly = 32768,
}
