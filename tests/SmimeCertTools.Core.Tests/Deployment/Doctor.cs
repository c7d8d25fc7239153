using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Deployment;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Core.Tests.Graph;
using SmimeCertTools.Core.Tests.Profiles;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Deployment;

/// <summary>The sample deployment in a sandbox, and what looks through it.</summary>
internal sealed class Doctor : IAsyncDisposable
{
    private static readonly Lazy<ConnectorKeyPair> Key = new(() => ConnectorKeyPair.Create(2048));

    private readonly TempFolder _folder = new();

    private Doctor(SandboxHost host, GraphConnection connection, SampleDeployment sample) =>
        (Host, Connection, Sample) = (host, connection, sample);

    public SandboxHost Host { get; }

    public GraphConnection Connection { get; }

    public SampleDeployment Sample { get; }

    public static async Task<Doctor> StartAsync(
        PlantedFault? fault = null, IEnumerable<string>? permissions = null, SandboxOptions? options = null)
    {
        var host = await SandboxHost.StartAsync(options ?? new SandboxOptions { ConnectorKeys = [Key.Value] });
        var sample = SampleDeployment.AddTo(host, fault);
        return new Doctor(
            host, await GraphTestData.ConnectAsync(host.GraphUri, token: host.IssueToken(permissions)), sample);
    }

    /// <summary>Whether a check compares with an archive.</summary>
    public static bool NeedsArchive(string id) => id is "ArchiveNotImported" or "RecordNotArchived";

    public async Task<DeploymentData> CollectAsync(bool withArchive = false, DeploymentScope? scope = null) =>
        await new DeploymentCollector(Connection).CollectAsync(
            scope ?? new DeploymentScope(), withArchive ? await ArchiveAsync() : null, null, CancellationToken.None);

    public async Task<IReadOnlyList<DeploymentCheckResult>> ExamineAsync(
        bool withArchive = false, DeploymentScope? scope = null) =>
        DeploymentDoctor.Examine(await CollectAsync(withArchive, scope));

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        await Host.DisposeAsync();
        _folder.Dispose();
    }

    private Task<CertificateArchive> ArchiveAsync()
    {
        foreach (var file in Sample.Archive)
        {
            File.WriteAllBytes(Path.Combine(_folder.Path, file.Name), file.Pfx);
        }

        return CertificateArchive.ReadAsync(
            [.. Sample.Archive.Select(file => new ArchiveItem
            {
                Path = Path.Combine(_folder.Path, file.Name),
                Password = SecretText.Copy(SamplePeople.Shared.Password),
            })],
            error => Assert.Fail(error.Message), null, CancellationToken.None);
    }
}
