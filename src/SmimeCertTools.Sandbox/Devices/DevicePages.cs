using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Hosting;

namespace SmimeCertTools.Sandbox.Devices;

/// <summary>
/// The sandbox's own pages, without sign-in (they hold no secrets and answer on loopback only):
/// GET /sandbox/devices/{upn}/certificates and POST /sandbox/devices/{upn}/decrypt with a message as body.
/// </summary>
internal sealed class DevicePages(DeviceSimulator devices, SandboxState state)
{
    public SandboxResponse Answer(SandboxRequest request)
    {
        if (request.Method == "GET" && request.Matches(0, "sandbox", "devices", "*", "certificates"))
        {
            return Certificates(User(request));
        }

        if (request.Method == "POST" && request.Matches(0, "sandbox", "devices", "*", "decrypt"))
        {
            return Decrypt(User(request), request.Body);
        }

        throw new RequestRefusedException(404, "NotFound", "The sandbox's pages are GET /sandbox/devices/{upn}/certificates and "
            + "POST /sandbox/devices/{upn}/decrypt.");
    }

    private string User(SandboxRequest request) => state.Users.Find(request.Segments[2])?.UserPrincipalName
        ?? throw new RequestRefusedException(404, "NotFound", $"The sandbox has no user {request.Segments[2]}.");

    private SandboxResponse Certificates(string userPrincipalName)
    {
        using var delivery = devices.Deliver(userPrincipalName);
        return SandboxResponse.Ok(new JsonObject
        {
            ["userPrincipalName"] = userPrincipalName,
            ["certificates"] = new JsonArray([.. delivery.Records.Select(ToJson)]),
        });
    }

    private SandboxResponse Decrypt(string userPrincipalName, byte[] message)
    {
        try
        {
            var decrypted = devices.DecryptMessage(userPrincipalName, message);
            return SandboxResponse.Ok(new JsonObject { ["text"] = decrypted.Text, ["thumbprint"] = decrypted.Thumbprint });
        }
        catch (MessageDecryptionException exception)
        {
            throw new RequestRefusedException(422, "MessageNotDecrypted", exception.Message);
        }
    }

    private static JsonNode ToJson(DeliveredRecord record)
    {
        var json = new JsonObject
        {
            ["recordId"] = record.RecordId,
            ["thumbprint"] = record.Thumbprint,
            ["intendedPurpose"] = record.IntendedPurpose,
            ["delivered"] = record.IsDelivered,
            ["status"] = record.Status.ToString(),
            ["detail"] = record.Detail,
        };
        if (record.Certificate is { } certificate)
        {
            json["subject"] = certificate.Subject;
            json["notBefore"] = certificate.NotBefore.ToUniversalTime().ToString("O");
            json["notAfter"] = certificate.NotAfter.ToUniversalTime().ToString("O");
            json["hasPrivateKey"] = certificate.HasPrivateKey;
            json["chain"] = new JsonArray([.. record.Chain.Select(subject => (JsonNode)subject)]);
        }

        return json;
    }
}
