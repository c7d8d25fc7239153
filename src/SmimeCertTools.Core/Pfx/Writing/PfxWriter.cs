using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Pfx.Writing;

/// <summary>Writes PKCS#12 content (RFC 7292) in DER that all common programs and devices read.</summary>
public static class PfxWriter
{
    /// <summary>Writes a PFX.</summary>
    /// <param name="keyPairs">The key pairs, at least one. Each pair's chain is not written unless it is in
    /// <paramref name="otherCertificates"/>.</param>
    /// <param name="otherCertificates">More certificates, such as issuers; doubles are left out.</param>
    /// <param name="password">The password; it may be empty or absent.</param>
    /// <param name="options">The protection; the defaults when null.</param>
    /// <exception cref="ArgumentException">There is no key pair, or an option is out of range.</exception>
    public static byte[] Write(
        IReadOnlyList<PfxKeyPair> keyPairs,
        IReadOnlyList<CertificateInfo> otherCertificates,
        SecretText password,
        PfxWriteOptions? options = null) => throw new NotImplementedException();
}
