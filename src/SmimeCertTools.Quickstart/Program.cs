using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using SmimeCertTools.Quickstart;
using SmimeCertTools.Quickstart.Demonstration;
using SmimeCertTools.Quickstart.Shell;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Pki;

var watch = Stopwatch.StartNew();
string manifest;
PowerShellProgram shell;
try
{
    manifest = Checkout.FindManifest();
    shell = PowerShellProgram.Find();
}
catch (FileNotFoundException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

using var stop = new StopSignal();
var producer = new PfxProducer();
Console.WriteLine("SmimeCertTools quickstart: the main job against a sandbox on this machine. Nothing leaves it.");
using var factory = new CertificateFactory();
using var connectorKey = ConnectorKeyPair.Create();
using var folder = DemonstrationFolder.Create(factory, connectorKey, producer, TimeProvider.System);
Console.WriteLine(
    $"Made a demonstration CA, a connector key and {folder.PfxCount} PFX files of three people with {producer.Name}.");

await using var sandbox = await SandboxHost.StartAsync(new SandboxOptions { ConnectorKeys = [connectorKey] });
DemonstrationTenant.Fill(sandbox.State);
Console.WriteLine($"The sandbox answers at {sandbox.GraphUri}. What follows runs in {shell.Description}.");

// The folder with the PFX files goes at the end; the page stays, to be looked at.
var report = Path.Combine(Directory.CreateTempSubdirectory("smimecerttools-report-").FullName, "report.html");
var exitCode = await SampleScript.RunAsync(shell,
    Path.Combine(Checkout.Root, "docs", "samples", "quickstart.ps1"),
    ["-Folder", folder.Path, "-GraphUri", sandbox.GraphUri.ToString(), "-Module", manifest, "-ReportPath", report],
    new Dictionary<string, string> { ["SMIME_QUICKSTART_TOKEN"] = sandbox.IssueToken(userPrincipalName: "admin@contoso.com") },
    folder.Path,
    stop);
if (exitCode != 0)
{
    Console.Error.WriteLine(exitCode == StopSignal.ExitCode
        ? "The quickstart was stopped." : "The quickstart did not end well; the error stands above.");
    return exitCode;
}

Console.WriteLine();
Console.WriteLine($"Done in {watch.Elapsed.TotalSeconds:F0} s.");
foreach (var line in ClosingAdvice.Create(
    Environment.CurrentDirectory, Checkout.Root, manifest, shell.IsInstalled ? null : PowerShellPackage.Program))
{
    Console.WriteLine(line);
}

return 0;
