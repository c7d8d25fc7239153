using System;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Sandbox.Pki;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>
/// A certificate for https on loopback and the CA that issued it, made at start. The CA's key is gone right after.
/// </summary>
internal sealed class ServerCertificate(X509Certificate2 authority, X509Certificate2 withKey) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);



    /// <summary>The CA, without its key.</summary>
    public X509Certificate2 Authority { get; } = authority;

    public X509Certificate2 WithKey { get; } = withKey;

    public X509Certificate2 Public { get; } = X509CertificateLoader.LoadCertificate(withKey.RawData);

    public static ServerCertificate Create(TimeProvider clock)
    {
        var start = clock.GetUtcNow().AddDays(-1);
        using var authorityKey = RSA.Create(2048);

        // Each start has a CA of its own name, so that a store which holds several tells them apart.
        using var authority = CertificateExtensions
            .Authority($"SmimeCertTools sandbox {RandomNumberGenerator.GetHexString(8)}", null, authorityKey, pathLength: 0)
            .CreateSelfSigned(start, start + Lifetime);
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(CertificateExtensions.AuthorityKeyIdentifier(authority));
        using var issued = request.Create(authority, start, start + Lifetime, RandomNumberGenerator.GetBytes(16));
        using var certificate = issued.CopyWithPrivateKey(key);

        // Windows' TLS wants a key that is in a store, which a round trip through PFX gives.
        return new ServerCertificate(X509CertificateLoader.LoadCertificate(authority.RawData),
            X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null));
    }

    public void Dispose()
    {
        Authority.Dispose();
        WithKey.Dispose();
        Public.Dispose();
    }
}
