using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Sandbox.DirectoryObjects;

namespace SmimeCertTools.Sandbox.OAuth;

/// <summary>
/// What an application of the directory is to the sign-in service: its certificate, its redirect addresses, and the permissions
/// that were consented to, and no others.
/// </summary>
internal static class RegisteredClient
{
    /// <summary>The client; null where the tenant has no such application.</summary>
    public static SandboxClient? Find(ApplicationDirectory directory, string clientId)
    {
        var application = directory.Applications.FirstOrDefault(candidate =>
            Guid.TryParse(clientId, out var id) && candidate.AppId == id);
        if (application is null)
        {
            return null;
        }

        var principal = directory.ServicePrincipals.FirstOrDefault(candidate => candidate.AppId == application.AppId);
        return new SandboxClient
        {
            ClientId = application.AppId,
            DisplayName = application.DisplayName,
            Certificate = CertificateOf(application),
            RedirectUris = [.. RedirectUris(application)],
            AllowPublicClient = (bool?)application.Values["isFallbackPublicClient"] == true,
            Permissions = directory.GrantedTo(application.AppId),
            Scopes = [.. directory.Consents.Where(consent => consent.ClientId == principal?.Id)
                .SelectMany(consent => consent.Scopes)],
        };
    }

    private static IEnumerable<Uri> RedirectUris(SandboxApplication application) =>
        (application.Values["publicClient"]?["redirectUris"]?.AsArray() ?? [])
            .Select(uri => new Uri((string)uri!, UriKind.Absolute));

    // The newest counts, as after a renewal.
    private static X509Certificate2? CertificateOf(SandboxApplication application)
    {
        var key = (application.Values["keyCredentials"]?.AsArray() ?? []).Select(key => (string?)key!["key"]).LastOrDefault();
        try
        {
            return key is null ? null : X509CertificateLoader.LoadCertificate(Convert.FromBase64String(key));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
