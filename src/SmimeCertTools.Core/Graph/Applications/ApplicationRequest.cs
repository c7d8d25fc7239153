using System.Collections.Generic;
using SmimeCertTools.Core.Certificates;

namespace SmimeCertTools.Core.Graph.Applications;

/// <summary>An app registration as it is wanted. What an existing one has besides stays as it is.</summary>
public sealed class ApplicationRequest
{
    /// <summary>The name; that of an existing application finds it, where <see cref="ClientId"/> does not.</summary>
    public required string DisplayName { get; init; }

    /// <summary>
    /// The client id (application id) of the existing application that is meant; null to find or make it by name.
    /// </summary>
    public string? ClientId { get; init; }

    /// <summary>What it is to be allowed in Microsoft Graph.</summary>
    public required IReadOnlyList<GraphPermission> Permissions { get; init; }

    /// <summary>
    /// The certificate that the application signs in with by itself; permissions are application permissions then. Null for one
    /// that people sign in through, a public client with delegated permissions.
    /// </summary>
    public CertificateInfo? Certificate { get; init; }

    /// <summary>Whether people sign in through it.</summary>
    public bool IsPublicClient => Certificate is null;
}
