using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Security;
using SmimeCertTools.Quickstart;
using SmimeCertTools.Quickstart.Demonstration;
using SmimeCertTools.Quickstart.Engine;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Pki;

var watch = Stopwatch.StartNew();
var manifest = StagedModule.FindManifest();
var producer = new PfxProducer();

Console.WriteLine("SmimeCertTools quickstart: the main job against a sandbox on this machine. Nothing leaves it.");
using var factory = new CertificateFactory();
using var connectorKey = ConnectorKeyPair.Create();
using var folder = DemonstrationFolder.Create(factory, connectorKey, producer, TimeProvider.System);
Console.WriteLine($"Made a demonstration CA, a connector key and {folder.PfxCount} PFX files of three people with {producer.Name}.");

await using var sandbox = await SandboxHost.StartAsync(new SandboxOptions { ConnectorKeys = [connectorKey] });
DemonstrationTenant.Fill(sandbox.State);

Console.WriteLine($"The sandbox answers at {sandbox.GraphUri}");

using var token = new SecureString();
foreach (var character in sandbox.IssueToken(userPrincipalName: "admin@contoso.com"))
{
    token.AppendChar(character);
}

var succeeded = SampleRunner.Run(
    Path.Combine(AppContext.BaseDirectory, "quickstart.ps1"),
    new Dictionary<string, object>
    {
        ["Folder"] = folder.Path,
        ["GraphUri"] = sandbox.GraphUri,
        ["AccessToken"] = token,
        ["Module"] = manifest,
    });
if (!succeeded)
{
    Console.Error.WriteLine("The quickstart did not end well; the error stands above.");
    return 1;
}

Console.WriteLine();
Console.WriteLine($"Done in {watch.Elapsed.TotalSeconds:F0} s. In your own PowerShell, type next:");
Console.WriteLine($"  Import-Module '{manifest}'");
Console.WriteLine("  Connect-SmimeGraph -TenantId contoso.com -ClientId <your app registration> -DeviceCode");
Console.WriteLine("  ./docs/samples/rollout.ps1 -WhatIf");
Console.WriteLine("  Import-Csv users.csv | Import-SmimeUserPfx -PublicKeyPath connector-public.pem -WhatIf");
Console.WriteLine("and read 'Get-Help about_SmimeCertTools'. To rehearse without a tenant, see docs/sandbox.md.");
return 0;
