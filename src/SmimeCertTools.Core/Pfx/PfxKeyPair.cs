using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Pfx;

/// <summary>A certificate and the private key proven to belong to it. Disposing it overwrites the key.</summary>
public sealed class PfxKeyPair : IDisposable
{
    internal PfxKeyPair(
        CertificateInfo certificate, SecretBytes privateKey, IReadOnlyList<CertificateInfo> chain, string? friendlyName) =>
        (Certificate, PrivateKey, Chain, FriendlyName) = (certificate, privateKey, chain, friendlyName);

    /// <summary>The end-entity certificate.</summary>
    public CertificateInfo Certificate { get; }

    /// <summary>The private key as PKCS#8 PrivateKeyInfo in DER (RFC 5958).</summary>
    public SecretBytes PrivateKey { get; }

    /// <summary>The issuers found in the file, from the certificate's own issuer upwards; empty when none is there.</summary>
    public IReadOnlyList<CertificateInfo> Chain { get; }

    /// <summary>The friendlyName attribute of the certificate or of the key; null when neither has one.</summary>
    public string? FriendlyName { get; }

    /// <inheritdoc/>
    public void Dispose() => PrivateKey.Dispose();
}
