using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Pki;

namespace SmimeCertTools.Sandbox.Tests;

/// <summary>Request bodies for records.</summary>
internal static class RecordBody
{
    public const string Thumbprint = "0123456789ABCDEF0123456789ABCDEF01234567";

    /// <summary>A body that the schema accepts; its PFX is none.</summary>
    public static JsonObject Create(string user = SandboxSession.Anna, string thumbprint = Thumbprint) => new()
    {
        ["thumbprint"] = thumbprint,
        ["intendedPurpose"] = "smimeEncryption",
        ["userPrincipalName"] = user,
        ["startDateTime"] = "2025-01-01T00:00:00Z",
        ["expirationDateTime"] = "2026-01-01T00:00:00.0000000+00:00",
        ["providerName"] = ConnectorKeyPair.DefaultProviderName,
        ["keyName"] = ConnectorKeyPair.DefaultKeyName,
        ["paddingScheme"] = "oaepSha512",
        ["encryptedPfxBlob"] = "AQID",
        ["encryptedPfxPassword"] = "BAUG",
        ["createdDateTime"] = "0001-01-01T00:00:00Z",
        ["lastModifiedDateTime"] = "0001-01-01T00:00:00+00:00",
    };

    /// <summary>A body with a real PFX whose password is protected for the key.</summary>
    public static JsonObject Create(
        X509Certificate2 certificate, ConnectorKeyPair key, string purpose = "smimeEncryption", PfxWriteOptions? options = null)
    {
        var password = RandomPassword.Create();
        var body = Create(thumbprint: certificate.Thumbprint);
        body["intendedPurpose"] = purpose;
        body["startDateTime"] = Date(certificate.NotBefore);
        body["expirationDateTime"] = Date(certificate.NotAfter);
        body["encryptedPfxBlob"] = Convert.ToBase64String(PfxWriter.Write(certificate, password, options));
        body["encryptedPfxPassword"] = Convert.ToBase64String(
            key.Encrypt(Encoding.ASCII.GetBytes(password), RSAEncryptionPadding.OaepSHA512));
        return body;
    }

    private static string Date(DateTime date) =>
        date.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
