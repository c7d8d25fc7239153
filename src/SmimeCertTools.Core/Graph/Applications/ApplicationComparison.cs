using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.Graph.Models;
using SmimeCertTools.Core.Certificates;

namespace SmimeCertTools.Core.Graph.Applications;

/// <summary>
/// An application compared with what is wanted: the differences, and the change that removes them. Lists are sent whole, so what
/// an application has besides is sent along; members that are as wanted are not sent.
/// </summary>
internal sealed class ApplicationComparison
{
    private const string Scope = "Scope";
    private const string Role = "Role";

    private readonly List<ApplicationDifference> _differences = [];

    private ApplicationComparison()
    {
    }

    /// <summary>What is missing.</summary>
    public IReadOnlyList<ApplicationDifference> Differences => _differences;

    /// <summary>The members to send; meaningful where there are differences.</summary>
    public Application Change { get; } = new();

    /// <param name="request">What is wanted.</param>
    /// <param name="redirectUris">The redirect addresses of a public client.</param>
    /// <param name="graph">Graph's permissions in the tenant.</param>
    /// <param name="existing">The application with its keys; null for none.</param>
    /// <exception cref="RegistrationException">The tenant's Graph does not offer a permission.</exception>
    public static ApplicationComparison Of(
        ApplicationRequest request, IReadOnlyList<string> redirectUris, GraphResource graph, Application? existing)
    {
        var comparison = new ApplicationComparison();
        comparison.ComparePermissions(request, graph, existing?.RequiredResourceAccess ?? []);
        if (request.Certificate is { } certificate)
        {
            comparison.CompareKeys(certificate, existing?.KeyCredentials ?? []);
        }
        else
        {
            comparison.ComparePublicClient(redirectUris, existing);
        }

        return comparison;
    }

    private void ComparePermissions(ApplicationRequest request, GraphResource graph, List<RequiredResourceAccess> existing)
    {
        var type = request.IsPublicClient ? Scope : Role;
        var present = existing.Where(IsGraph).SelectMany(access => access.ResourceAccess ?? []).ToList();
        List<ResourceAccess> missing = [];
        foreach (var permission in request.Permissions)
        {
            var id = graph.IdOf(permission, request.IsPublicClient);
            if (!present.Exists(access => access.Id == id && access.Type == type))
            {
                missing.Add(new ResourceAccess { Id = id, Type = type });
                _differences.Add(ApplicationDifference.Missing(
                    "requiredResourceAccess", $"{permission.Value} ({(request.IsPublicClient ? "delegated" : "application")})"));
            }
        }

        if (missing.Count == 0)
        {
            return;
        }

        // Of a resource there is one entry; an application that has two of Graph's keeps both.
        List<RequiredResourceAccess> all = [.. existing];
        var index = all.FindIndex(IsGraph);
        if (index < 0)
        {
            all.Add(new RequiredResourceAccess { ResourceAppId = GraphResource.AppId, ResourceAccess = missing });
        }
        else
        {
            all[index] = new RequiredResourceAccess
            {
                ResourceAppId = all[index].ResourceAppId,
                ResourceAccess = [.. all[index].ResourceAccess ?? [], .. missing],
            };
        }

        Change.RequiredResourceAccess = all;
    }

    private void ComparePublicClient(IReadOnlyList<string> wanted, Application? existing)
    {
        var present = existing?.PublicClient?.RedirectUris ?? [];
        var missing = wanted.Where(uri => !present.Contains(uri, StringComparer.OrdinalIgnoreCase)).ToList();
        if (missing.Count > 0)
        {
            Change.PublicClient = new PublicClientApplication { RedirectUris = [.. present, .. missing] };
            _differences.AddRange(missing.Select(uri => ApplicationDifference.Missing("publicClient.redirectUris", uri)));
        }

        // A device code has no redirect address that would tell the service that this is a public client.
        if (existing?.IsFallbackPublicClient != true)
        {
            Change.IsFallbackPublicClient = true;
            _differences.Add(new("isFallbackPublicClient", existing is null ? ApplicationDifference.Nothing : "false", "true"));
        }
    }

    private void CompareKeys(CertificateInfo certificate, List<KeyCredential> existing)
    {
        if (existing.Exists(key => key.Key is { } bytes && bytes.AsSpan().SequenceEqual(certificate.RawData)))
        {
            return;
        }

        Change.KeyCredentials =
        [
            .. existing,
            new KeyCredential
            {
                Type = "AsymmetricX509Cert",
                Usage = "Verify",
                Key = certificate.RawData,
                DisplayName = certificate.Subject.Length > 0 ? certificate.Subject : certificate.Thumbprint,
                StartDateTime = certificate.NotBefore,
                EndDateTime = certificate.NotAfter,
            },
        ];
        _differences.Add(ApplicationDifference.Missing("keyCredentials", string.Format(CultureInfo.InvariantCulture,
            "{0} ({1}, until {2:yyyy-MM-dd})", certificate.Thumbprint, certificate.Subject, certificate.NotAfter)));
    }

    private static bool IsGraph(RequiredResourceAccess access) =>
        string.Equals(access.ResourceAppId, GraphResource.AppId, StringComparison.OrdinalIgnoreCase);
}
