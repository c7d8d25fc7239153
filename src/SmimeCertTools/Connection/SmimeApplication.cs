using System;
using System.Linq;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph.Applications;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Connection;

/// <summary>An app registration that the module signs in with, and what a command did with it.</summary>
public sealed class SmimeApplication
{
    internal SmimeApplication(ApplicationPlan plan, SmimeApplicationStatus status, string? tenantId, ApplicationPlan before)
    {
        Status = status;
        Name = plan.DisplayName.Visible();
        ClientId = plan.ClientId.Visible();
        TenantId = tenantId;
        Id = plan.Id.Visible();
        ServicePrincipalId = plan.ServicePrincipalId.Visible();
        SignIn = plan.Request.IsPublicClient ? "PublicClient" : "Certificate";
        CertificateThumbprint = plan.Request.Certificate?.Thumbprint;
        Permission = [.. plan.Request.Permissions.Select(permission => permission.Value)];
        PendingConsent = plan.PendingConsent is { } pending ? [.. pending] : null;
        Differences = [.. before.Differences.Select(difference => new SmimeApplicationDifference(difference))];
        ConsentUri = plan.ConsentUri;
    }

    /// <summary>What the command did, or how the registration compares with -ValidateOnly.</summary>
    public SmimeApplicationStatus Status { get; }

    /// <summary>The name. Names are not unique in a tenant.</summary>
    public string Name { get; }

    /// <summary>The client id (application id) to sign in with; null where there is no application.</summary>
    public string? ClientId { get; }

    /// <summary>The tenant's id, when known.</summary>
    public string? TenantId { get; }

    /// <summary>The object id of the application; null where there is none.</summary>
    public string? Id { get; }

    /// <summary>The object id of its service principal; null where there is none.</summary>
    public string? ServicePrincipalId { get; }

    /// <summary>
    /// How it is signed in with: PublicClient (people, delegated permissions) or Certificate (application permissions).
    /// </summary>
    public string SignIn { get; }

    /// <summary>The thumbprint of the certificate that was given; null for a public client.</summary>
    public string? CertificateThumbprint { get; }

    /// <summary>The permissions of Microsoft Graph that are wanted.</summary>
    public string[] Permission { get; }

    /// <summary>
    /// The permissions that no administrator has consented to yet; null where the sign-in may not read that.
    /// </summary>
    public string[]? PendingConsent { get; }

    /// <summary>What was missing before; with -ValidateOnly, what is.</summary>
    public SmimeApplicationDifference[] Differences { get; }

    /// <summary>Where an administrator consents to the permissions; null where there is no application.</summary>
    public Uri? ConsentUri { get; }

    /// <inheritdoc/>
    public override string ToString() => ViewText.Text(ClientId is null ? Name : $"{Name} ({ClientId})");
}

/// <summary>What an app registration lacks, or lacked, of what is wanted.</summary>
public sealed class SmimeApplicationDifference
{
    private readonly ApplicationDifference _difference;

    internal SmimeApplicationDifference(ApplicationDifference difference) => _difference = difference;

    /// <summary>The member as Graph calls it, such as requiredResourceAccess.</summary>
    public string Member => _difference.Member.Visible();

    /// <summary>What is there; (none) for nothing.</summary>
    public string Existing => _difference.Existing.Visible();

    /// <summary>What is wanted.</summary>
    public string Wanted => _difference.Wanted.Visible();

    /// <inheritdoc/>
    public override string ToString() => _difference.ToString().Visible();
}
