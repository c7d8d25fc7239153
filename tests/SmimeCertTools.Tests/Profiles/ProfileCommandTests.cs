using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.GraphSchema;
using SmimeCertTools.Hosting;
using SmimeCertTools.Profiles;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Tools;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Tests.Profiles;

/// <summary>What is true of all cmdlets that make profiles, on all platforms and with all options.</summary>
public sealed class ProfileCommandTests
{
    [CorpusFact]
    public async Task Every_request_fits_the_metadata_and_no_type_is_missing()
    {
        var (tenant, root) = await ProfileCommands.StartAsync();
        await using var _ = tenant;

        await MakeAsync(tenant, root, [.. ProfileCommands.Foundations, .. ProfileCommands.Variants]);
        await MakeAsync(tenant, root, ProfileCommands.Changes);
        Assert.Equal(ExpectedTypes, Types(tenant));
        var types = tenant.Host.State.Profiles.All.ToDictionary(profile => profile.Id, profile => profile.TypeName);
        await MakeAsync(tenant, root, ProfileCommands.Removals);

        var metadata = GraphMetadata.Load(Path.Combine(SharedCorpus.Shared, "graph", "subset.csdl"));
        var writes = tenant.Host.State.Requests.Entries.Where(entry => entry.Method != "GET").ToList();
        var problems = writes.SelectMany(entry => metadata.Check(entry.Method, entry.Path, entry.Body, types.GetValueOrDefault)
            .Select(problem => $"{entry.Method} {entry.Path}: {problem}"));
        Assert.Equal([], problems);
        Assert.Empty(Types(tenant));
        Assert.All(new[] { "POST", "PATCH", "DELETE" }, method => Assert.Contains(writes, entry => entry.Method == method));
    }

    [Fact]
    public async Task A_second_run_of_every_command_changes_nothing_and_sends_no_write()
    {
        var (tenant, root) = await ProfileCommands.StartAsync();
        await using var _ = tenant;
        string[] commands = [.. ProfileCommands.Foundations, .. ProfileCommands.Variants];
        var made = await MakeAsync(tenant, root, commands);
        var writes = tenant.Written().Count;

        var again = await MakeAsync(tenant, root, [.. commands.Select(command => command + " -IfExists Update")]);

        Assert.Equal(made.Count, again.Count);
        Assert.All(again, profile => Assert.True(profile.Status == SmimeProfileStatus.Unchanged,
            $"{profile.Name}: {profile.Status} {string.Join("; ", profile.Changes)}"));
        Assert.Equal(writes, tenant.Written().Count);
    }

    [Fact]
    public async Task WhatIf_sends_no_write_whatever_the_command()
    {
        var (tenant, root) = await ProfileCommands.StartAsync();
        await using var _ = tenant;
        await MakeAsync(tenant, root, ProfileCommands.Foundations);
        var writes = tenant.Written().Count;
        string[] removals =
        [
            "Get-SmimeProfile 'Root iOS' | Remove-SmimeProfile",
            "Get-SmimeProfile 'Root iOS' | Set-SmimeProfileAssignment -AllUsers",
            .. ProfileCommands.Foundations.Select(
                command => command.Replace("'For mail'", "Changed", StringComparison.Ordinal) + " -IfExists Update"),
        ];

        var made = await MakeAsync(tenant, root,
            [.. ProfileCommands.Variants.Concat(removals).Select(command => command + " -WhatIf")]);

        Assert.Empty(made);
        Assert.Equal(writes, tenant.Written().Count);
    }

    private static async Task<IReadOnlyList<SmimeProfile>> MakeAsync(
        TestTenant tenant, string root, IReadOnlyList<string> commands)
    {
        List<SmimeProfile> made = [];
        foreach (var command in commands)
        {
            var result = await tenant.RunAsync($"param($Path) {command}", new() { ["Path"] = root });
            Assert.True(result.AllErrors.Count == 0, $"{command}: {string.Join("; ", result.AllErrors)}");
            made.AddRange(result.OutputAs<SmimeProfile>());
        }

        return made;
    }

    private static string[] Types(TestTenant tenant) =>
    [
        .. new[] { tenant.Host.State.Profiles, tenant.Host.State.AppConfigurations, tenant.Host.State.ManagedAppConfigurations }
            .SelectMany(store => store.All).Select(profile => profile.TypeName).Distinct().Order(StringComparer.Ordinal),
    ];

    private static readonly string[] ExpectedTypes =
    [
        .. new[]
        {
            "windows81TrustedRootCertificate", "iosTrustedRootCertificate", "macOSTrustedRootCertificate",
            "androidDeviceOwnerTrustedRootCertificate", "androidWorkProfileTrustedRootCertificate",
            "androidTrustedRootCertificate", "aospDeviceOwnerTrustedRootCertificate",
            "windows10PkcsCertificateProfile", "iosPkcsCertificateProfile", "macOSPkcsCertificateProfile",
            "androidDeviceOwnerPkcsCertificateProfile", "androidWorkProfilePkcsCertificateProfile",
            "androidPkcsCertificateProfile", "aospDeviceOwnerPkcsCertificateProfile",
            "windows10ImportedPFXCertificateProfile", "iosImportedPFXCertificateProfile", "macOSImportedPFXCertificateProfile",
            "androidDeviceOwnerImportedPFXCertificateProfile", "androidForWorkImportedPFXCertificateProfile",
            "androidImportedPFXCertificateProfile", "iosEasEmailProfileConfiguration", "androidEasEmailProfileConfiguration",
            "iosMobileAppConfiguration", "androidManagedStoreAppConfiguration", "targetedManagedAppConfiguration",
        }.Order(StringComparer.Ordinal),
    ];
}
