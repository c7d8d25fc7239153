using System;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Graph.Applications;

/// <summary>
/// Addresses at a cloud's sign-in service: where a browser is sent back to after sign-in, and where an administrator consents.
/// </summary>
/// <remarks>
/// Redirect addresses after MSAL's documentation of desktop apps. The page for consent is that of the Microsoft identity platform
/// (admin consent, v2.0), which asks for delegated and application permissions with the scope /.default and wants a registered
/// redirect address; an application without one has the page of an organization, which needs none.
/// </remarks>
internal sealed class ConsentAddress(GraphConnection connection)
{
    private const string Loopback = "http://localhost";

    private readonly Uri _authority = connection.Authority ?? GraphEndpoint.AuthorityOf(connection.Environment);

    /// <summary>
    /// The redirect addresses of a public client: a browser on this machine, and a page of the sign-in service.
    /// </summary>
    public string[] RedirectUris => [Loopback, NativeClient];

    private string NativeClient => new Uri(_authority, "common/oauth2/nativeclient").AbsoluteUri;

    /// <summary>Where an administrator consents to all that the application asks for.</summary>
    public Uri For(string clientId, bool isPublicClient)
    {
        var tenant = Uri.EscapeDataString(connection.TenantId ?? "organizations");
        var client = Uri.EscapeDataString(clientId);
        var scope = Uri.EscapeDataString(connection.GraphUri.AbsoluteUri.TrimEnd('/') + "/.default");
        return new Uri(_authority, isPublicClient
            ? $"{tenant}/v2.0/adminconsent?client_id={client}&scope={scope}&redirect_uri={Uri.EscapeDataString(NativeClient)}"
            : $"{tenant}/adminconsent?client_id={client}");
    }
}
