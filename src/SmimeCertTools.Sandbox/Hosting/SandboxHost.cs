using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.OAuth;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>A running sandbox on 127.0.0.1.</summary>
public sealed class SandboxHost : IAsyncDisposable
{
    private static readonly Guid RehearsalClientId = new("5a9d0000-0000-4000-8000-000000000001");
    private const long MaxRequestBodySize = 64 * 1024 * 1024;
    private readonly WebApplication _application;
    private readonly ServerCertificate? _certificate;
    private readonly SandboxParts _parts;

    private SandboxHost(SandboxOptions options, WebApplication application, ServerCertificate? certificate, SandboxParts parts)
    {
        (Options, _application, _certificate, _parts) = (options, application, certificate, parts);
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        GraphUri = new Uri(addresses.First(address => address.StartsWith("http:", StringComparison.Ordinal)));
        HttpsUri = addresses.FirstOrDefault(address => address.StartsWith("https:", StringComparison.Ordinal)) is { } https
            ? new Uri(https) : null;
    }

    /// <summary>The options it was started with.</summary>
    public SandboxOptions Options { get; }

    /// <summary>The endpoint without version segment: http://127.0.0.1:port/. Sign-in answers there as well.</summary>
    public Uri GraphUri { get; }

    /// <summary>The same over https; null unless <see cref="SandboxOptions.Https"/>.</summary>
    public Uri? HttpsUri { get; }

    /// <summary>The certificate of <see cref="HttpsUri"/> (no private key), for clients to compare; null unless https.</summary>
    public X509Certificate2? HttpsCertificate => _certificate?.Public;

    /// <summary>The CA that issued <see cref="HttpsCertificate"/>, for clients to trust; null unless https.</summary>
    public X509Certificate2? HttpsAuthority => _certificate?.Authority;

    /// <summary>What the tenant holds.</summary>
    public SandboxState State => _parts.State;

    /// <summary>The scripted faults.</summary>
    public FaultPlan Faults => _parts.Faults;

    /// <summary>The connector and the users' devices.</summary>
    public DeviceSimulator Devices => _parts.Devices;

    /// <summary>Starts a sandbox.</summary>
    /// <exception cref="System.IO.IOException">The port is taken.</exception>
    public static async Task<SandboxHost> StartAsync(SandboxOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new SandboxOptions();
        var parts = SandboxParts.Create(options);
        var certificate = options.Https ? ServerCertificate.Create(options.Clock) : null;

        // Empty: no settings files or variables of the process, no console, no signal handlers that its user has not asked for.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, PassiveLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBodySize;
            kestrel.Listen(IPAddress.Loopback, options.Port);
            if (certificate is not null)
            {
                kestrel.Listen(IPAddress.Loopback, options.HttpsPort, listen => listen.UseHttps(certificate.WithKey));
            }
        });

        var application = builder.Build();
        new HttpBridge(parts.Pipeline).Map(application);
        await application.StartAsync(cancellationToken);
        return new SandboxHost(options, application, certificate, parts);
    }

    /// <summary>Makes an access token.</summary>
    /// <param name="permissions">The roles or scopes it carries. Default: <see cref="Permission.All"/>.</param>
    /// <param name="userPrincipalName">The user it is delegated by (scopes); null for an app token (roles).</param>
    /// <param name="lifetime">How long it lasts; negative for one that has expired. Default one hour.</param>
    public string IssueToken(IEnumerable<string>? permissions = null, string? userPrincipalName = null,
        TimeSpan? lifetime = null) =>
        _parts.Tokens.Issue(new TokenRequest(
            RehearsalClientId, [.. permissions ?? Permission.All], lifetime ?? TimeSpan.FromHours(1))
        {
            UserPrincipalName = userPrincipalName,
            UserId = userPrincipalName is null ? null : State.Users.Find(userPrincipalName)?.Id,
        });

    /// <summary>Refuses all tokens that were issued so far, as after a password change or when an app is disabled.</summary>
    /// <param name="asksForClaims">
    /// Whether the refusals hold a claims challenge, and a new token counts only when it was asked for with claims.
    /// </param>
    public void RevokeTokens(bool asksForClaims = false) => _parts.Tokens.Revoke(asksForClaims);

    /// <summary>Signs a user in for a device code, as the user would on another device.</summary>
    /// <param name="userCode">The user code that the sign-in shows.</param>
    /// <param name="userPrincipalName">The user; null to decline.</param>
    /// <returns>False when the code is unknown or has been answered.</returns>
    public bool AnswerDeviceCode(string userCode, string? userPrincipalName) =>
        _parts.Grants.AnswerDeviceCode(userCode, userPrincipalName);

    /// <summary>Stops and forgets everything.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var immediately = new CancellationTokenSource())
        {
            await immediately.CancelAsync();
            await _application.StopAsync(immediately.Token);
        }

        await _application.DisposeAsync();
        _certificate?.Dispose();
        _parts.Issuer.Dispose();
    }

    private sealed class PassiveLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
