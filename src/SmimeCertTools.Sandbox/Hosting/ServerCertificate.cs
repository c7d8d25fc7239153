using System;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>A self-signed certificate for https on loopback, made at start.</summary>
internal sealed class ServerCertificate : IDisposable
{
    private ServerCertificate(X509Certificate2 withKey)
    {
        WithKey = withKey;
        Public = X509CertificateLoader.LoadCertificate(withKey.RawData);
    }

    public X509Certificate2 WithKey { get; }

    public X509Certificate2 Public { get; }

    public static ServerCertificate Create(TimeProvider clock)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        var now = clock.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));

        // Windows' TLS wants a key that is in a store, which a round trip through PFX gives.
        return new ServerCertificate(X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null));
    }

    public void Dispose()
    {
        WithKey.Dispose();
        Public.Dispose();
    }
}
