using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Help;

/// <summary>A sandbox, and a folder with the files that the documentation's examples name.</summary>
internal sealed class HelpTenant : IAsyncDisposable
{
    private const string DocumentedAddress = "http://127.0.0.1:5080";

    private readonly TempFolder folder = new();
    private readonly ConnectorKeyPair key;

    private HelpTenant(SandboxHost sandbox, ConnectorKeyPair key)
    {
        Sandbox = sandbox;
        this.key = key;
    }

    /// <summary>The service.</summary>
    public SandboxHost Sandbox { get; }

    /// <summary>The folder with the files.</summary>
    public string Folder => folder.Path;

    /// <summary>The password of all files.</summary>
    public string Password { get; } = HelpFiles.Shared.Password;

    /// <summary>Starts the sandbox and copies the files.</summary>
    public static async Task<HelpTenant> StartAsync()
    {
        var key = HelpFiles.Shared.OpenConnectorKey();
        var tenant = new HelpTenant(
            await SandboxHost.StartAsync(new SandboxOptions { ConnectorKeys = [key], PageSize = 2 }), key);
        foreach (var user in new[] { "alice@contoso.com", "bob@contoso.com", "carol@contoso.com" })
        {
            tenant.Sandbox.State.Users.Add(user);
        }

        tenant.AddTenant();
        HelpFiles.Shared.CopyTo(tenant.folder);
        return tenant;
    }

    /// <summary>An example, with the address that the documentation names replaced by the sandbox's.</summary>
    public string Localize(string code) =>
        code.Replace(DocumentedAddress, Sandbox.GraphUri.ToString().TrimEnd('/'), StringComparison.Ordinal);

    /// <summary>
    /// Every record's password opens its PFX with the connector's key. From the first profile on, what is delivered depends on
    /// profiles of imported certificates, devices and assignments.
    /// </summary>
    public void CheckDelivery()
    {
        if (Sandbox.State.Profiles.Count > 0)
        {
            return;
        }

        foreach (var user in Sandbox.State.UserPfxCertificates.All.Select(record => record.UserPrincipalName).Distinct())
        {
            using var delivery = Sandbox.Devices.Deliver(user);
            Assert.All(delivery.Records, record => Assert.True(record.IsDelivered, record.Detail));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        key.Dispose();
        folder.Dispose();
    }

    private void AddTenant()
    {
        foreach (var group in new[] { "Mail users", "Pilot", "Guests" })
        {
            Sandbox.State.Groups.Add(group);
        }

        Sandbox.State.Applications.AddManagedIdentity("mail-runbook");
        Sandbox.State.AddIosApp();
        Sandbox.State.AddAndroidApp();
        Sandbox.State.AddAssignmentFilter("Company iPhones", "iOS", "(device.deviceOwnership -eq \"Corporate\")");
        Sandbox.State.AddConnector(new SandboxConnector { MachineName = "srv1.contoso.com" });
    }
}
