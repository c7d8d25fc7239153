using System;
using System.Globalization;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>Graph's error document (Microsoft Graph error responses), plain and with Intune's JSON in a string.</summary>
internal static class ErrorBody
{
    public static JsonObject Create(RequestRefusedException refusal, SandboxRequest request, DateTimeOffset now) => new()
    {
        ["error"] = new JsonObject
        {
            ["code"] = refusal.Code,
            ["message"] = refusal.IsIntune ? Wrap(refusal.Message, request) : refusal.Message,
            ["innerError"] = new JsonObject
            {
                ["date"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
                ["request-id"] = request.RequestId.ToString(),
                ["client-request-id"] = request.ClientRequestId,
            },
        },
    };

    private static string Wrap(string message, SandboxRequest request)
    {
        var detail = $"{message} - Operation ID (for customer support): {Guid.Empty} - Activity ID: {request.RequestId} - "
            + $"Url: {request.BaseUri}{request.Path.TrimStart('/')}";
        return new JsonObject
        {
            ["_version"] = 3,
            ["Message"] = detail,
            ["CustomApiErrorPhrase"] = "",
            ["RetryAfter"] = null,
            ["ErrorSourceService"] = "",
            ["HttpHeaders"] = "{}",
        }.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
    }
}
