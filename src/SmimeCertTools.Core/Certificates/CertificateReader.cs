using System;
using SmimeCertTools.Core.Asn1;

namespace SmimeCertTools.Core.Certificates;

/// <summary>Reads X.509 certificates.</summary>
public static class CertificateReader
{
    /// <summary>
    /// Reads one certificate in DER (RFC 5280), whatever its key and signature algorithms are. Its signature is not checked.
    /// </summary>
    /// <param name="der">The certificate and nothing else; copied.</param>
    /// <exception cref="FormatException">The bytes are not one certificate.</exception>
    public static CertificateInfo Read(byte[] der)
    {
        try
        {
            return ParsedCertificate.Read((byte[])Guard.NotNull(der).Clone()).Info;
        }
        catch (DerException)
        {
            throw new FormatException("The bytes are not one X.509 certificate in DER form.");
        }
    }
}
