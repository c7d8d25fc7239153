using System;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.OAuth;

/// <summary>
/// GET /{tenant}/oauth2/v2.0/authorize: the page where a person chooses a user. A program that follows the address instead of a
/// browser (it does not ask for text/html) is signed in at once, as the user of <c>login_hint</c> or as the first one.
/// </summary>
internal sealed class AuthorizePage(ISignInOptions options, UserDirectory users, GrantStore grants)
{
    private const string User = "sandbox_user";
    private const string Cancel = "sandbox_cancel";

    public SandboxResponse Answer(SandboxRequest request, SandboxClient client)
    {
        var redirectUri = RedirectUri(request, client);
        try
        {
            CheckQuery(request);
        }
        catch (OAuthException refusal)
        {
            return Redirect(request, redirectUri, ("error", refusal.Error), ("error_description", refusal.Text));
        }

        if (request.QueryValue(Cancel) is not null)
        {
            return Redirect(request, redirectUri, ("error", "access_denied"),
                ("error_description", "AADSTS65004: User declined to consent to access the app."));
        }

        var wanted = request.QueryValue(User);
        var wantsPage = request.Header("Accept")?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true;
        if (wanted is null && wantsPage)
        {
            return new SandboxResponse { Status = 200, Html = Page(request) };
        }

        wanted ??= request.QueryValue("login_hint") ?? users.All.FirstOrDefault()?.UserPrincipalName;
        return wanted is not null && users.Find(wanted) is { } user
            ? Redirect(request, redirectUri, ("code", grants.CreateCode(client.ClientId, user.UserPrincipalName, redirectUri,
                request.QueryValue("code_challenge")!)))
            : throw new OAuthException("invalid_request", 50034,
                $"The user account {wanted ?? "(none)"} does not exist in the directory.");
    }

    // An address that is not registered gets no redirect, not even an error (RFC 6749, section 4.1.2.1).
    private static string RedirectUri(SandboxRequest request, SandboxClient client)
    {
        var text = request.QueryValue("redirect_uri") ?? throw OAuthException.Missing("redirect_uri");
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && client.RedirectUris.Any(known => IsSame(known, uri))
            ? text
            : throw new OAuthException("invalid_request", 50011,
                $"The redirect URI '{text}' specified in the request does not match the redirect URIs configured for the "
                + $"application '{client.ClientId}'.");
    }

    // RFC 8252, section 7.3: the port of a loopback address is the app's choice.
    private static bool IsSame(Uri known, Uri asked) =>
        known.Scheme == asked.Scheme && known.Host.Equals(asked.Host, StringComparison.OrdinalIgnoreCase)
        && known.AbsolutePath == asked.AbsolutePath && (known.IsLoopback || known.Port == asked.Port);

    private void CheckQuery(SandboxRequest request)
    {
        if ((request.QueryValue("response_type") ?? throw OAuthException.Missing("response_type")) != "code")
        {
            throw new OAuthException("unsupported_response_type", 700054, "The response_type is not enabled; it must be 'code'.");
        }

        GraphResource.CheckScope(request.QueryValue("scope") ?? throw OAuthException.Missing("scope"), request, options);
        if (request.QueryValue("code_challenge") is null)
        {
            throw new OAuthException("invalid_request", 9002325,
                "Proof Key for Code Exchange is required for cross-origin authorization code redemption.");
        }

        if (request.QueryValue("code_challenge_method") != "S256")
        {
            throw new OAuthException("invalid_request", 501481, "The code_challenge_method must be S256.");
        }
    }

    private static SandboxResponse Redirect(
        SandboxRequest request, string redirectUri, params ReadOnlySpan<(string Name, string Value)> answer)
    {
        var state = request.QueryValue("state") is { } sent ? new[] { ("state", sent) } : [];
        (string Name, string Value)[] fields = [.. answer, .. state];
        if (request.QueryValue("response_mode") == "form_post")
        {
            return new SandboxResponse { Status = 200, Html = Form(redirectUri, fields) };
        }

        var query = string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"));
        var response = new SandboxResponse { Status = 302 };
        response.Headers["Location"] = $"{redirectUri}{(redirectUri.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";
        return response;
    }

    // https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html
    private static string Form(string redirectUri, (string Name, string Value)[] fields) => $"""
        <html><head><title>Working...</title></head><body onload="document.forms[0].submit()">
        <form method="POST" action="{WebUtility.HtmlEncode(redirectUri)}">{string.Concat(fields.Select(field =>
            $"""<input type="hidden" name="{field.Name}" value="{WebUtility.HtmlEncode(field.Value)}" />"""))}
        <noscript><input type="submit" value="Continue" /></noscript></form></body></html>
        """;

    private string Page(SandboxRequest request) => $"""
        <html><head><title>Sign in to the sandbox</title></head><body><h1>Pick an account</h1><ul>
        {string.Concat(users.All.Select(user => Link(
            $"{request.Target}&{User}={UrlEncoder.Default.Encode(user.UserPrincipalName)}", user.UserPrincipalName)))}
        {Link($"{request.Target}&{Cancel}=true", "Cancel")}</ul></body></html>
        """;

    private static string Link(string address, string text) =>
        $"""<li><a href="{WebUtility.HtmlEncode(address)}">{WebUtility.HtmlEncode(text)}</a></li>""";
}
