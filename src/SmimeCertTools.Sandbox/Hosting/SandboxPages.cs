using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.OAuth;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>
/// The sandbox's own pages, without sign-in: they hold no secrets and answer on loopback only.
/// </summary>
internal sealed class SandboxPages(DeviceSimulator devices, SandboxState state, DeviceCodeStore deviceCodes)
{
    private const string Overview = """
        The sandbox's own pages:
        GET /sandbox/devices/{upn}/certificates: what the user's device gets, and why not;
        POST /sandbox/devices/{upn}/decrypt: the device decrypts the S/MIME message in the body;
        GET /sandbox/requests: the last requests and the true reason of each refusal;
        POST /sandbox/users {"userPrincipalName": …, "displayName": …, "mail": …}: adds a user;
        POST /sandbox/devicecodes/{user_code}?upn=…: signs the user in for a device code.
        """;

    public SandboxResponse Answer(SandboxRequest request)
    {
        return (request.Method, request.Segments) switch
        {
            ("GET", [_, "devices", _, "certificates"]) => Certificates(User(request)),
            ("POST", [_, "devices", _, "decrypt"]) => Decrypt(User(request), request.Body),
            ("GET", [_, "requests"]) => Requests(),
            ("POST", [_, "users"]) => AddUser(request),
            ("POST", [_, "devicecodes", var code]) when request.QueryValue("upn") is { } upn && state.Users.Find(upn) is { } user
                && deviceCodes.Answer(code, user.UserPrincipalName) => new SandboxResponse { Status = 204 },
            _ => throw new RequestRefusedException(404, "NotFound", Overview),
        };
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

    private SandboxResponse Requests() => SandboxResponse.Ok(new JsonObject
    {
        ["requests"] = new JsonArray([.. state.Requests.Entries.Select(entry => (JsonNode)new JsonObject
        {
            ["time"] = entry.Time.ToString("O"),
            ["method"] = entry.Method,
            ["path"] = entry.Path,
            ["status"] = entry.Status,
            ["batchPartId"] = entry.BatchPartId,
            ["diagnostic"] = entry.Diagnostic,
            ["requestId"] = entry.RequestId.ToString(),
        })]),
    });

    private SandboxResponse AddUser(SandboxRequest request)
    {
        try
        {
            var body = JsonSerializer.Deserialize<UserSettings>(request.Body, SandboxSettings.Format)!;
            return new SandboxResponse { Status = 201, Json = UserResource.ToJson(body.AddTo(state.Users)) };
        }
        catch (JsonException exception)
        {
            throw new RequestRefusedException(400, "BadRequest", exception.Message);
        }
        catch (ArgumentException exception)
        {
            throw new RequestRefusedException(409, "Conflict", exception.Message);
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
