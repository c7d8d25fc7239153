using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Deployment;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Core.Tests.Graph.Intune;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Deployment;

/// <summary>A sound deployment passes, and each planted fault is found, it alone.</summary>
public sealed class PlantedFaultTests
{
    /// <summary>What is wrong outside of a deployment, with the tests that plant it there.</summary>
    private static readonly Dictionary<string, string> NotPlanted = new()
    {
        ["SignIn"] = $"It is the token's: {nameof(DeploymentDoctorTests.A_token_that_ends_soon_is_told)}.",
        ["PermissionMissing"] = "It is the token's: "
            + $"{nameof(DeploymentDoctorTests.A_missing_permission_makes_what_needs_it_unknown_and_fails_by_name)}.",
        ["ReadFailed"] = $"It is the service's: {nameof(DeploymentDoctorTests.What_fails_stops_nothing_else)}.",
        ["ConnectorKeyFingerprint"] = "Files of results tell it, and the tenant does not: "
            + $"{nameof(DeploymentDoctorTests.Several_keys_of_one_name_fail_where_files_of_results_know_them)}.",
    };

    public static TheoryData<PlantedFault> Faults => [.. Enum.GetValues<PlantedFault>()];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sound_deployment_passes_every_check(bool withArchive)
    {
        await using var doctor = await Doctor.StartAsync();

        var results = await doctor.ExamineAsync(withArchive);

        Assert.All(results, result => Assert.True(result.Status == SmimeCheckStatus.Pass, $"{result.Id}: {result.Message}"));
        Assert.Equal(
            DeploymentDoctor.Checks.Select(check => check.Id).Where(id =>
                id != "ConnectorKeyFingerprint" && (withArchive || !Doctor.NeedsArchive(id))),
            results.Select(result => result.Id).Distinct());
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_planted_fault_is_found_and_nothing_else(PlantedFault fault)
    {
        await using var doctor = await Doctor.StartAsync(fault);

        var results = await doctor.ExamineAsync(Doctor.NeedsArchive(fault.ToString()));

        var wrong = results.Where(result => result.Status != SmimeCheckStatus.Pass).ToList();
        Assert.True(wrong.Count > 0, "Nothing was found.");
        Assert.All(wrong, result => Assert.True(result.Id == fault.ToString(), $"{result.Id}: {result.Message}"));
        Assert.All(wrong, result => Assert.NotEqual(SmimeCheckStatus.Unknown, result.Status));
        Assert.All(wrong, result => Assert.False(string.IsNullOrWhiteSpace(result.Message)));
    }

    [Fact]
    public void Every_check_of_the_topic_has_a_planted_fault_or_a_reason_why_not()
    {
        Assert.Equal(
            DeploymentDoctor.Checks.Select(check => check.Id).Order(StringComparer.Ordinal),
            Enum.GetNames<PlantedFault>().Concat(NotPlanted.Keys).Order(StringComparer.Ordinal));
        Assert.Equal(
            DeploymentDoctor.Checks.Select(check => check.Id).Order(StringComparer.Ordinal),
            Regex.Matches(File.ReadAllText(RepositoryRoot.Combine("docs", "en-US", "about_SmimeDeployment.md")),
                @"^- `(\w+)`: ", RegexOptions.Multiline).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }
}
