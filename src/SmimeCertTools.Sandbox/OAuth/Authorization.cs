using System;
using System.Linq;
using System.Text;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.OAuth;

/// <summary>Checks bearer tokens and permissions.</summary>
internal sealed class Authorization(TokenService tokens)
{
    private const string Scheme = "Bearer ";

    /// <exception cref="RequestRefusedException">There is no valid token: 401 with WWW-Authenticate.</exception>
    public TokenClaims Authenticate(SandboxRequest request)
    {
        var header = request.Header("Authorization");
        if (string.IsNullOrEmpty(header))
        {
            throw Unauthorized("Access token is empty.", "no Authorization header");
        }

        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw Unauthorized("Access token validation failure. Invalid scheme.", "the Authorization header is not Bearer");
        }

        return tokens.Read(header[Scheme.Length..].Trim(), out var problem)
            ?? throw (problem == TokenService.RevokedProblem
                ? Unauthorized("Continuous access evaluation resulted in challenge with result: InteractionRequired and code: "
                    + "TokenCreatedWithOutdatedPolicies.", problem, tokens.Challenge)
                : Unauthorized(problem.EndsWith("expired", StringComparison.Ordinal)
                    ? "Lifetime validation failed, the token is expired."
                    : "Access token validation failure. Invalid signature.", problem));
    }

    /// <exception cref="RequestRefusedException">The token has none of these permissions: 403.</exception>
    public static void Require(SandboxRequest request, params ReadOnlySpan<string> permissions)
    {
        foreach (var permission in permissions)
        {
            if (request.Caller!.Permissions.Contains(permission))
            {
                return;
            }
        }

        var needed = string.Join(" or ", permissions.ToArray());
        throw new RequestRefusedException(403, "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
            $"the token lacks {needed}; it has {string.Join(", ", request.Caller!.Permissions.Order(StringComparer.Ordinal))}");
    }

    /// <summary>Asks for one of two permissions to read, and for the second one to write.</summary>
    /// <exception cref="RequestRefusedException">The token has not what is needed: 403.</exception>
    public static void RequireAccess(SandboxRequest request, string read, string write) =>
        Require(request, request.IsWrite ? [write] : [read, write]);

    private static RequestRefusedException Unauthorized(string message, string diagnostic, string? claims = null) =>
        new(401, "InvalidAuthenticationToken", message, diagnostic)
        {
            Headers =
            {
                ["WWW-Authenticate"] =
                    "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", "
                    + "client_id=\"00000003-0000-0000-c000-000000000000\""
                    + (claims is null ? "" : ", error=\"insufficient_claims\", "
                        + $"claims=\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims))}\""),
            },
        };
}
