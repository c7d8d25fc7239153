using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Applications;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.Hosting;

namespace SmimeCertTools.Core.Tests.Graph.Applications;

/// <summary>A sandbox and a connection to it that share a clock whose waits take no time.</summary>
internal sealed class DirectoryTenant : IAsyncDisposable
{
    private DirectoryTenant(SandboxHost host, GraphConnection connection, InstantClock clock) =>
        (Host, Connection, Clock) = (host, connection, clock);

    public SandboxHost Host { get; }

    public GraphConnection Connection { get; }

    public InstantClock Clock { get; }

    public ApplicationDirectory Directory => Host.State.Applications;

    public static async Task<DirectoryTenant> StartAsync(TimeSpan lag = default, IEnumerable<string>? permissions = null)
    {
        var clock = new InstantClock();
        var host = await SandboxHost.StartAsync(new SandboxOptions { DirectoryLag = lag, Clock = clock, PageSize = 3 });
        return new DirectoryTenant(
            host, await GraphTestData.ConnectAsync(host.GraphUri, clock, host.IssueToken(permissions)), clock);
    }

    /// <summary>A certificate that signs itself, with its key.</summary>
    public static X509Certificate2 Certificate(string subject = "CN=Rehearsal", int days = 365, int keySize = 2048)
    {
        using var key = RSA.Create(keySize);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(Math.Min(-1, days - 1)), now.AddDays(days));
    }

    public static ApplicationRequest Request(
        string name = "SmimeCertTools", string? clientId = null, X509Certificate2? certificate = null) => new()
        {
            DisplayName = name,
            ClientId = clientId,
            Permissions = [GraphPermission.ConfigurationReadWrite, GraphPermission.UserRead],
            Certificate = certificate is null ? null : CertificateReader.Read(certificate.RawData),
        };

    /// <summary>Plans and applies, as one command does.</summary>
    public async Task<ApplicationPlan> RegisterAsync(ApplicationRequest request)
    {
        var client = new ApplicationClient(Connection);
        return await client.ApplyAsync(await client.PlanAsync(request, default), default);
    }

    public Task<ApplicationPlan> PlanAsync(ApplicationRequest request) =>
        new ApplicationClient(Connection).PlanAsync(request, default);

    public SandboxGraphPermission Offer(GraphPermission permission) =>
        Directory.Graph.Permissions.Single(offer => offer.Value == permission.Value);

    /// <summary>The writes that reached the sandbox.</summary>
    public List<string> Writes() =>
        [.. Host.State.Requests.Entries.Where(entry => entry.Method != "GET").Select(entry => $"{entry.Method} {entry.Path}")];

    /// <summary>The redirect addresses of an application's public client.</summary>
    public static List<string> Redirects(SandboxApplication application) =>
        [.. (application.Values["publicClient"]?["redirectUris"] as JsonArray ?? []).Select(item => (string)item!)];

    /// <summary>What an application asks for, as "resource type id".</summary>
    public static List<string> Access(SandboxApplication application) =>
    [
        .. (application.Values["requiredResourceAccess"] as JsonArray ?? []).SelectMany(access =>
            access!["resourceAccess"]!.AsArray().Select(item => $"{access["resourceAppId"]} {item!["type"]} {item["id"]}")),
    ];

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        await Host.DisposeAsync();
    }
}
