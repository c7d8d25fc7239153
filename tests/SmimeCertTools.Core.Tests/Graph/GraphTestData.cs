using System;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Tests.Graph;

internal static class GraphTestData
{
    public const string User = "alice@contoso.com";
    public const string Print = "0A1B2C3D4E5F60718293A4B5C6D7E8F901234567";
    public const string Token = "opaque-test-token.Zm9vYmFy";

    public static UserPfxRecord Record(string user = User, string thumbprint = Print) => new()
    {
        UserPrincipalName = user,
        Thumbprint = thumbprint,
        IntendedPurpose = UserPfxPurpose.SmimeEncryption,
        StartDateTime = new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)),
        ExpirationDateTime = new DateTimeOffset(2027, 1, 2, 3, 4, 5, TimeSpan.Zero),
        ProviderName = "Microsoft Software Key Storage Provider",
        KeyName = "PFXEncryptionKey",
        PaddingScheme = UserPfxPaddingScheme.OaepSha512,
        EncryptedPfxBlob = [0x30, 3, 2, 1, 3],
        EncryptedPfxPassword = Convert.ToBase64String(new byte[256]),
    };

    /// <summary>A record as the service gives it back.</summary>
    public static JsonObject Stored(string user = User, string thumbprint = Print) => new()
    {
        ["id"] = "00112233445566778899aabbccddeeff-" + thumbprint,
        ["userPrincipalName"] = user,
        ["thumbprint"] = thumbprint,
        ["intendedPurpose"] = "smimeEncryption",
        ["startDateTime"] = "2025-01-02T01:04:05Z",
        ["expirationDateTime"] = "2027-01-02T03:04:05+00:00",
        ["providerName"] = "Microsoft Software Key Storage Provider",
        ["keyName"] = "PFXEncryptionKey",
        ["paddingScheme"] = "oaepSha512",
        ["encryptedPfxBlob"] = "AA==",
        ["encryptedPfxPassword"] = "",
        ["createdDateTime"] = "2026-05-01T00:00:00Z",
        ["lastModifiedDateTime"] = "2026-05-01T00:00:00Z",
    };

    /// <summary>An unsigned JWT.</summary>
    public static string Jwt(string payload)
    {
        static string Encode(string text) =>
            Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return $"{Encode("{\"alg\":\"none\"}")}.{Encode(payload)}.c2ln";
    }

    public static async Task<GraphConnection> ConnectAsync(
        Uri uri, TimeProvider? clock = null, string token = Token, GraphConnectionOptions? options = null)
    {
        using var secret = SecretText.Copy(token);
        options ??= new GraphConnectionOptions { GraphUri = uri };
        return await GraphConnection.ConnectAsync(
            new AccessTokenGraphCredential { Token = secret }, options, clock ?? new InstantClock(), () =>
                0.5, CancellationToken.None);
    }
}
