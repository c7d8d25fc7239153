using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.DirectoryRequests;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>
/// The sandbox's own pages, without sign-in: they hold no secrets and answer on loopback only.
/// </summary>
internal sealed class SandboxPages(DeviceSimulator devices, SandboxState state, GrantStore grants, TokenService tokens,
    IReadOnlyList<ConnectorKeyPair> connectorKeys)
{
    private const string Overview = """
        The sandbox's own pages:
        GET /sandbox/devices: the devices;
        POST /sandbox/devices {"name": …, "platform": …, "userPrincipalName": …}: enrolls a device;
        GET /sandbox/devices/{upn, device name or id}/certificates: what the device gets, and why not;
        POST /sandbox/devices/{upn, device name or id}/decrypt: the device decrypts the S/MIME message in the body;
        GET /sandbox/requests: the last requests and the true reason of each refusal;
        POST /sandbox/users {"userPrincipalName": …, "displayName": …, "mail": …}: adds a user;
        PATCH /sandbox/users/{upn} {"userPrincipalName": …}: renames a user, whose records keep the name that they have;
        DELETE /sandbox/users/{upn}: deletes a user, whose records stay;
        POST /sandbox/groups {"displayName": …, "members": […]}: adds a group of users and devices;
        POST /sandbox/connectors {"machineName": …, "version": …, "isActive": …}: adds a certificate connector;
        POST /sandbox/deployment: puts a whole deployment into an empty tenant; with ?fault=…,… some things in it are wrong;
        DELETE /sandbox/deployment: removes all profiles, app configurations, records, connectors and devices;
        POST /sandbox/devicecodes/{user_code}?upn=…: signs the user in for a device code;
        POST /sandbox/devicecodes/{user_code}?decline=true: declines the sign-in;
        POST /sandbox/tokens/revoke: refuses all tokens issued so far; with ?claims=true by a claims challenge.
        """;

    public SandboxResponse Answer(SandboxRequest request)
    {
        return (request.Method, request.Segments) switch
        {
            ("GET", [_, "devices"]) => Devices(),
            ("POST", [_, "devices"]) => Add<DeviceSettings>(request, item => DeliveryJson.Create(item.AddTo(state))),
            ("GET", [_, "devices", var name, "certificates"]) => Certificates(name),
            ("POST", [_, "devices", var name, "decrypt"]) => Decrypt(name, request.Body),
            ("GET", [_, "requests"]) => Requests(),
            ("POST", [_, "users"]) => Add<UserSettings>(request, item => UserResource.ToJson(item.AddTo(state.Users))),
            ("PATCH", [_, "users", var name]) => Add<UserSettings>(
                request, item => UserResource.ToJson(state.Users.Rename(User(name), item.UserPrincipalName)), status: 200),
            ("DELETE", [_, "users", var name]) when state.Users.Remove(User(name)) => SandboxResponse.NoContent(),
            ("POST", [_, "groups"]) => Add<GroupSettings>(request, item => GroupResource.ToJson(item.AddTo(state))),
            ("POST", [_, "connectors"]) => Add<SandboxConnector>(request, AddConnector),
            ("POST", [_, "deployment"]) => Deploy(request.QueryValue("fault")),
            ("DELETE", [_, "deployment"]) => Clear(),
            ("POST", [_, "devicecodes", var code]) when request.QueryValue("upn") is { } upn && state.Users.Find(upn) is { } user
                && grants.AnswerDeviceCode(code, user.UserPrincipalName) => SandboxResponse.NoContent(),
            ("POST", [_, "devicecodes", var code]) when request.QueryValue("decline") == "true"
                && grants.AnswerDeviceCode(code, null) => SandboxResponse.NoContent(),
            ("POST", [_, "tokens", "revoke"]) => Revoke(request.QueryValue("claims") == "true"),
            _ => throw new RequestRefusedException(404, "NotFound", Overview),
        };
    }

    private SandboxResponse Deploy(string? faults)
    {
        List<PlantedFault> planted = [];
        foreach (var name in (faults ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            planted.Add(Enum.TryParse<PlantedFault>(name, ignoreCase: true, out var fault) && Enum.IsDefined(fault)
                ? fault
                : throw new RequestRefusedException(400, "BadRequest",
                    $"There is no fault {name}. There are: {string.Join(", ", Enum.GetNames<PlantedFault>())}."));
        }

        try
        {
            return new SandboxResponse
            {
                Status = 201,
                Json = SampleDeployment.AddTo(state, connectorKeys, planted).ToJson(),
            };
        }
        catch (ArgumentException exception)
        {
            throw new RequestRefusedException(409, "Conflict", exception.Message);
        }
    }

    private SandboxResponse Clear()
    {
        state.Clear();
        return SandboxResponse.NoContent();
    }

    private SandboxResponse Revoke(bool asksForClaims)
    {
        tokens.Revoke(asksForClaims);
        return SandboxResponse.NoContent();
    }

    private string User(string name) => state.Users.Find(name)?.UserPrincipalName
        ?? throw new RequestRefusedException(404, "NotFound", $"The sandbox has no user and no device {name}.");

    private SandboxResponse Devices() =>
        SandboxResponse.Ok(JsonBody.Create(new { devices = state.Devices.All.Select(DeliveryJson.Create) }));

    private SandboxResponse Certificates(string name)
    {
        using var delivery = state.Devices.Find(name) is { } device ? devices.Deliver(device) : devices.Deliver(User(name));
        return SandboxResponse.Ok(DeliveryJson.Create(delivery));
    }

    private SandboxResponse Decrypt(string name, byte[] message)
    {
        try
        {
            var decrypted = state.Devices.Find(name) is { } device
                ? devices.DecryptMessage(device, message) : devices.DecryptMessage(User(name), message);
            return SandboxResponse.Ok(JsonBody.Create(new { decrypted.Text, decrypted.Thumbprint }));
        }
        catch (MessageDecryptionException exception)
        {
            throw new RequestRefusedException(422, "MessageNotDecrypted", exception.Message);
        }
    }

    private JsonObject AddConnector(SandboxConnector connector)
    {
        state.AddConnector(connector);
        return JsonBody.Create(new { connector.MachineName, connector.Version });
    }

    private SandboxResponse Requests()
    {
        var requests = state.Requests.Entries.Select(entry =>
            new { entry.Time, entry.Method, entry.Path, entry.Status, entry.BatchPartId, entry.Diagnostic, entry.RequestId });
        return SandboxResponse.Ok(JsonBody.Create(new { requests }));
    }

    private static SandboxResponse Add<T>(SandboxRequest request, Func<T, JsonObject> add, int status = 201)
    {
        try
        {
            var body = JsonSerializer.Deserialize<T>(request.Body, SandboxSettings.Format) ?? throw new JsonException("null");
            return new SandboxResponse { Status = status, Json = add(body) };
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
}
