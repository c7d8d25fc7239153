using System;
using System.Security.Cryptography;
using System.Text;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Secrets;
using Xunit;

namespace SmimeCertTools.Core.Tests.KeyProtection;

/// <summary>Private keys in forms that people hand over, and what is read from them.</summary>
internal static class PrivateKeys
{
    public const string Password = "Grün & 鍵 1";
    public const string Source = "connector.key";

    // Few iterations: these tests are not about the time that a password is worth.
    private static readonly PbeParameters Fast = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

    /// <summary>A key of 2048 bits that the tests of a run share.</summary>
    public static TestKey Shared { get; } = new();

    public static SecretText Secret(string password = Password) => SecretText.Copy(password);

    /// <summary>The key in a named form.</summary>
    public static byte[] Export(TestKey key, string form) => form switch
    {
        "PEM" => Encoding.ASCII.GetBytes(Pem(key)),
        "PEM UTF-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Pem(key))],
        "PEM with certificate and text" => Encoding.UTF8.GetBytes(
            "Bag Attributes\n" + Pem(key) + "\n" + key.Certificate().ExportCertificatePem()),
        "DER" => key.Rsa.ExportEncryptedPkcs8PrivateKey(Password, Fast),
        "DER base64" => Encoding.ASCII.GetBytes(Convert.ToBase64String(Export(key, "DER"))),
        "DER 3DES" => key.Rsa.ExportEncryptedPkcs8PrivateKey(
            Password, new PbeParameters(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, HashAlgorithmName.SHA1, 1000)),
        "PFX" => Pfx(key),
        "PFX base64" => Encoding.ASCII.GetBytes(Convert.ToBase64String(Pfx(key), Base64FormattingOptions.InsertLineBreaks)),
        "RSAFULLPRIVATEBLOB" => key.PrivateBlob("RSA3"),
        "RSAPRIVATEBLOB" => key.PrivateBlob("RSA2"),
        "RSAFULLPRIVATEBLOB base64" => Encoding.ASCII.GetBytes(Convert.ToBase64String(key.PrivateBlob("RSA3"))),
        "RSAPRIVATEBLOB base64 UTF-16" => Encoding.Unicode.GetBytes(Convert.ToBase64String(key.PrivateBlob("RSA2")) + "\r\n"),
        _ => throw new ArgumentOutOfRangeException(nameof(form)),
    };

    /// <summary>A new key, made by .NET: the core's build for Windows PowerShell makes none elsewhere.</summary>
    public static ConnectorPrivateKey New(int bits, string source)
    {
        using var rsa = RSA.Create(bits);
        using var secret = Secret();
        return ConnectorPrivateKey.Parse(rsa.ExportEncryptedPkcs8PrivateKey(Password, Fast), secret, source);
    }

    public static ConnectorPrivateKey Parse(byte[] content, string password = Password)
    {
        using var secret = Secret(password);
        return ConnectorPrivateKey.Parse(content, secret, Source);
    }

    /// <summary>The error that the content is refused with; it names the file and not the password.</summary>
    public static KeyProtectionException Refused(byte[] content, KeyProtectionErrorKind kind, string password = Password)
    {
        var error = Assert.Throws<KeyProtectionException>(() => Parse(content, password));
        Assert.Equal(kind, error.Kind);
        Assert.Equal(Source, error.Item);
        Assert.Contains(Source, error.Message);
        Assert.True(password.Length == 0 || !error.ToString().Contains(password, StringComparison.Ordinal));
        return error;
    }

    /// <summary>Checks that a key is the one of <paramref name="expected"/>, private half and all.</summary>
    public static void AssertSame(RSAParameters expected, ConnectorPrivateKey key)
    {
        using var info = key.ToPkcs8();
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(info.Span, out var read);
        Assert.Equal(info.Length, read);
        var actual = rsa.ExportParameters(includePrivateParameters: true);
        Assert.Equal(expected.Modulus, actual.Modulus);
        Assert.Equal(expected.Exponent, actual.Exponent);
        Assert.Equal(expected.P, actual.P);
        Assert.Equal(expected.Q, actual.Q);
        Assert.Equal(expected.DP, actual.DP);
        Assert.Equal(expected.DQ, actual.DQ);
        Assert.Equal(expected.InverseQ, actual.InverseQ);
    }

    private static string Pem(TestKey key) => key.Rsa.ExportEncryptedPkcs8PrivateKeyPem(Password, Fast);

    private static byte[] Pfx(TestKey key) => key.Certificate().ExportPkcs12(Fast, Password);
}
