using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Http;
using SmimeCertTools.Core.Graph.Http.Pacing;
using SmimeCertTools.Core.Graph.SignIn;

namespace SmimeCertTools.Core.Graph.Connection;

/// <summary>
/// A signed-in connection to Graph. Safe for concurrent use; disposing it drops its sockets and its token, and what was made of
/// it by <see cref="ForCommand"/> sends nothing any more.
/// </summary>
public sealed class GraphConnection : IDisposable
{
    /// <summary>Timers cannot count much further, and nobody waits longer.</summary>
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);

    private readonly TokenSource _tokens;
    private readonly RequestPacer _pacer;
    private readonly HttpMessageHandler _inner;
    private readonly bool _isInnerOwned;
    private readonly bool _isPart;
    private readonly string? _clientId;
    private readonly string? _tenantId;
    private readonly IReadOnlyList<GraphPermission> _needed;
    private volatile string? _refused;

    private GraphConnection(
        GraphCredential credential, GraphConnectionOptions options, SignInTarget target, TokenSource tokens, RetryPolicy policy)
    {
        AuthType = credential.AuthType;
        Environment = target.Environment;
        Authority = target.Authority;
        GraphUri = target.GraphUri;
        _tokens = tokens;
        Policy = policy;
        (_clientId, _tenantId) = Registration(credential);
        _needed = options.NeededPermissions;
        _pacer = new RequestPacer(policy);
        (_inner, _isInnerOwned) = (options.InnerHandler ?? GraphHttp.NewInnerHandler(), options.InnerHandler is null);
        Line = new PacerLine(_pacer, policy);
        Http = RequestPipeline.Create(GraphUri, tokens, policy, Line, _inner);
    }

    private GraphConnection(GraphConnection whole, GraphCommandOptions command)
    {
        AuthType = whole.AuthType;
        Environment = whole.Environment;
        Authority = whole.Authority;
        GraphUri = whole.GraphUri;
        (_tokens, _pacer, _inner, _isPart) = (whole._tokens, whole._pacer, whole._inner, true);
        (_clientId, _tenantId) = (whole._clientId, whole._tenantId);
        (_needed, _refused) = (whole._needed, whole._refused);
        Policy = whole.Policy.For(command);
        Line = new PacerLine(_pacer, Policy, command.MaxRequestsPerSecond is { } rate ? new RequestCeiling(rate) : null);
        Http = RequestPipeline.Create(GraphUri, _tokens, Policy, Line, _inner);
    }

    /// <summary>How it signed in: AccessToken, Interactive, DeviceCode, ClientSecret, Certificate, ManagedIdentity.</summary>
    public string AuthType { get; }

    /// <summary>The signed-in person's user principal name; null for applications or when the token does not say.</summary>
    public string? Account => _tokens.Claims.Account;

    /// <summary>The application's client id, when known.</summary>
    public string? ClientId => _tokens.Claims.ClientId ?? _clientId;

    /// <summary>The tenant's id, when known; else the domain that was signed in to.</summary>
    public string? TenantId => _tokens.Claims.TenantId ?? _tenantId;

    /// <summary>The cloud.</summary>
    public SmimeGraphEnvironment Environment { get; }

    /// <summary>The sign-in service that gave the token; null when none was asked (a given token, a managed identity).</summary>
    public Uri? Authority { get; }

    /// <summary>The endpoint without version segment; ends in a slash.</summary>
    public Uri GraphUri { get; }

    /// <summary>The permissions in the token (scopes or app roles); empty when it does not say.</summary>
    public IReadOnlyList<string> Scopes => _tokens.Claims.Scopes;

    /// <summary>
    /// The permissions of <see cref="GraphConnectionOptions.NeededPermissions"/> that the token lacks. Of a token that does not
    /// say what it has, what <see cref="VerifyAsync"/> was refused for.
    /// </summary>
    public IReadOnlyList<string> MissingScopes => Scopes.Count > 0
        ? [.. GraphPermission.Missing(_needed, Scopes).Select(permission => permission.Value)]
        : _refused is { } refused ? [refused] : [];

    /// <summary>
    /// When the token at hand expires; null when it does not say. A token that can be renewed is, five minutes earlier.
    /// </summary>
    public DateTimeOffset? TokenExpiresOn => _tokens.ExpiresOn;

    /// <summary>What has been sent through this object so far, and what the service makes of the connection's requests.</summary>
    public GraphTraffic Traffic => new(Line.State);

    /// <summary>What was read through it, by collection. That of one command begins empty.</summary>
    public GraphReads Reads { get; } = new();

    /// <summary>Where the token of each request comes from.</summary>
    internal TokenSource Tokens => _tokens;

    /// <summary>Keeps requests within what the service grants.</summary>
    internal PacerLine Line { get; }

    /// <summary>Sends requests with the token, again where the policy says so. Clients of all kinds are made from it.</summary>
    internal HttpClient Http { get; }

    /// <summary>When and how often requests are tried again, and the clock.</summary>
    internal RetryPolicy Policy { get; }

    /// <summary>Signs in (obtains a first token) and connects. No request goes to Graph itself yet.</summary>
    /// <exception cref="GraphRequestException">
    /// No token could be had (<see cref="GraphErrorKind.SignInFailed"/>), or the given one has expired
    /// (<see cref="GraphErrorKind.Unauthorized"/>).
    /// </exception>
    /// <exception cref="ArgumentException">
    /// GraphUri, AuthorityHost or the variable AZURE_AUTHORITY_HOST (ParamName says which) is plain http to another machine, or
    /// not an absolute http(s) address, or has a user name, query or fragment, or ends in a version segment.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number or time in the options is negative or longer than a day.
    /// </exception>
    public static Task<GraphConnection> ConnectAsync(
        GraphCredential credential, GraphConnectionOptions options, CancellationToken cancellationToken) =>
        ConnectAsync(credential, options, TimeProvider.System, Jitter.Next, cancellationToken);

    /// <summary>The same with a clock and a source of numbers from 0 to 1.</summary>
    internal static async Task<GraphConnection> ConnectAsync(GraphCredential credential,
        GraphConnectionOptions options, TimeProvider clock, Func<double> jitter, CancellationToken cancellationToken)
    {
        Guard.NotNull(credential);
        Check(Guard.NotNull(options));
        TokenSource? tokens = null;
        try
        {
            var target = SignInTarget.Choose(
                credential, options, System.Environment.GetEnvironmentVariable(SignInTarget.AuthorityVariable));
            tokens = TokenSources.Create(credential, options, target, clock);
            _ = await tokens.GetTokenAsync(cancellationToken).ConfigureAwait(false);
            var connection = new GraphConnection(credential, options, target, tokens, new RetryPolicy(options, clock, jitter));
            tokens = null;
            return connection;
        }
        catch (GraphFailureException e)
        {
            throw GraphErrors.SignIn(e, credential.AuthType);
        }
        finally
        {
            tokens?.Dispose();
        }
    }

    /// <summary>
    /// Asks Intune for one record, which shows that the endpoint is Graph and that the tenant, the token and its permissions do.
    /// </summary>
    /// <returns>The refusal where only a permission is missing; null when all is well.</returns>
    /// <exception cref="GraphRequestException">Nothing can be done through this connection.</exception>
    public async Task<GraphRequestException?> VerifyAsync(CancellationToken cancellationToken)
    {
        var subject = GraphRequestSubject.Verify(GraphUri);
        try
        {
            var page = await new GraphTransport(this).GetAsync(
                subject, "deviceManagement/userPfxCertificates?$top=1", cancellationToken).ConfigureAwait(false);
            return page?["value"] is JsonArray ? null : throw GraphErrors.Unexpected(subject, "the answer is not a list");
        }
        catch (GraphRequestException e) when (e.Kind == GraphErrorKind.Forbidden && !GraphErrors.IsWrongTenant(e.ServiceMessage))
        {
            _refused = subject.Permission.Value;
            return e;
        }
    }

    /// <summary>
    /// The same connection for one command: token, sockets and pace are shared, and what the command asks for holds for requests
    /// through the result alone. Disposing of that ends its own requests and leaves the connection as it is.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number or time is not positive, or a time is longer than a day.
    /// </exception>
    public GraphConnection ForCommand(GraphCommandOptions command)
    {
        CheckPositive(Guard.NotNull(command).RequestTimeout, nameof(command.RequestTimeout));
        CheckPositive(command.LongestWait, nameof(command.LongestWait));
        return new GraphConnection(this, command);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isPart)
        {
            _tokens.Dispose();
        }

        Http.Dispose();
        if (_isInnerOwned)
        {
            _inner.Dispose();
        }
    }

    private static void Check(GraphConnectionOptions options)
    {
        if (options.MaxRetries < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options.MaxRetries), "It must not be negative.");
        }

        CheckTime(options.MaxRetryDelay, nameof(options.MaxRetryDelay));
        CheckTime(options.MaxRetryTime, nameof(options.MaxRetryTime));
        CheckTime(options.RetryBaseDelay, nameof(options.RetryBaseDelay));
        CheckTime(options.RequestTimeout, nameof(options.RequestTimeout));
        if (options.RequestTimeout == TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(options.RequestTimeout), "It must be positive.");
        }
    }

    private static void CheckPositive(TimeSpan? time, string name)
    {
        if (time <= TimeSpan.Zero || time > LongestTime)
        {
            throw new ArgumentOutOfRangeException(name, "It must be positive and at most one day.");
        }
    }

    private static void CheckTime(TimeSpan time, string name)
    {
        if (time < TimeSpan.Zero || time > LongestTime)
        {
            throw new ArgumentOutOfRangeException(name, "It must be between nothing and one day.");
        }
    }

    private static (string? ClientId, string? TenantId) Registration(GraphCredential credential) => credential switch
    {
        RegisteredGraphCredential c => (c.ClientId, c.TenantId),
        ManagedIdentityGraphCredential c => (c.ClientId, null),
        _ => (null, null),
    };
}
