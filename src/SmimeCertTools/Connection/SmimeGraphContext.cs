using System;
using System.Collections.ObjectModel;
using System.Linq;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Connection;

/// <summary>Who is signed in where, and with which permissions. It never holds the token.</summary>
public sealed class SmimeGraphContext
{
    internal SmimeGraphContext(GraphConnection connection)
    {
        AuthType = connection.AuthType;
        Account = connection.Account.Visible();
        ClientId = connection.ClientId;
        TenantId = connection.TenantId;
        Environment = connection.Environment;
        Authority = connection.Authority;
        GraphUri = connection.GraphUri;
        Scopes = new TextList(
            connection.Scopes.Select(scope => scope.Visible()).OrderBy(scope => scope, StringComparer.OrdinalIgnoreCase));
        MissingScopes = new TextList(connection.MissingScopes);
        TokenExpiresOn = connection.TokenExpiresOn;
    }

    /// <summary>How it signed in: AccessToken, Interactive, DeviceCode, ClientSecret, Certificate or ManagedIdentity.</summary>
    public string AuthType { get; }

    /// <summary>The signed-in person's user principal name; null for an application.</summary>
    public string? Account { get; }

    /// <summary>The application's client id, when known.</summary>
    public string? ClientId { get; }

    /// <summary>The tenant's id, when known.</summary>
    public string? TenantId { get; }

    /// <summary>The cloud.</summary>
    public SmimeGraphEnvironment Environment { get; }

    /// <summary>The sign-in service that gave the token; null when none was asked (a given token, a managed identity).</summary>
    public Uri? Authority { get; }

    /// <summary>The endpoint that requests go to, without version segment.</summary>
    public Uri GraphUri { get; }

    /// <summary>The permissions in the token; empty when the token does not say.</summary>
    public ReadOnlyCollection<string> Scopes { get; }

    /// <summary>The permissions this module needs that the token lacks; empty when the token does not say what it has.</summary>
    public ReadOnlyCollection<string> MissingScopes { get; }

    /// <summary>When the token at hand expires; null when unknown.</summary>
    public DateTimeOffset? TokenExpiresOn { get; }

    /// <summary>Who is signed in where.</summary>
    public override string ToString() => ViewText.Text($"{Account ?? ClientId ?? "unknown"} ({AuthType}) at {GraphUri}");
}
