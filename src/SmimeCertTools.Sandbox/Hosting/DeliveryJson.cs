using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>Devices and what they get, on the sandbox's pages. No keys.</summary>
internal static class DeliveryJson
{
    public static JsonObject Create(ManagedDevice device)
    {
        var platform = JsonNamingPolicy.CamelCase.ConvertName(device.Platform.ToString());
        return JsonBody.Create(new { device.Id, device.Name, platform, device.User.UserPrincipalName });
    }

    public static JsonObject Create(DeviceDelivery delivery)
    {
        var json = new JsonObject
        {
            ["userPrincipalName"] = delivery.UserPrincipalName,
            ["certificates"] = new JsonArray([.. delivery.Records.Select(Create)]),
        };
        if (delivery.Device is { } device)
        {
            json["device"] = Create(device);
            json["trustedCertificates"] = new JsonArray([.. delivery.TrustedCertificates.Select(item =>
                WithCertificate(JsonBody.Create(new { profile = item.ProfileName }), item.Certificate))]);
            json["issuedCertificates"] = new JsonArray([.. delivery.IssuedCertificates.Select(item => WithCertificate(
                JsonBody.Create(new { profile = item.ProfileName, item.CertificationAuthority }), item.Certificate))]);
            json["mailClients"] = new JsonArray([.. delivery.MailClients.Select(Create)]);
        }

        return json;
    }

    private static JsonNode Create(DeliveredRecord record)
    {
        var (delivered, status) = (record.IsDelivered, record.Status.ToString());
        var json = JsonBody.Create(
            new { record.RecordId, record.Thumbprint, record.IntendedPurpose, delivered, status, record.Detail });
        if (record.Certificate is { } certificate)
        {
            WithCertificate(json, certificate);
            json["hasPrivateKey"] = certificate.HasPrivateKey;
            json["chain"] = new JsonArray([.. record.Chain.Select(subject => (JsonNode)subject)]);
        }

        return json;
    }

    private static JsonNode Create(MailClient client)
    {
        var activation = client.Activation.ToString();
        return JsonBody.Create(
            new { client.Name, activation, client.Detail, client.SigningThumbprint, client.EncryptionThumbprints });
    }

    private static JsonNode WithCertificate(JsonObject json, X509Certificate2 certificate)
    {
        json["thumbprint"] = certificate.Thumbprint;
        json["subject"] = certificate.Subject;
        json["notBefore"] = certificate.NotBefore.ToUniversalTime().ToString("O");
        json["notAfter"] = certificate.NotAfter.ToUniversalTime().ToString("O");
        return json;
    }
}
