using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.Odata;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.DirectoryRequests;

/// <summary>Checks what is sent of an application beyond its schema, and fills in what the service does.</summary>
internal sealed class ApplicationChecks(ApplicationDirectory directory, TimeProvider clock)
{
    private static readonly string[] Audiences =
        ["AzureADMyOrg", "AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount", "PersonalMicrosoftAccount"];

    /// <exception cref="RequestRefusedException">Something is wrong with it: 400 with all reasons.</exception>
    public void Check(EntityBody body, SandboxApplication? existing)
    {
        if (body.Problems.Count == 0)
        {
            CheckAudience(body);
            CheckRedirects(body);
            CheckAccess(body);
            CheckKeys(body, existing);
        }

        DirectoryRefusal.ThrowIfAny(body.Problems);
    }

    private static void CheckAudience(EntityBody body)
    {
        if (body.Text("signInAudience") is { } audience && !Audiences.Contains(audience, StringComparer.Ordinal))
        {
            body.Problems.Add($"signInAudience is '{audience}', not one of {string.Join(", ", Audiences)}");
        }
    }

    // https://learn.microsoft.com/entra/identity-platform/reply-url: https, or http to this machine.
    private static void CheckRedirects(EntityBody body)
    {
        foreach (var name in new[] { "publicClient", "web" })
        {
            foreach (var address in Items(body.Values[name]?["redirectUris"]).Select(item => (string?)item ?? ""))
            {
                if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)
                    || (uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback) || uri.Fragment.Length > 0)
                {
                    body.Problems.Add(
                        $"{name}.redirectUris has '{address}': it must be absolute, and https unless it is loopback");
                }
            }
        }
    }

    private void CheckAccess(EntityBody body)
    {
        foreach (var access in Items(body.Values["requiredResourceAccess"]).OfType<JsonObject>())
        {
            if (!Guid.TryParseExact((string?)access["resourceAppId"], "D", out var resource))
            {
                body.Problems.Add($"requiredResourceAccess.resourceAppId is '{access["resourceAppId"]}', which is no GUID");
                continue;
            }

            foreach (var item in Items(access["resourceAccess"]).OfType<JsonObject>())
            {
                CheckPermission(resource, item, body.Problems);
            }
        }
    }

    private void CheckPermission(Guid resource, JsonObject item, List<string> problems)
    {
        var (id, type) = ((string?)item["id"], (string?)item["type"]);
        if (!Guid.TryParseExact(id, "D", out var permission) || type is not ("Role" or "Scope"))
        {
            problems.Add($"resourceAccess has id '{id}' and type '{type}': a GUID and Role or Scope are wanted");
        }
        else if (resource == ApplicationDirectory.GraphAppId && !directory.Graph.Permissions.Any(offer =>
            (type == "Role" ? offer.RoleId : offer.ScopeId) == permission))
        {
            problems.Add($"resourceAccess has {type} {id}, which Microsoft Graph of this tenant does not have");
        }
    }

    private void CheckKeys(EntityBody body, SandboxApplication? existing)
    {
        var known = Items(existing?.Values["keyCredentials"]).OfType<JsonObject>().ToList();
        foreach (var key in Items(body.Values["keyCredentials"]).OfType<JsonObject>())
        {
            var former = known.Find(other => (string?)other["keyId"] is { } id && id == (string?)key["keyId"]);
            var problem = former is null ? Problem(key)
                : JsonNode.DeepEquals(former["key"], key["key"]) ? null : "has another key than before";
            if (problem is not null)
            {
                body.Problems.Add($"keyCredentials: {key["displayName"] ?? key["keyId"]} {problem}");
            }

            key["keyId"] ??= Guid.NewGuid().ToString();
        }
    }

    // A certificate's own validity bounds the credential's; without dates it is that.
    private string? Problem(JsonObject key)
    {
        if ((string?)key["type"] != "AsymmetricX509Cert" || (string?)key["usage"] != "Verify")
        {
            return "must be of the type AsymmetricX509Cert and the usage Verify";
        }

        if (MemberReader.Base64((string?)key["key"] ?? "") is not { Length: > 0 } content)
        {
            return "has no key";
        }

        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(content);
            if (Date(key["endDateTime"]) > certificate.NotAfter || Date(key["startDateTime"]) < certificate.NotBefore)
            {
                return "has dates outside the validity of its certificate";
            }

            key["endDateTime"] ??= MemberReader.Date(certificate.NotAfter);
            key["startDateTime"] ??= MemberReader.Date(certificate.NotBefore);
            key["customKeyIdentifier"] ??= Convert.ToBase64String(certificate.GetCertHash());
            return Date(key["endDateTime"]) <= clock.GetUtcNow() ? "has expired" : null;
        }
        catch (CryptographicException)
        {
            return "has a key that is no certificate in DER, or that is a PFX";
        }
    }

    private static DateTimeOffset? Date(JsonNode? node) =>
        (string?)node is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;

    private static IEnumerable<JsonNode?> Items(JsonNode? node) => node as JsonArray ?? [];
}
