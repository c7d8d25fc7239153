using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Graph;

/// <summary>A signed-in connection to Graph. Safe for concurrent use; disposing it drops its sockets and its token.</summary>
public sealed class GraphConnection : IDisposable
{
    private GraphConnection() => throw new NotImplementedException();

    /// <summary>How it signed in: AccessToken, Interactive, DeviceCode, ClientSecret, Certificate, ManagedIdentity.</summary>
    public string AuthType => throw new NotImplementedException();

    /// <summary>The signed-in person's user principal name; null for applications or when the token does not say.</summary>
    public string? Account => throw new NotImplementedException();

    /// <summary>The application's client id, when known.</summary>
    public string? ClientId => throw new NotImplementedException();

    /// <summary>The tenant's id, when known.</summary>
    public string? TenantId => throw new NotImplementedException();

    /// <summary>The cloud.</summary>
    public GraphEnvironment Environment => throw new NotImplementedException();

    /// <summary>The endpoint without version segment.</summary>
    public Uri GraphUri => throw new NotImplementedException();

    /// <summary>The permissions in the token (scopes or app roles); empty when it does not say.</summary>
    public IReadOnlyList<string> Scopes => throw new NotImplementedException();

    /// <summary>The permissions this module needs that the token lacks; empty when the token does not say what it has.</summary>
    public IReadOnlyList<string> MissingScopes => throw new NotImplementedException();

    /// <summary>When the token at hand expires; null when it does not say.</summary>
    public DateTimeOffset? TokenExpiresOn => throw new NotImplementedException();

    /// <summary>The users' imported certificates.</summary>
    public UserPfxClient UserPfx => throw new NotImplementedException();

    /// <summary>Signs in (obtains a first token) and connects. No request goes to Graph itself yet.</summary>
    /// <exception cref="GraphRequestException">No token could be had.</exception>
    /// <exception cref="ArgumentException">GraphUri is plain http to another machine, or not an absolute http(s) address.</exception>
    public static Task<GraphConnection> ConnectAsync(
        GraphCredential credential, GraphConnectionOptions options, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}
