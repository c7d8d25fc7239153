using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Faults;

/// <summary>The answers of faults.</summary>
internal static class FaultText
{
    public static RequestRefusedException For(FaultRule fault)
    {
        var (code, message) = fault.Status switch
        {
            400 => ("BadRequest", "The request is not valid."),
            401 => ("InvalidAuthenticationToken", "Access token validation failure."),
            403 => ("Forbidden", "Access is denied."),
            404 => ("ResourceNotFound", "The resource could not be found."),
            409 => ("Conflict", "The resource exists or has been changed."),
            429 => ("TooManyRequests", "Too many requests."),
            500 => ("InternalServerError", "An internal server error occurred."),
            503 => ("ServiceUnavailable", "The service is unavailable."),
            504 => ("GatewayTimeout", "The service did not answer in time."),
            _ => ("UnknownError", ""),
        };
        var refusal = new RequestRefusedException(fault.Status, fault.Code ?? code, fault.Message ?? message);
        if (fault.RetryAfter is { } retryAfter)
        {
            refusal.Headers["Retry-After"] = retryAfter;
        }

        return refusal;
    }
}
