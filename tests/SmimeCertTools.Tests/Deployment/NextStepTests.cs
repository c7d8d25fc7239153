using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;
using System.Threading.Tasks;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Deployment;
using SmimeCertTools.Hosting;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Tests.Deployment;

/// <summary>What a check gives to go on with works as it stands, and mends what a command can mend.</summary>
public sealed class NextStepTests
{
    private static readonly PlantedFault[] Mended =
    [
        PlantedFault.TrustedRootMissing, PlantedFault.TrustedRootIncomplete, PlantedFault.ImportedProfileMissing,
        PlantedFault.SigningMissing, PlantedFault.SigningProfileIncomplete, PlantedFault.SigningProfileAddress,
        PlantedFault.ProfileUnassigned, PlantedFault.AssignmentRoot, PlantedFault.AssignmentMail,
        PlantedFault.AssignmentExcluded, PlantedFault.AssignmentGroupGone, PlantedFault.MailClient, PlantedFault.MailClientOff,
        PlantedFault.MailProfileUnbound, PlantedFault.ArchiveNotImported,
    ];

    public static TheoryData<PlantedFault> Faults => [.. Enum.GetValues<PlantedFault>()];

    [Fact]
    public void Every_check_has_a_next_step() => Assert.Equal(
        DeploymentDoctor.Checks.Select(check => check.Id).Order(StringComparer.Ordinal),
        DeploymentNextSteps.Ids.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_next_step_runs_as_printed_and_mends_what_a_command_can(PlantedFault fault)
    {
        await using var tenant = await DeploymentTenant.StartAsync(fault);
        var parameters = fault is PlantedFault.ArchiveNotImported or PlantedFault.RecordNotArchived
            ? "-ArchivePath " + DeploymentTenant.Archive : "";

        var found = await RunStepsAsync(tenant, parameters);

        Assert.Contains(found, check => check.Id == fault.ToString());
        if (Mended.Contains(fault))
        {
            // What one step assigns may be what the next finds lacking for others.
            for (var i = 0; i < 2 && found.Count > 0; i++)
            {
                found = await RunStepsAsync(tenant, parameters);
            }

            Assert.True(found.Count == 0, string.Join("; ", found.Select(check => check.ToString())));
        }
    }

    // What does not pass, after the step of each was run.
    private static async Task<IReadOnlyList<SmimeDeploymentCheck>> RunStepsAsync(DeploymentTenant tenant, string parameters)
    {
        List<SmimeDeploymentCheck> found =
            [.. (await tenant.TestAsync(parameters)).Where(check => check.Status != SmimeCheckStatus.Pass)];
        foreach (var check in found)
        {
            var step = Assert.IsType<string>(check.NextStep);
            var result = await tenant.Tenant.RunAsync($"$ConfirmPreference = 'None'; {step}");
            Assert.True(result.AllErrors.Count == 0, $"{step}: {string.Join(" ", result.AllErrors)}");
        }

        return found;
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
