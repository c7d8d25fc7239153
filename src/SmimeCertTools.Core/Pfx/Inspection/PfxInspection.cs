using System.Collections.Generic;
using SmimeCertTools.Core.Certificates;

namespace SmimeCertTools.Core.Pfx.Inspection;

/// <summary>What was learnt of a PFX. It holds no private key.</summary>
public sealed class PfxInspection
{
    /// <summary>
    /// Whether everything that a password protects was opened. If not, <see cref="Certificates"/> are those in clear alone.
    /// </summary>
    public bool IsOpened { get; init; }

    /// <summary>
    /// Why it was not opened although the password may be right: an algorithm that is not read, or more work than the limits
    /// allow; null otherwise.
    /// </summary>
    public PfxException? OpenError { get; init; }

    /// <summary>Integrity check and encryption of what was opened or is in clear.</summary>
    public required PfxProtection Protection { get; init; }

    /// <summary>The encryption of each part that was not opened: nobody knows what it holds.</summary>
    public IReadOnlyList<PfxEncryption> UnopenedParts { get; init; } = [];

    /// <summary>How many parts are encrypted for a recipient's public key; no password opens them.</summary>
    public int RecipientParts { get; init; }

    /// <summary>Whether it is written in forms of BER that DER forbids (X.690 sections 8.1.3.6 and 10.1).</summary>
    public bool IsBer { get; init; }

    /// <summary>How many bytes follow the structure.</summary>
    public int TrailingBytes { get; init; }

    /// <summary>The certificates without doubles, in the file's order.</summary>
    public IReadOnlyList<PfxInspectedCertificate> Certificates { get; init; } = [];

    /// <summary>How many certificates have their private key in the file; null where keys were not opened.</summary>
    public int? KeyPairCount { get; init; }

    /// <summary>How many private keys belong to no certificate of the file; null where keys were not opened.</summary>
    public int? UnmatchedKeyCount { get; init; }
}

/// <summary>One certificate of a PFX.</summary>
public sealed class PfxInspectedCertificate
{
    /// <summary>The certificate.</summary>
    public required CertificateInfo Certificate { get; init; }

    /// <summary>The friendlyName attribute of the certificate or of its key; null without one.</summary>
    public string? FriendlyName { get; init; }

    /// <summary>Whether its private key is in the file; null where keys were not opened.</summary>
    public bool? HasPrivateKey { get; init; }

    /// <summary>The issuers found in the file, from the certificate's own upwards.</summary>
    public IReadOnlyList<CertificateInfo> Chain { get; init; } = [];
}
