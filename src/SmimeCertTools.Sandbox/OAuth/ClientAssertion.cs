using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace SmimeCertTools.Sandbox.OAuth;

/// <summary>
/// Checks client assertions (RFC 7523): signature by the client's certificate, issuer, subject, audience, time.
/// </summary>
internal static class ClientAssertion
{
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <exception cref="OAuthException">The assertion does not hold.</exception>
    public static void Verify(string assertion, SandboxClient client, string tokenPath, DateTimeOffset now)
    {
        var parts = assertion.Split('.');
        if (parts.Length != 3 || Array.Exists(parts, part => !Base64Url.IsValid(part)))
        {
            throw Malformed();
        }

        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            if (client.Certificate is null || !IsNamed(header.RootElement, client.Certificate))
            {
                throw BadSignature("The key was not found.");
            }

            if (!IsSigned(parts, header.RootElement.GetProperty("alg").GetString()!, client.Certificate))
            {
                throw BadSignature("The key was not found or the signature does not verify.");
            }

            if (now < client.Certificate.NotBefore || now > client.Certificate.NotAfter)
            {
                throw BadSignature("The key used is expired.");
            }

            CheckClaims(claims.RootElement, client.ClientId.ToString(), tokenPath, now);
        }
        catch (Exception exception) when (exception is FormatException or JsonException or KeyNotFoundException
            or InvalidOperationException)
        {
            throw Malformed();
        }
    }

    // RFC 7515, sections 4.1.7 and 4.1.8: by which certificate the assertion says that it is signed.
    private static bool IsNamed(JsonElement header, X509Certificate2 certificate) =>
        IsHash(header, "x5t#S256", certificate.GetCertHash(HashAlgorithmName.SHA256))
        && IsHash(header, "x5t", certificate.GetCertHash());

    private static bool IsHash(JsonElement header, string name, byte[] hash) =>
        !header.TryGetProperty(name, out var value) || value.GetString() == Base64Url.EncodeToString(hash);

    private static bool IsSigned(string[] parts, string algorithm, X509Certificate2 certificate)
    {
        var padding = algorithm switch
        {
            "PS256" => RSASignaturePadding.Pss,
            "RS256" => RSASignaturePadding.Pkcs1,
            _ => throw Invalid(5002738, $"Invalid JWT token. '{algorithm}' is not a supported signature algorithm."),
        };
        using var key = certificate.GetRSAPublicKey();
        return key is not null && key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
            Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, padding);
    }

    private static void CheckClaims(JsonElement claims, string clientId, string tokenPath, DateTimeOffset now)
    {
        if (!clientId.Equals(claims.GetProperty("iss").GetString(), StringComparison.OrdinalIgnoreCase)
            || !clientId.Equals(claims.GetProperty("sub").GetString(), StringComparison.OrdinalIgnoreCase))
        {
            throw Invalid(700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
        }

        if (!Uri.TryCreate(claims.GetProperty("aud").GetString(), UriKind.Absolute, out var audience)
            || !audience.AbsolutePath.Equals(tokenPath, StringComparison.OrdinalIgnoreCase))
        {
            throw Invalid(700023, "Client assertion audience claim does not match Realm issuer.");
        }

        if (Expiry(claims.GetProperty("exp")) <= now.ToUnixTimeSeconds())
        {
            throw Invalid(700024, "Client assertion is not within its valid time range.");
        }
    }

    // RFC 7519 wants a number; MSAL sends it as a string.
    private static long Expiry(JsonElement claim) =>
        claim.ValueKind == JsonValueKind.String ? long.Parse(claim.GetString()!, CultureInfo.InvariantCulture) : claim.GetInt64();

    private static OAuthException BadSignature(string reason) =>
        Invalid(700027, $"Client assertion contains an invalid signature. [Reason - {reason}]");

    private static OAuthException Malformed() => Invalid(50027, "JWT token is invalid or malformed.");

    private static OAuthException Invalid(int number, string message) => new("invalid_client", number, message, 401);
}
