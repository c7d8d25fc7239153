using System;
using SmimeCertTools.Core.Certificates;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>What is known of a signature over the content.</summary>
public enum MessageSignatureState
{
    /// <summary>The content is as it was signed, by the certificate's key.</summary>
    Verified,

    /// <summary>The content is not what was signed: its digest is another one.</summary>
    ContentChanged,

    /// <summary>The signature is not of the certificate's key.</summary>
    Wrong,

    /// <summary>It could not be checked.</summary>
    NotChecked,
}

/// <summary>One signer of a message (RFC 5652 section 5.3).</summary>
public sealed record MessageSigner : MessageCertificateId
{
    /// <summary>The signer's certificate; null where neither the message has it nor the caller knew it.</summary>
    public CertificateInfo? Certificate { get; init; }

    /// <summary>The digest, by its usual name or its object identifier.</summary>
    public required string DigestAlgorithm { get; init; }

    /// <summary>The signature algorithm likewise.</summary>
    public required string SignatureAlgorithm { get; init; }

    /// <summary>When it was signed, as the signer says (RFC 5652 section 11.3); null where that is not told.</summary>
    public DateTimeOffset? SigningTime { get; init; }

    /// <summary>What is known of the signature.</summary>
    public required MessageSignatureState State { get; init; }

    /// <summary>Why it was not checked, as a part of a sentence; null where it was.</summary>
    public string? Problem { get; init; }
}
