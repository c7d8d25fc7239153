using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.OAuth;

/// <summary>
/// GET /{tenant}/v2.0/adminconsent and the older /{tenant}/adminconsent: the page where an administrator consents to what an
/// application asks for. A program that follows the address instead of a browser (it does not ask for text/html) consents at
/// once.
/// </summary>
/// <remarks>After Microsoft's description of admin consent on its identity platform.</remarks>
internal sealed class ConsentPage(ISignInOptions options, ApplicationDirectory directory)
{
    private const string Accept = "sandbox_accept";
    private const string Cancel = "sandbox_cancel";

    /// <param name="request">The request.</param>
    /// <param name="tenant">The tenant of the address.</param>
    /// <param name="isNewer">Whether it is the page that asks for a scope and wants an address to go back to.</param>
    /// <exception cref="OAuthException">It cannot be shown, and there is no address to go back to.</exception>
    public SandboxResponse Answer(SandboxRequest request, string tenant, bool isNewer)
    {
        var clientId = request.QueryValue("client_id") ?? throw OAuthException.Missing("client_id");
        var application = directory.Applications.FirstOrDefault(candidate =>
            Guid.TryParse(clientId, out var id) && candidate.AppId == id)
            ?? throw new OAuthException("unauthorized_client", 700016,
                $"Application with identifier '{clientId}' was not found in the directory '{tenant}'.");
        if (isNewer && tenant == "common")
        {
            throw new OAuthException("invalid_request", 90002,
                "Consent is an organization's: use 'organizations' or the tenant.");
        }

        var back = RedirectUri(request, application, isNewer);
        try
        {
            if (isNewer)
            {
                GraphResource.CheckScope(
                    request.QueryValue("scope") ?? throw OAuthException.Missing("scope"), request, options);
            }
        }
        catch (OAuthException refusal)
        {
            return End(request, back, ("error", refusal.Error), ("error_description", refusal.Text));
        }

        if (request.QueryValue(Cancel) is not null)
        {
            return End(request, back, ("error", "access_denied"),
                ("error_description", "AADSTS65004: User declined to consent to access the app."));
        }

        if (request.QueryValue(Accept) is null && WantsPage(request))
        {
            return new SandboxResponse { Status = 200, Html = Page(request, application) };
        }

        directory.Consent(application);
        (string Name, string Value)[] scope = isNewer ? [("scope", request.QueryValue("scope")!)] : [];
        return End(request, back, [("admin_consent", "True"), ("tenant", options.TenantId.ToString()), .. scope]);
    }

    private static bool WantsPage(SandboxRequest request) =>
        request.Header("Accept")?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true;

    // It must be one that is registered; the older page does without where the application has none.
    private static string? RedirectUri(SandboxRequest request, SandboxApplication application, bool isRequired)
    {
        var asked = request.QueryValue("redirect_uri");
        var registered = Registered(application, "publicClient").Concat(Registered(application, "web"))
            .Concat(Registered(application, "spa")).ToList();
        return asked is null
            ? isRequired && registered.Count == 0
                ? throw new OAuthException("invalid_request", 500113, "No reply address is registered for the application.")
                : registered.FirstOrDefault()
            : registered.Contains(asked, StringComparer.Ordinal) ? asked
            : throw new OAuthException("invalid_request", 50011,
                $"The redirect URI '{asked}' specified in the request does not match the redirect URIs configured for the "
                + $"application '{application.AppId}'.");
    }

    private static IEnumerable<string> Registered(SandboxApplication application, string platform) =>
        (application.Values[platform]?["redirectUris"]?.AsArray() ?? []).Select(uri => (string)uri!);

    private static SandboxResponse End(
        SandboxRequest request, string? back, params ReadOnlySpan<(string Name, string Value)> answer)
    {
        var state = request.QueryValue("state") is { } sent ? new[] { ("state", sent) } : [];
        (string Name, string Value)[] fields = [.. answer, .. state];
        if (back is null)
        {
            return new SandboxResponse
            {
                Status = 200,
                Html = "<html><head><title>Consent</title></head><body><ul>"
                    + string.Concat(fields.Select(field =>
                        $"<li>{WebUtility.HtmlEncode(field.Name)}: {WebUtility.HtmlEncode(field.Value)}</li>"))
                    + "</ul></body></html>",
            };
        }

        var query = string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"));
        var response = new SandboxResponse { Status = 302 };
        response.Headers["Location"] = $"{back}{(back.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";
        return response;
    }

    private string Page(SandboxRequest request, SandboxApplication application) => $"""
        <html><head><title>Permissions requested</title></head><body><h1>Permissions requested</h1>
        <p>{WebUtility.HtmlEncode(application.DisplayName)} ({application.AppId}) asks for:</p><ul>
        {string.Concat(Asked(application).Select(permission => $"<li>{WebUtility.HtmlEncode(permission)}</li>"))}</ul>
        <p>{Link($"{request.Target}&{Accept}=true", "Accept")} {Link($"{request.Target}&{Cancel}=true", "Cancel")}</p>
        </body></html>
        """;

    private IEnumerable<string> Asked(SandboxApplication application)
    {
        var ids = (application.Values["requiredResourceAccess"]?.AsArray() ?? [])
            .SelectMany(resource => resource!["resourceAccess"]?.AsArray() ?? []).Select(access => (string?)access!["id"])
            .ToList();
        return directory.Graph.Permissions
            .Where(permission => ids.Contains(permission.RoleId.ToString()) || ids.Contains(permission.ScopeId.ToString()))
            .Select(permission => permission.Value);
    }

    private static string Link(string address, string text) =>
        $"""<a href="{WebUtility.HtmlEncode(address)}">{WebUtility.HtmlEncode(text)}</a>""";
}
