using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmimeCertTools.Hosting;

/// <summary>Certificates as PowerShell has them.</summary>
internal static class CertificateObject
{
    /// <summary>The certificate without a key; null where the system has no notion of its key or of a name in it.</summary>
    /// <param name="der">The certificate in DER.</param>
    public static X509Certificate2? Load(byte[] der)
    {
        try
        {
            return new X509Certificate2(der);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
