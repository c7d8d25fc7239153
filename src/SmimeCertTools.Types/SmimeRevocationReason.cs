namespace SmimeCertTools.Types;

/// <summary>Why a certificate is to be revoked (CRLReason, RFC 5280 section 5.3.1).</summary>
public enum SmimeRevocationReason
{
    /// <summary>Not said.</summary>
    Unspecified = 0,

    /// <summary>Somebody else may have the private key.</summary>
    KeyCompromise = 1,

    /// <summary>Somebody else may have the CA's key.</summary>
    CACompromise = 2,

    /// <summary>The person's name or organization has changed.</summary>
    AffiliationChanged = 3,

    /// <summary>Another certificate has taken its place.</summary>
    Superseded = 4,

    /// <summary>It is not needed any more: the person has left.</summary>
    CessationOfOperation = 5,

    /// <summary>It is to be honoured no longer for now, and perhaps again later.</summary>
    CertificateHold = 6,
}
