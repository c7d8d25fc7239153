using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SmimeCertTools.Core.Tests.KeyProtection;

/// <summary>A connector key pair made for a test, and its public half in the forms that people hand over.</summary>
internal sealed class TestKey : IDisposable
{
    public TestKey(int bits = 2048) => Rsa = RSA.Create(bits);

    public RSA Rsa { get; }

    public RSAParameters Public => Rsa.ExportParameters(includePrivateParameters: false);

    public string Pem => Rsa.ExportSubjectPublicKeyInfoPem();

    public X509Certificate2 Certificate(string name = "CN=Connector", X509Certificate2? issuer = null)
    {
        var request = new CertificateRequest(name, Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var start = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        if (issuer is null)
        {
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            return request.CreateSelfSigned(start, start.AddYears(10));
        }

        return request.Create(issuer, start, start.AddYears(5), [1, 2, 3, 4]);
    }

    /// <summary>The public half in a named form.</summary>
    public byte[] Export(string form)
    {
        using var certificate = Certificate();
        return form switch
        {
            "PEM PUBLIC KEY" => Encoding.ASCII.GetBytes(Pem),
            "PEM RSA PUBLIC KEY" => Encoding.ASCII.GetBytes(Rsa.ExportRSAPublicKeyPem()),
            "PEM CERTIFICATE" => Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()),
            "PEM UTF-8 BOM" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Pem)],
            "PEM UTF-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Pem)],
            "PEM UTF-16 without BOM" => Encoding.Unicode.GetBytes(Pem),
            "PEM UTF-16 big-endian" => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Pem)],
            "PEM with text around" =>
                Encoding.UTF8.GetBytes($"Schlüssel für Intune\r\n{Pem.ReplaceLineEndings("\r\n")}\r\nEnde\r\n"),
            "PEM twice" => Encoding.ASCII.GetBytes(Pem + "\n" + certificate.ExportCertificatePem()),
            "DER PUBLIC KEY" => Rsa.ExportSubjectPublicKeyInfo(),
            "DER RSA PUBLIC KEY" => Rsa.ExportRSAPublicKey(),
            "DER CERTIFICATE" => certificate.RawData,
            "DER base64" => Encoding.ASCII.GetBytes(Convert.ToBase64String(Rsa.ExportSubjectPublicKeyInfo())),
            "CNG blob" => CngBlob(),
            "CNG blob base64" => Encoding.ASCII.GetBytes(
                Convert.ToBase64String(CngBlob(), Base64FormattingOptions.InsertLineBreaks) + "\r\n"),
            _ => throw new ArgumentOutOfRangeException(nameof(form)),
        };
    }

    /// <summary>The blob by the vendor's description, written apart from the code under test.</summary>
    public byte[] CngBlob()
    {
        var key = Public;
        return
        [
            .. "RSA1"u8,
            .. BitConverter.GetBytes(key.Modulus!.Length * 8),
            .. BitConverter.GetBytes(key.Exponent!.Length),
            .. BitConverter.GetBytes(key.Modulus.Length),
            0, 0, 0, 0,
            0, 0, 0, 0,
            .. key.Exponent,
            .. key.Modulus,
        ];
    }

    /// <summary>A private blob of the old export: RSAFULLPRIVATEBLOB (RSA3) or RSAPRIVATEBLOB (RSA2).</summary>
    public byte[] PrivateBlob(string magic)
    {
        var key = Rsa.ExportParameters(includePrivateParameters: true);
        byte[] blob =
        [
            .. Encoding.ASCII.GetBytes(magic),
            .. BitConverter.GetBytes(key.Modulus!.Length * 8),
            .. BitConverter.GetBytes(key.Exponent!.Length),
            .. BitConverter.GetBytes(key.Modulus.Length),
            .. BitConverter.GetBytes(key.P!.Length),
            .. BitConverter.GetBytes(key.Q!.Length),
            .. key.Exponent,
            .. key.Modulus,
            .. key.P,
            .. key.Q,
        ];
        return magic == "RSA2" ? blob : [.. blob, .. key.DP!, .. key.DQ!, .. key.InverseQ!, .. key.D!];
    }

    public void Dispose() => Rsa.Dispose();
}
