using System;
using System.Collections.Generic;
using System.Net;
using System.Security;
using System.Threading.Tasks;
using SmimeCertTools.Connection;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Tests.Hosting;
using SmimeCertTools.TestSupport.Shell;
using Xunit;

namespace SmimeCertTools.Tests.Connection;

/// <summary>A sandbox for all tests of a class, and the ways into it.</summary>
public sealed class ConnectionFixture : IAsyncLifetime
{
    public const string User = "anna@contoso.com";

    public SandboxHost Sandbox { get; private set; } = null!;

    public SandboxClient Client { get; } = new() { Secret = Guid.NewGuid().ToString("N") + "-s" };

    public static SecureString Secure(string text) => new NetworkCredential(string.Empty, text).SecurePassword;

    /// <summary>A runspace with the cmdlets and the probes.</summary>
    public static Task<HostedShell> OpenAsync() => HostedShell.OpenAsync(
        typeof(ConnectSmimeGraphCommand).Assembly.Location, typeof(InvokeAsyncProbeCommand).Assembly.Location);

    /// <summary>Connects with a token.</summary>
    public async Task<ShellResult> ConnectAsync(HostedShell shell, string? token = null, string more = "")
    {
        using var secure = Secure(token ?? Sandbox.IssueToken());
        return await shell.RunAsync(
            $"param($Token, $Uri) Connect-SmimeGraph -AccessToken $Token -GraphUri $Uri {more}",
            new Dictionary<string, object?> { ["Token"] = secure, ["Uri"] = Sandbox.GraphUri });
    }

    public async Task InitializeAsync()
    {
        Sandbox = await SandboxHost.StartAsync(new SandboxOptions { Clients = [Client] });
        Sandbox.State.Users.Add(User);
    }

    public async Task DisposeAsync() => await Sandbox.DisposeAsync();
}
