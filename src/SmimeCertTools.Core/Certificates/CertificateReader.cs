using System;

namespace SmimeCertTools.Core.Certificates;

/// <summary>Reads X.509 certificates.</summary>
public static class CertificateReader
{
    /// <summary>Reads one certificate in DER.</summary>
    /// <exception cref="FormatException">The bytes are not one certificate.</exception>
    public static CertificateInfo Read(byte[] der) => throw new NotImplementedException();
}
