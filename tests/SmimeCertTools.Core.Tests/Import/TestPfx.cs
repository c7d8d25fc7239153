using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.Core.Tests.Import;

/// <summary>Makes people's certificates, and PFX files of them with the openssl command line.</summary>
internal static class TestPfx
{
    public const string EmailProtection = "1.3.6.1.5.5.7.3.4";
    public const X509KeyUsageFlags Dual = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment;

    // Making a key takes a while, and these tests look at certificates, not at keys.
    private static readonly RSA Key = RSA.Create(2048);

    /// <summary>The moment that validity is counted from.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static X509Certificate2 Certificate(
        X509KeyUsageFlags usage,
        string extendedKeyUsage = EmailProtection,
        int startInDays = -100,
        int endInDays = 265,
        string address = "anna@contoso.com",
        RSA? key = null)
    {
        var subject = "CN=" + (address.Length > 0 ? address : "Anna");
        var request = new CertificateRequest(subject, key ?? Key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(extendedKeyUsage)], false));
        if (address.Length > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddEmailAddress(address);
            request.CertificateExtensions.Add(names.Build());
        }

        return request.CreateSelfSigned(Now.AddDays(startInDays), Now.AddDays(endInDays));
    }

    /// <summary>Writes the certificate and its key as PFX with the openssl command line.</summary>
    public static async Task<string> WriteAsync(
        TempFolder folder, string name, X509Certificate2 certificate, string password, params string[] options)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        var pem = folder.Write(name + ".pem", certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        var path = folder.Combine(name);
        await OpenSsl.RunAsync(
            ["pkcs12", "-export", "-in", pem, "-out", path, "-passout", "env:PFX_PASSWORD", .. options],
            environment: new Dictionary<string, string> { ["PFX_PASSWORD"] = password });
        return path;
    }
}
