using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Deployment;
using SmimeCertTools.Deployment.NextSteps;
using SmimeCertTools.Hosting;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.TestSupport.Tools;
using SmimeCertTools.Tests.Support;
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

    [Fact]
    public async Task The_topic_names_the_cmdlets_that_the_steps_run_or_a_person()
    {
        var entries = Regex.Matches(
            await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "en-US", "about_SmimeDeployment.md")),
            @"^- `(\w+)`: (.*)$", RegexOptions.Multiline).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        foreach (var fault in Enum.GetValues<PlantedFault>())
        {
            await using var tenant = await DeploymentTenant.StartAsync(fault);
            var parameters = fault is PlantedFault.ArchiveNotImported or PlantedFault.RecordNotArchived ? Archives[1] : "";
            foreach (var step in (await ExamineAsync(tenant, parameters)).Select(check => check.NextStep!))
            {
                var entry = entries[fault.ToString()];
                var isForPersons = step.StartsWith('#');
                Assert.True(entry.Contains(isForPersons ? "Cure, by a person:" : "Cure, by command:", StringComparison.Ordinal),
                    $"{fault}: {step}");
                Assert.All(isForPersons ? [] : Cmdlets(step).Where(IsOurs), name => Assert.Contains(name, entry, StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData("ManagedIdentity", "Grant-SmimePermission", "-ManagedIdentity 1950a258-227b-4e31-a9cf-717495945fc2")]
    [InlineData("Interactive", "Register-SmimeApplication", "-ClientId 1950a258-227b-4e31-a9cf-717495945fc2 -Permission ReadOnly")]
    public void A_missing_permission_is_given_to_whatever_signed_in(string authType, string cmdlet, string arguments)
    {
        var call = new DeploymentCall { AuthType = authType, ClientId = "1950a258-227b-4e31-a9cf-717495945fc2" };

        var step = new DeploymentNextSteps(call).Of(Result("PermissionMissing"));

        Assert.StartsWith($"{cmdlet} {arguments}", step, StringComparison.Ordinal);
        AssertBinds(step!);
    }

    [Fact]
    public void What_nothing_tells_is_asked_for_and_every_step_is_a_line_that_binds()
    {
        foreach (var status in new[] { SmimeCheckStatus.Fail, SmimeCheckStatus.Unknown })
        {
            foreach (var id in DeploymentDoctor.Checks.Select(check => check.Id))
            {
                var result = Result(id) with { Status = status };
                var step = new DeploymentNextSteps(new DeploymentCall()).Of(result with
                {
                    Users = [.. Enumerable.Range(1, 12).Select(number => $"user{number}@contoso.com")],
                    Details = new DeploymentCheckDetails
                    {
                        ProfileId = Guid.Empty.ToString(),
                        ProfileName = "Anna's profile",
                        Platform = SmimePlatform.Windows,
                        Kind = SmimeProfileKind.TrustedRoot,
                        Groups = ["Anna's group"],
                        ProfileIds = [Guid.Empty.ToString()],
                        GoneGroup = Guid.Empty.ToString(),
                    },
                });
                Assert.DoesNotContain('\n', step!);
                AssertBinds(step!);
            }
        }
    }

    [Fact]
    public void What_was_not_checked_goes_on_with_the_same_call() => Assert.Equal("Test-SmimeDeployment",
        new DeploymentNextSteps(new DeploymentCall()).Of(Result("TrustedRootMissing") with
        {
            Status = SmimeCheckStatus.Unknown,
            IsUnread = true,
        }));

    [Fact]
    public async Task The_same_call_keeps_its_words_and_shows_no_password()
    {
        await using var tenant = await DeploymentTenant.StartAsync();
        tenant.Tenant.Host.Faults.Add("GET", "userPfxCertificates", 503, times: 100);
        await PrepareAsync(tenant, Archives[2]);
        const string call = "Test-SmimeDeployment -Platform IOS -ArchivePath ./archive -ArchivePassword $password";

        var checks = (await tenant.Tenant.RunAsync(call)).OutputAs<SmimeDeploymentCheck>();

        Assert.Equal(call, Assert.Single(checks, check => check.Id == "ReadFailed").NextStep);
    }

    private static DeploymentCheckResult Result(string id) => new()
    {
        Id = id,
        Area = SmimeDeploymentArea.SignIn,
        Status = SmimeCheckStatus.Fail,
        Target = "Tenant",
        Message = "It is so.",
    };

    private static bool IsOurs(string cmdlet) => cmdlet.Contains("Smime", StringComparison.Ordinal)
        || cmdlet is "New-TrustedRootProfile" or "New-PkcsImportedProfile" or "New-PkcsCertificateProfile"
            or "Get-UserCertHistory";

    private static IEnumerable<string> Cmdlets(string step) => Parse(step)
        .FindAll(node => node is CommandAst, searchNestedScriptBlocks: true)
        .Select(node => ((CommandAst)node).GetCommandName());

    private static ScriptBlockAst Parse(string script)
    {
        var ast = Parser.ParseInput(script, out _, out var errors);
        Assert.True(errors.Length == 0, $"{script}: {string.Join<ParseError>(" ", errors)}");
        return ast;
    }

    // Each parameter is the cmdlet's, and there is a set that takes all of them.
    private static void AssertBinds(string step)
    {
        foreach (var node in Parse(step).FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
        {
            if (CmdletTypes.Find(node.GetCommandName()) is not { } type)
            {
                continue;
            }

            var given = node.CommandElements.OfType<CommandParameterAst>().Select(parameter => parameter.ParameterName)
                .Where(name => name is not ("ErrorAction" or "WhatIf" or "Confirm")).ToList();
            var properties = given.ConvertAll(name => type.GetProperty(name));
            Assert.True(!properties.Contains(null), $"{step}: {string.Join(", ", given)}");
            var sets = properties.ConvertAll(property => property!.GetCustomAttributes<ParameterAttribute>()
                .Select(parameter => parameter.ParameterSetName).ToHashSet());
            var all = sets.SelectMany(set => set).Distinct();
            Assert.True(
                given.Count == 0 || all.Any(name => sets.TrueForAll(set => set.Contains(name) || set.Contains(ParameterAttribute.AllParameterSets))), step);
        }
    }

    [Fact]
    public void A_comment_that_is_broken_into_lines_is_a_comment_in_each()
    {
        var lines = TextWrap.Command("# Intune admin center, Devices, All devices: Sync; the device must be on and online.", 40);

        Assert.True(lines.Count > 2);
        Assert.All(lines, line => Assert.StartsWith("# ", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 40));
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
