using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Pfx;

/// <summary>What an opened PFX holds. Disposing it overwrites the private keys.</summary>
public sealed class PfxContents : IDisposable
{
    internal PfxContents(IReadOnlyList<PfxKeyPair> keyPairs, IReadOnlyList<CertificateInfo> certificates,
        IReadOnlyList<SecretBytes> unmatchedKeys, PfxProtection protection) =>
        (KeyPairs, Certificates, UnmatchedKeys, Protection) = (keyPairs, certificates, unmatchedKeys, protection);

    /// <summary>Certificates with the private key that was proven to belong to each, in the file's order.</summary>
    public IReadOnlyList<PfxKeyPair> KeyPairs { get; }

    /// <summary>All certificates of the file without doubles, in the file's order.</summary>
    public IReadOnlyList<CertificateInfo> Certificates { get; }

    /// <summary>Private keys (PKCS#8 PrivateKeyInfo, DER) that belong to no certificate of the file.</summary>
    public IReadOnlyList<SecretBytes> UnmatchedKeys { get; }

    /// <summary>The kinds of the private keys whose public half cannot be computed, and which therefore match nothing.</summary>
    internal IReadOnlyList<string> UnsupportedKeys { get; init; } = [];

    /// <summary>Every certificate bag of the file, doubles included, in the file's order.</summary>
    internal IReadOnlyList<CertificateBag> Bags { get; init; } = [];

    /// <summary>Whether parts are encrypted for a recipient's public key and were therefore not read.</summary>
    internal bool HasUnreadableParts { get; init; }

    /// <summary>How the file is protected.</summary>
    public PfxProtection Protection { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var pair in KeyPairs)
        {
            pair.Dispose();
        }

        foreach (var key in UnmatchedKeys)
        {
            key.Dispose();
        }
    }
}
