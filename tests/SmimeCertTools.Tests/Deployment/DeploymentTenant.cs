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

    /// <summary>What a person answers to next steps that ask: where each file is, and whose a certificate is not.</summary>
    private const string Answers = """
        param($Secret, $Files)
        $global:Secret = $Secret
        $global:Files = $Files
        $global:Asked = [System.Collections.Generic.List[string]]::new()
        function global:Read-Host {
            param([string] $Prompt, [switch] $AsSecureString)
            $global:Asked.Add($Prompt)
            if ($AsSecureString) { return ConvertTo-SecureString -String $global:Secret -AsPlainText -Force }
            switch -Regex ($Prompt) {
                "^File of the connector's public key$" { './connector-public.pem' }
                '^PFX of \S+, ([0-9A-F]{40})$' { $global:Files[$Matches[1]] }
                '^Next encryption PFX of (\w+)@' { "./$($Matches[1])-next.pfx" }
                '^Next signing PFX of (\w+)@' { "./$($Matches[1])-next-signing.pfx" }
                '^Encryption PFX of (\w+)@\S+ valid' { "./$($Matches[1])-2024.pfx" }
                '^File of the certificate of (.+)$' { "./$($Matches[1]).cer" }
                '^Whose it is not: (\S+) or' { $Matches[1] }
                '^List of the PFX files' { './archive.csv' }
                '^Archive of the PFX files' { './archive.csv' }
                default { throw "Nobody knows an answer to '$Prompt'." }
            }
        }
        """;

    private DeploymentTenant(TestTenant tenant, SampleDeployment sample) => (Tenant, Sample) = (tenant, sample);

    public TestTenant Tenant { get; }

    public SampleDeployment Sample { get; }

    public static async Task<DeploymentTenant> StartAsync(PlantedFault? fault = null)
    {
        var tenant = await TestTenant.StartAsync();
        var sample = SampleDeployment.AddTo(tenant.Host, fault);
        var folder = tenant.Folder;
        foreach (var file in sample.Archive.Concat(sample.Further))
        {
            folder.Write(file.Name, file.Pfx);
        }

        var people = SamplePeople.Shared;
        folder.Write("archive.csv", "UserPrincipalName,Path,Password\n" + string.Concat(
            sample.Archive.Select(file => $"{file.User},{file.Name},{people.Password}\n")));
        folder.Write("connector-public.pem", TestTenant.ConnectorKey.PublicKeyPem);
        foreach (var (name, certificate) in new[]
        {
            ("Contoso Root CA", people.Root), ("Contoso Issuing CA", people.Issuing), ("Contoso Signing CA", people.SigningAuthority),
        })
        {
            folder.Write(name + ".cer", certificate.RawData);
        }

        (await tenant.RunAsync("param($Folder) Set-Location -LiteralPath $Folder", new() { ["Folder"] = folder.Path }))
            .EnsureNoErrors();
        (await tenant.RunAsync(Answers, new()
        {
            ["Secret"] = people.Password,
            ["Files"] = sample.Archive.Concat(sample.Further).ToDictionary(file => file.Thumbprint, file => "./" + file.Name),
        })).EnsureNoErrors();
        return new DeploymentTenant(tenant, sample);
    }

    public async Task<IReadOnlyList<SmimeDeploymentCheck>> TestAsync(string parameters = "") =>
        (await Tenant.RunAsync("Test-SmimeDeployment " + parameters)).EnsureNoErrors().OutputAs<SmimeDeploymentCheck>();

    public ValueTask DisposeAsync() => Tenant.DisposeAsync();
}
