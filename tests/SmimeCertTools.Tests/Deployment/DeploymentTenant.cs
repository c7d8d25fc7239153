using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Deployment;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Tests.Support;

namespace SmimeCertTools.Tests.Deployment;

/// <summary>A tenant with the sample deployment, and a current folder with the files that go with it.</summary>
internal sealed class DeploymentTenant : IAsyncDisposable
{
    /// <summary>The archive: a list of the files with their passwords.</summary>
    public const string Archive = "./archive.csv";

    private DeploymentTenant(TestTenant tenant, SampleDeployment sample) => (Tenant, Sample) = (tenant, sample);

    public TestTenant Tenant { get; }

    public SampleDeployment Sample { get; }

    public static async Task<DeploymentTenant> StartAsync(PlantedFault? fault = null)
    {
        var tenant = await TestTenant.StartAsync();
        var sample = SampleDeployment.AddTo(tenant.Host, fault);
        var folder = tenant.Folder;
        foreach (var file in sample.Archive)
        {
            folder.Write(file.Name, file.Pfx);
        }

        var people = SamplePeople.Shared;
        folder.Write("archive.csv", "UserPrincipalName,Path,Password\n" + string.Concat(
            sample.Archive.Select(file => $"{file.User},{file.Name},{people.Password}\n")));
        folder.Write("connector-public.pem", TestTenant.ConnectorKey.PublicKeyPem);
        foreach (var (name, certificate) in new[]
        {
            ("Contoso Root CA", people.Root), ("Contoso Issuing CA", people.Issuing), ("Contoso Signing CA", people.Root),
        })
        {
            folder.Write(name + ".cer", certificate.RawData);
        }

        (await tenant.RunAsync("param($Folder) Set-Location -LiteralPath $Folder", new() { ["Folder"] = folder.Path }))
            .EnsureNoErrors();
        return new DeploymentTenant(tenant, sample);
    }

    public async Task<IReadOnlyList<SmimeDeploymentCheck>> TestAsync(string parameters = "") =>
        (await Tenant.RunAsync("Test-SmimeDeployment " + parameters)).EnsureNoErrors().OutputAs<SmimeDeploymentCheck>();

    public ValueTask DisposeAsync() => Tenant.DisposeAsync();
}
