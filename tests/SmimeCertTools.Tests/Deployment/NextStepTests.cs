using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;
using System.Threading.Tasks;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Deployment;
using SmimeCertTools.Deployment.NextSteps;
using SmimeCertTools.Hosting;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Tests.Deployment;

/// <summary>What a check gives to go on with works as it stands, and mends what a command can mend.</summary>
public sealed class NextStepTests
{
    /// <summary>What no command mends: the step is a comment, which says what a person does where.</summary>
    private static readonly PlantedFault[] ForPersons =
    [
        PlantedFault.ConnectorMissing, PlantedFault.ConnectorInactive, PlantedFault.ConnectorSilent,
        PlantedFault.ConnectorVersion, PlantedFault.ConnectorContradiction, PlantedFault.UserNotReached,
        PlantedFault.ImportedProfileDeprecated, PlantedFault.RecordNotArchived, PlantedFault.CertificateFailed, PlantedFault.CertificatePending,
    ];

    public static TheoryData<PlantedFault, string> Faults
    {
        get
        {
            TheoryData<PlantedFault, string> data = [];
            foreach (var fault in Enum.GetValues<PlantedFault>())
            {
                var needsArchive = fault is PlantedFault.ArchiveNotImported or PlantedFault.RecordNotArchived;
                foreach (var archive in needsArchive || fault.ToString().Contains("Record", StringComparison.Ordinal)
                    || fault.ToString().Contains("Key", StringComparison.Ordinal) ? Archives.Skip(needsArchive ? 1 : 0) : [""])
                {
                    data.Add(fault, archive);
                }
            }

            return data;
        }
    }

    private static readonly string[] Archives =
    [
        "", "-ArchivePath ./archive.csv", "-ArchivePath ./archive -ArchivePassword $password", "-ArchivePath ./catalog.csv",
    ];

    [Fact]
    public void Every_check_has_a_next_step() => Assert.Equal(
        DeploymentDoctor.Checks.Select(check => check.Id).Order(StringComparer.Ordinal),
        new DeploymentNextSteps(new DeploymentCall()).Ids.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_next_step_runs_as_printed_and_mends_what_a_command_can(PlantedFault fault, string archive)
    {
        await using var tenant = await DeploymentTenant.StartAsync(fault);
        await PrepareAsync(tenant, archive);

        var found = await ExamineAsync(tenant, archive);

        Assert.NotEmpty(found);
        Assert.All(found, check => Assert.Equal(fault.ToString(), check.Id));
        var isForPersons = ForPersons.Contains(fault) || (fault == PlantedFault.RecordFormerName && archive.Length == 0);
        Assert.All(found, check => Assert.Equal(
            isForPersons, Assert.IsType<string>(check.NextStep).StartsWith("# ", StringComparison.Ordinal)));
        Assert.All(found, check => Assert.DoesNotContain(SamplePeople.Shared.Password, check.NextStep, StringComparison.Ordinal));
        foreach (var step in found.Select(check => check.NextStep!).Distinct())
        {
            var result = await tenant.Tenant.RunAsync($"$ConfirmPreference = 'None'; {step}");
            Assert.True(result.AllErrors.Count == 0, $"{step}: {string.Join(" ", result.AllErrors)}");
        }

        // What came late to Intune, or a long history, stays as it is.
        var left = await ExamineAsync(tenant, archive);
        if (!isForPersons && fault != PlantedFault.CertificateCount)
        {
            Assert.True(left.Count == 0, string.Join("; ", found.Select(check => check.NextStep).Concat(left.Select(check => $"{check}"))));
        }
    }

    private static async Task<IReadOnlyList<SmimeDeploymentCheck>> ExamineAsync(DeploymentTenant tenant, string archive) =>
        [.. (await tenant.TestAsync(archive)).Where(check => check.Status != SmimeCheckStatus.Pass)];

    // The same files as a folder of their own, and as a catalogue.
    private static async Task PrepareAsync(DeploymentTenant tenant, string archive)
    {
        if (archive.Length > 0)
        {
            (await tenant.Tenant.RunAsync("""
                $global:password = ConvertTo-SecureString -String $global:Secret -AsPlainText -Force
                $null = New-Item -ItemType Directory -Path ./archive
                Import-Csv ./archive.csv | ForEach-Object { Copy-Item -LiteralPath $_.Path -Destination ./archive }
                Export-SmimeCatalog -ArchivePath ./archive.csv -Destination ./catalog.csv
                """)).EnsureNoErrors();
        }
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(200)]
    public void A_command_that_is_broken_into_lines_is_the_same_command(int width)
    {
        const string command = "New-PkcsImportedProfile -Name 'S/MIME encryption Windows' -Platform Windows, IOS "
            + "-IntendedPurpose SmimeEncryption -GroupName 'Anna''s users', 'Mail users'";

        var lines = TextWrap.Command(command, width);

        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.Equal(Elements(command), Elements(string.Join("\n          ", lines)));
    }

    private static IEnumerable<string> Elements(string script)
    {
        var ast = Parser.ParseInput(script, out _, out var errors);
        Assert.Empty(errors);
        return ((CommandAst)((PipelineAst)ast.EndBlock.Statements[0]).PipelineElements[0]).CommandElements
            .Select(element => element.Extent.Text.Replace(" `\n          ", " ", StringComparison.Ordinal));
    }
}
