using System;
using System.Collections.Generic;
using System.Text.Json;
using SmimeCertTools.Sandbox.Odata;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>Reads addresses of profiles that navigations are bound to.</summary>
internal sealed class BindingReader(IntuneEntityStore profiles)
{
    private const string PublicHost = "graph.microsoft.com";

    /// <summary>The ids by navigation; what is wrong goes to the body's problems.</summary>
    public IReadOnlyDictionary<string, string> Read(SandboxRequest request, EntityBody body)
    {
        var ids = new Dictionary<string, string>();
        foreach (var (name, address) in body.Bindings)
        {
            if (Find(request, address, body.Type.FindNavigation(name)!, out var problem) is { } id)
            {
                ids.Add(name, id);
            }
            else
            {
                body.Problems.Add($"{name}@odata.bind {problem}");
            }
        }

        return ids;
    }

    /// <summary>The id in the body of a request to a reference: {"@odata.id": …}.</summary>
    /// <exception cref="RequestRefusedException">There is none, or it does not fit.</exception>
    public string ReadReference(SandboxRequest request, NavigationSchema navigation)
    {
        using var document = EntityReader.Parse(request);
        if (!document.RootElement.TryGetProperty("@odata.id", out var address) || address.ValueKind != JsonValueKind.String)
        {
            throw RequestRefusedException.IntuneInvalid("@odata.id is missing");
        }

        return Find(request, address.GetString()!, navigation, out var problem)
            ?? throw RequestRefusedException.IntuneInvalid($"{navigation.Name} {problem}");
    }

    private string? Find(SandboxRequest request, string address, NavigationSchema navigation, out string? problem)
    {
        problem = $"is '{address}', not the address of a profile: "
            + $"{request.BaseUri}beta/deviceManagement/deviceConfigurations('<id>')";
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)
            || !(uri.Authority == request.BaseUri.Authority || (uri.Scheme == Uri.UriSchemeHttps && uri.Host == PublicHost))
            || SandboxRequest.SplitPath(uri.AbsolutePath) is not ["beta", "deviceManagement", "deviceConfigurations", var id])
        {
            return null;
        }

        var profile = profiles.Find(id);
        problem = profile is null ? $"is '{address}', but there is no such profile"
            : !profile.Type.Is(navigation.Type) ? $"is a {profile.Type.QualifiedName}, not a {navigation.Type.QualifiedName}"
            : null;
        return problem is null ? profile!.Id : null;
    }
}
