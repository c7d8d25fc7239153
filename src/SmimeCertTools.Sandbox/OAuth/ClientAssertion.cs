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
        if (client.Certificate is null || parts.Length != 3 || Array.Exists(parts, part => !Base64Url.IsValid(part)))
        {
            throw Invalid(700027,
                "The certificate with identifier used to sign the client assertion is not registered on application.");
        }

        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            if (!IsSigned(parts, header.RootElement.GetProperty("alg").GetString()!, client.Certificate))
            {
                throw Invalid(700027,
                    "The certificate with identifier used to sign the client assertion is not registered on application.");
            }

            CheckClaims(claims.RootElement, client.ClientId.ToString(), tokenPath, now);
        }
        catch (Exception exception) when (exception is FormatException or JsonException or KeyNotFoundException
            or InvalidOperationException)
        {
            throw Invalid(50027, "JWT token is invalid or malformed.");
        }
    }

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

    private static OAuthException Invalid(int number, string message) => new("invalid_client", number, message, 401);
}
