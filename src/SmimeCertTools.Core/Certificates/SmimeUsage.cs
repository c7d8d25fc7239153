using System;

namespace SmimeCertTools.Core.Certificates;

/// <summary>Decides what a certificate may do in mail.</summary>
public static class SmimeUsage
{
    /// <summary>
    /// The mail uses that key type, keyUsage and extKeyUsage allow together. A certificate without keyUsage may be used for anything its
    /// key can do. (CA/B Forum S/MIME BR section 7.1.2.3 e and f; RFC 8550 section 4.4.)
    /// </summary>
    public static SmimeCapability Classify(CertificateInfo certificate) => throw new NotImplementedException();
}
