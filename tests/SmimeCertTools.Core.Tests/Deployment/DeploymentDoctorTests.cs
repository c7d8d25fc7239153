using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using SmimeCertTools.Core.Deployment;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Deployment;

/// <summary>What cannot be read, whom it is about, and what the topic says.</summary>
public sealed class DeploymentDoctorTests
{
    private const string Configuration = "DeviceManagementConfiguration.ReadWrite.All";
    private const string Apps = "DeviceManagementApps.ReadWrite.All";
    private const string Users = "User.Read.All";
    private const string Groups = "Group.Read.All";

    [Theory]
    [InlineData(Configuration, "DeviceManagementConfiguration.Read.All", "ConnectorMissing", "MailClientOff")]
    [InlineData(Apps, "DeviceManagementApps.Read.All", "MailClientOff", "EncryptionMissing")]
    [InlineData(Users, "User.Read.All", "RecordUserUnknown", "EncryptionMissing")]
    [InlineData(Groups, "Group.Read.All", "UserNotReached", "TrustedRootMissing")]
    public async Task A_missing_permission_makes_what_needs_it_unknown_and_fails_by_name(
        string missing, string named, string unknown, string other)
    {
        string[] all = [Configuration, Apps, Users, Groups];
        await using var doctor = await Doctor.StartAsync(permissions: all.Where(permission => permission != missing));

        var results = await doctor.ExamineAsync();

        var permission = Assert.Single(results, result => result.Status == SmimeCheckStatus.Fail);
        Assert.Equal(("PermissionMissing", named), (permission.Id, permission.Target));
        var unchecked_ = Assert.Single(results, result => result.Id == unknown);
        Assert.Equal(SmimeCheckStatus.Unknown, unchecked_.Status);
        Assert.Contains(named, unchecked_.Message, StringComparison.Ordinal);
        Assert.All(results, result => Assert.NotEqual(SmimeCheckStatus.Warning, result.Status));
        Assert.Equal(
            missing == Configuration ? SmimeCheckStatus.Unknown : SmimeCheckStatus.Pass,
            results.First(result => result.Id == other).Status);
    }

    [Theory]
    [InlineData("ndesConnectors", "certificateConnectorDetails", "ConnectorMissing", "EncryptionMissing")]
    [InlineData("deviceConfigurations", null, "ImportedProfileMissing", "EncryptionMissing")]
    [InlineData("mobileAppConfigurations", null, "MailClient", "ConnectorMissing")]
    [InlineData("userPfxCertificates", null, "EncryptionMissing", "ConnectorMissing")]
    public async Task What_fails_stops_nothing_else(string collection, string? also, string unknown, string other)
    {
        await using var doctor = await Doctor.StartAsync();
        foreach (var name in new[] { collection, also }.OfType<string>())
        {
            doctor.Host.Faults.Add("GET", name, 503, times: 100);
        }

        var results = await doctor.ExamineAsync();

        Assert.All(
            results.Where(result => result.Status == SmimeCheckStatus.Fail), result => Assert.Equal("ReadFailed", result.Id));
        Assert.Contains(results, result => result.Id == "ReadFailed" && result.Status == SmimeCheckStatus.Fail);
        Assert.Equal(SmimeCheckStatus.Unknown, results.First(result => result.Id == unknown).Status);
        Assert.Equal(SmimeCheckStatus.Pass, results.First(result => result.Id == other).Status);
    }

    [Fact]
    public async Task Where_batches_are_refused_each_thing_is_asked_for_alone()
    {
        await using var doctor = await Doctor.StartAsync();
        doctor.Host.Faults.Add("POST", "$batch", 400, times: 1000);

        Assert.All(await doctor.ExamineAsync(), result => Assert.Equal(SmimeCheckStatus.Pass, result.Status));
    }

    [Fact]
    public async Task A_session_that_is_over_ends_it()
    {
        await using var doctor = await Doctor.StartAsync();
        doctor.Host.RevokeTokens();

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => doctor.ExamineAsync());

