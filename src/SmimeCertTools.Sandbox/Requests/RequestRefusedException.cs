using System;
using System.Collections.Generic;

namespace SmimeCertTools.Sandbox.Requests;

/// <summary>
/// A request is answered with an error. Carries the answer's status, code and message, and the true reason for the log.
/// </summary>
internal sealed class RequestRefusedException(int status, string code, string message, string? diagnostic = null)
    : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string? Diagnostic { get; } = diagnostic;

    /// <summary>Whether the message is wrapped as Intune does it: a JSON document in the string.</summary>
    public bool IsIntune { get; init; }

    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>Intune's answer to whatever it does not like: the reason stays in the sandbox's log.</summary>
    public static RequestRefusedException IntuneBadRequest(string diagnostic, int status = 400) =>
        new(status, status == 409 ? "Conflict" : "BadRequest", "An error has occurred", diagnostic) { IsIntune = true };

    /// <summary>Intune's answer to what its model does not allow: the reason stands in the inner message.</summary>
    public static RequestRefusedException IntuneInvalid(string message) =>
        new(400, "BadRequest", message, message) { IsIntune = true };

    /// <summary>Refuses what is wrong with a request and says all of it in the answer.</summary>
    /// <exception cref="RequestRefusedException">There are problems.</exception>
    public static void ThrowIfAny(IReadOnlyCollection<string> problems)
    {
        if (problems.Count > 0)
        {
            throw IntuneInvalid(string.Join("; ", problems));
        }
    }

    /// <summary>Intune's answer to an id that is none.</summary>
    public static RequestRefusedException IntuneNotFound(string message) =>
        new(404, "ResourceNotFound", message, message) { IsIntune = true };

    public static RequestRefusedException UnknownSegment(string segment) =>
        new(400, "BadRequest", $"Resource not found for the segment '{segment}'.");

    public static RequestRefusedException NotFound(string id) => new(404, "Request_ResourceNotFound",
        $"Resource '{id}' does not exist or one of its queried reference-property objects are not present.");

    public static RequestRefusedException BadQuery(string message) => new(400, "BadRequest", message, message);

    public static RequestRefusedException MethodNotAllowed(string method) =>
        new(405, "Request_BadRequest", $"Specified HTTP method '{method}' is not allowed for the request target.");
}
