using System;
using System.Collections.Generic;
using System.Net.Http;

namespace SmimeCertTools.Core.Graph;

/// <summary>How to reach Graph and how patient to be. Every default is stated.</summary>
public sealed class GraphConnectionOptions
{
    /// <summary>
    /// The cloud. Default null: that of the sign-in service in the variable AZURE_AUTHORITY_HOST, as for Azure's tools; where it
    /// is not set, <see cref="SmimeGraphEnvironment.Global"/>. A cloud that is named here wins over the variable.
    /// </summary>
    public SmimeGraphEnvironment? Environment { get; init; }

    /// <summary>
    /// Any Graph-style endpoint instead of the cloud's, without version segment. Must be https, or http to a loopback address.
    /// It must be given where the sign-in service is of none of Microsoft's clouds.
    /// </summary>
    public Uri? GraphUri { get; init; }

    /// <summary>
    /// Where tokens come from, instead of the cloud's sign-in service. Must be https, or http to a loopback address: then only
    /// <see cref="ClientSecretGraphCredential"/> can sign in there. Default null; for a client secret and a <see
    /// cref="GraphUri"/> that is plain http on loopback, it is that address, with the token endpoint at
    /// <c>{tenant}/oauth2/v2.0/token</c>.
    /// </summary>
    public Uri? AuthorityHost { get; init; }

    /// <summary>
    /// Whether the sign-in service is trusted without asking Microsoft's public cloud about it first: for private or disconnected
    /// clouds. It gets whatever the credential holds, a client secret included. Default false; one on this machine is never asked
    /// about.
    /// </summary>
    public bool DisableInstanceDiscovery { get; init; }

    /// <summary>
    /// How often a throttled or failed request is sent again. Default 5. 429 is followed by another try for every request; 502,
    /// 503 and 504 for reads only, because a write may have taken effect (the importer looks it up, then sends again within the
    /// same bound). So is a read whose connection failed or timed out; as long as the service has never answered, only once,
    /// after at most a second.
    /// </summary>
    public int MaxRetries { get; init; } = 5;

    /// <summary>
    /// The longest wait that is accepted before a request is sent. Default 5 minutes: a longer Retry-After ends the request, and
    /// as long as more than this is left of it others fail at once.
    /// </summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The first wait where the service names none; it doubles with each try and is spread by ±50 %. Default 2 s. From the
    /// second try on it is the least, whatever the service names.
    /// </summary>
    public TimeSpan RetryBaseDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a request is tried again, counted from its first failure, waits included. Default 10 minutes; it then fails with
    /// the latest cause.
    /// </summary>
    public TimeSpan MaxRetryTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long one try may take, answer included. Default 100 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// The innermost handler, which stays the caller's and must not follow redirects; null for a new one with a connection pool
    /// of its own and the system's proxy.
    /// </summary>
    public HttpMessageHandler? InnerHandler { get; init; }

    /// <summary>
    /// What the connection is wanted for; what its token lacks of it is <see cref="Connection.GraphConnection.MissingScopes"/>.
    /// Default: nothing.
    /// </summary>
    public IReadOnlyList<GraphPermission> NeededPermissions { get; init; } = [];

    /// <summary>Told of each wait: status, delay, number of the try. Called on any thread.</summary>
    public Action<GraphRetry>? OnRetry { get; init; }

    /// <summary>The same with what one command asks for.</summary>
    internal GraphConnectionOptions For(GraphCommandOptions command) => new()
    {
        Environment = Environment,
        GraphUri = GraphUri,
        AuthorityHost = AuthorityHost,
        DisableInstanceDiscovery = DisableInstanceDiscovery,
        MaxRetries = MaxRetries,
        MaxRetryDelay = command.LongestWait ?? MaxRetryDelay,

        // Two waits of the longest kind: who accepts one accepts that it is not the last.
        MaxRetryTime = command.LongestWait is { } longest && longest + longest > MaxRetryTime ? longest + longest : MaxRetryTime,
        RetryBaseDelay = RetryBaseDelay,
        RequestTimeout = command.RequestTimeout ?? RequestTimeout,
        InnerHandler = InnerHandler,
        NeededPermissions = NeededPermissions,
        OnRetry = command.OnRetry ?? OnRetry,
    };
}

/// <summary>A wait before a request is sent: again, or for the first time.</summary>
/// <param name="StatusCode">
/// The status that made it wait: 429, 502, 503 or 504, or that of a write that was contradicted, such as 409; 0 when there was no
/// answer. A request that waits for the first time does so because others were answered 429.
/// </param>
/// <param name="Delay">How long it waits.</param>
/// <param name="Attempt">The number of the coming retry, from 1; 0 for a request that has not been sent yet.</param>
/// <param name="IsServerDelay">Whether the service named the wait.</param>
public sealed record GraphRetry(int StatusCode, TimeSpan Delay, int Attempt, bool IsServerDelay)
{
    /// <summary>When the wait ends, by the clock here.</summary>
    public DateTimeOffset Until { get; init; }
}