        Assert.True(error.IsSessionError);
    }

    [Fact]
    public async Task Each_collection_is_read_once()
    {
        await using var doctor = await Doctor.StartAsync();

        await doctor.CollectAsync();

        var asked = doctor.Host.State.Requests.Entries.Where(entry => !entry.Path.EndsWith("$batch", StringComparison.Ordinal))
            .Select(entry => entry.Path).ToList();
        Assert.Equal(asked.Distinct(), asked);
        Assert.All(
            new[] { "deviceConfigurations", "mobileAppConfigurations", "ndesConnectors", "userPfxCertificates" },
            name => Assert.Single(asked, path => path.EndsWith("/" + name, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Who_is_asked_for_is_looked_at_alone()
    {
        await using var doctor = await Doctor.StartAsync(PlantedFault.EncryptionMissing);

        var anna = await doctor.ExamineAsync(scope: new DeploymentScope { Users = ["anna@contoso.com", "nobody@contoso.com"] });
        var carla = await doctor.ExamineAsync(scope: new DeploymentScope { Users = ["carla@contoso.com"] });

        Assert.All(anna, result => Assert.Equal(SmimeCheckStatus.Pass, result.Status));
        var found = Assert.Single(carla, result => result.Status != SmimeCheckStatus.Pass);
        Assert.Equal(("EncryptionMissing", "carla@contoso.com"), (found.Id, Assert.Single(found.Users)));
    }

    [Fact]
    public async Task A_platform_that_is_asked_for_is_looked_at_alone_and_whether_anything_is_there_or_not()
    {
        await using var doctor = await Doctor.StartAsync(PlantedFault.ImportedProfileMissing);

        var ios = await doctor.ExamineAsync(scope: new DeploymentScope { Platforms = [SmimePlatform.IOS] });
        var mac = await doctor.ExamineAsync(scope: new DeploymentScope { Platforms = [SmimePlatform.MacOS] });

        Assert.All(ios, result => Assert.Equal(SmimeCheckStatus.Pass, result.Status));
        var missing = Assert.Single(mac, result => result.Id == "ImportedProfileMissing");
        Assert.Equal((SmimeCheckStatus.Fail, "macOS"), (missing.Status, missing.Target));
    }

    [Fact]
    public async Task An_empty_tenant_fails_where_something_is_missing_and_nowhere_else()
    {
        await using var doctor = await Doctor.StartAsync();
        foreach (var profile in doctor.Host.State.Profiles.All)
        {
            doctor.Host.State.Profiles.Remove(profile.Id);
        }

        doctor.Host.State.AppConfigurations.Remove(doctor.Host.State.AppConfigurations.All[0].Id);
        doctor.Host.State.UserPfxCertificates.Clear();
        doctor.Host.State.RemoveConnectors();

        var results = await doctor.ExamineAsync();

        Assert.Equal(["ConnectorMissing", "ImportedProfileMissing"],
            results.Where(result => result.Status != SmimeCheckStatus.Pass).Select(result => result.Id));
    }

    [Fact]
    public async Task Whom_a_group_of_devices_reaches_is_not_known()
    {
        await using var doctor = await Doctor.StartAsync(PlantedFault.UserNotReached);
        var state = doctor.Host.State;
        var phones = state.Groups.Add("Phones", [state.Devices.All[0].Id]);
        foreach (var profile in state.Profiles.All)
        {
            state.Profiles.Remove(profile.Id);
            doctor.Host.State.AddFound(
                new System.Text.Json.Nodes.JsonObject(profile.Properties.Select(pair =>
                    new KeyValuePair<string, System.Text.Json.Nodes.JsonNode?>(pair.Key, pair.Value?.DeepClone())))
                {
                    ["id"] = profile.Id,
                    ["@odata.type"] = "#microsoft.graph." + profile.TypeName,
                },
                profile.Bindings,
                [.. profile.Assignments, new IntuneAssignment { Target = AssignmentTarget.Group, GroupId = phones.Id }]);
        }

        var found = Assert.Single(await doctor.ExamineAsync(), result => result.Status != SmimeCheckStatus.Pass);

        Assert.Equal(("UserNotReached", SmimeCheckStatus.Unknown), (found.Id, found.Status));
    }

    [Fact]
    public async Task All_users_and_nested_groups_are_reached()
    {
        await using var doctor = await Doctor.StartAsync();
        var state = doctor.Host.State;
        var inner = state.Groups.Add("Inner", state.Groups.All.Single(group => group.DisplayName == "Mail users").MemberIds);
        state.Groups.SetMembers(state.Groups.All.Single(group => group.DisplayName == "Mail users").Id, [inner.Id]);

        Assert.All(await doctor.ExamineAsync(), result => Assert.Equal(SmimeCheckStatus.Pass, result.Status));
    }

    [Fact]
    public async Task A_token_that_ends_soon_is_told()
    {
        await using var doctor = await Doctor.StartAsync();
        var data = await doctor.CollectAsync();
        var soon = new DeploymentSignIn { Account = "admin@contoso.com", TokenExpiresOn = data.Time.AddMinutes(5) };

        var result = DeploymentDoctor.Examine(new DeploymentData
        {
            Time = data.Time,
            Scope = data.Scope,
            SignIn = soon,
            Connectors = data.Connectors,
            Profiles = data.Profiles,
            DeviceApps = data.DeviceApps,
            ManagedApps = data.ManagedApps,
            Groups = data.Groups,
            Records = data.Records,
            Users = data.Users,
        })[0];

        Assert.Equal(("SignIn", SmimeCheckStatus.Warning, "admin@contoso.com"), (result.Id, result.Status, result.Target));
    }

    [Theory]
    [InlineData("AA", "AA", SmimeCheckStatus.Pass)]
    [InlineData("aa", "AA", SmimeCheckStatus.Pass)]
    [InlineData("AA", null, SmimeCheckStatus.Pass)]
    [InlineData(null, null, SmimeCheckStatus.Pass)]
    [InlineData("AA", "BB", SmimeCheckStatus.Fail)]
    public async Task Several_keys_of_one_name_fail_where_files_of_results_know_them(
        string? carlas, string? others, SmimeCheckStatus expected)
    {
        await using var doctor = await Doctor.StartAsync();

        var results = await doctor.ExamineAsync(scope: new DeploymentScope
        {
            FingerprintOf = record => record.UserPrincipalName == "carla@contoso.com" ? carlas : others,
        });

        var result = Assert.Single(results, result => result.Id == "ConnectorKeyFingerprint");
        Assert.Equal(expected, result.Status);
        Assert.All(results.Where(other => other != result), other => Assert.Equal(SmimeCheckStatus.Pass, other.Status));
        Assert.Equal(carlas is not null, result.Message.Contains("AA", StringComparison.Ordinal));
    }

    [Fact]
    public void The_topic_lists_every_check_in_its_area()
    {
        var page = File.ReadAllText(RepositoryRoot.Combine("docs", "en-US", "about_SmimeDeployment.md"));
        var area = string.Empty;
        List<(string Id, string Area)> listed = [];
        foreach (var line in page.Split('\n'))
        {
            area = line.StartsWith("### ", StringComparison.Ordinal) ? line[4..].Trim() : area;
            if (Regex.Match(line, @"^- `(\w+)`: ") is { Success: true } match)
            {
                listed.Add((match.Groups[1].Value, area));
            }
        }

        Assert.Equal(DeploymentDoctor.Checks.Select(check => (check.Id, check.Area.ToString())), listed);
    }
}
