using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.UserPfx;

public sealed class BatchImportTests
{
    [Fact]
    public async Task Users_of_a_list_are_looked_up_eighteen_at_a_time()
    {
        await using var tenant = await TestTenant.StartAsync();
        var path = WriteList(tenant, Users(tenant, 40));
        tenant.Host.State.Requests.Clear();

        var result = await RunAsync(tenant, path);

        result.EnsureNoErrors();
        Assert.Equal(40, tenant.Records.Count);
        var sent = tenant.Host.State.Requests.Entries.Where(entry => entry.BatchPartId is null).ToList();
        Assert.Equal(40, sent.Count(entry => entry.Path.EndsWith(TestTenant.RecordsPath, StringComparison.Ordinal)));
        Assert.Equal(3, sent.Count(entry => entry.Path.EndsWith("$batch", StringComparison.Ordinal)));
        Assert.Equal(43, sent.Count);
        Assert.Equal((43L, 0L), (Summary(result).Requests, Summary(result).ThrottledRequests));
    }

    [Fact]
    public async Task The_pipeline_is_looked_up_in_groups_as_well()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (pfx, _) = tenant.AddPfx("shared.pfx");
        var rows = Users(tenant, 20).ConvertAll(user => tenant.CsvRow(user, pfx));
        tenant.Host.State.Requests.Clear();

        (await tenant.ImportAsync(rows, "-AllowOtherAddress")).EnsureNoErrors();

        Assert.Equal(20, tenant.Records.Count);
        Assert.Equal(2, tenant.Host.State.Requests.Find("POST", "$batch").Count);
    }

    [Fact]
    public async Task A_user_who_is_unknown_fails_and_those_of_the_same_batch_do_not()
    {
        await using var tenant = await TestTenant.StartAsync();
        var path = WriteList(tenant, [.. Users(tenant, 5), "nobody@contoso.com"]);

        var result = await RunAsync(tenant, path);

        Assert.Equal(["UserNotFound"], result.ErrorIds);
        Assert.Contains("Line 7 ", Assert.Single(result.Errors).ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal(5, tenant.Records.Count);
    }

    [Fact]
    public async Task Refused_parts_of_a_batch_are_looked_up_again()
    {
        await using var tenant = await TestTenant.StartAsync();
        var path = WriteList(tenant, Users(tenant, 10));
        tenant.Host.Faults.Add(new FaultRule
        {
            Match = target => target.IsBatchPart && target.Path.Contains("user4%40", StringComparison.Ordinal),
            Status = 429,
            RetryAfter = "0",
            Times = 2,
        });

        var result = await RunAsync(tenant, path);

        result.EnsureNoErrors();
        Assert.Equal(10, tenant.Records.Count);
        Assert.Equal(2, Summary(result).ThrottledRequests);
    }

    [Fact]
    public async Task Records_under_another_key_are_outdated_until_force_replaces_them()
    {
        await using var tenant = await TestTenant.StartAsync();
        var path = WriteList(tenant, Users(tenant, 3));
        (await RunAsync(tenant, path)).EnsureNoErrors();
        var ids = tenant.Records.Select(record => record.Id).Order().ToList();
        var kept = tenant.Folder.Combine("rotation.csv");

        var left = await RunAsync(tenant, path, $"-KeyName NewKey -PaddingScheme OaepSha256 -ResultPath '{kept}'");

        Assert.All(Items(left.EnsureNoErrors()), item => Assert.Equal(
            (SmimeImportStatus.Outdated, "key name PFXEncryptionKey → NewKey, padding OaepSha512 → OaepSha256", null),
            (item.Status, item.Difference, item.Error)));
        Assert.StartsWith("3 certificates", Assert.Single(left.Warnings), StringComparison.Ordinal);
        Assert.Equal((3, false), (Summary(left).Outdated, Summary(left).IsComplete));
        Assert.All(tenant.Records, record => Assert.Equal("PFXEncryptionKey", record.KeyName));

        // The results file of a run that left them alone does not keep the next one from replacing them.
        var forced = await RunAsync(tenant, path, $"-Force -KeyName NewKey -PaddingScheme OaepSha256 -ResultPath '{kept}'");

        Assert.All(Items(forced.EnsureNoErrors()), item => Assert.Equal(SmimeImportStatus.Updated, item.Status));
        Assert.All(tenant.Records, record => Assert.Equal(("NewKey", "oaepSha256"), (record.KeyName, record.PaddingScheme)));
        Assert.Equal(ids, tenant.Records.Select(record => record.Id).Order());
        Assert.Equal(3, tenant.Host.State.Requests.Find("PATCH", TestTenant.RecordsPath).Count);
        var lines = await File.ReadAllLinesAsync(kept);
        Assert.Equal(3, lines.Count(line => line.Contains("key name PFXEncryptionKey → NewKey", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_upload_that_takes_longer_than_allowed_is_looked_up_and_not_sent_twice()
    {
        await using var tenant = await TestTenant.StartAsync();
        var path = WriteList(tenant, [TestTenant.Alice]);
        tenant.Host.Faults.Add("POST", TestTenant.RecordsPath, FaultMode.Delay, delay: TimeSpan.FromSeconds(3));

        var result = await RunAsync(tenant, path, "-TimeoutSec 1");

        Assert.Equal(SmimeImportStatus.Imported, Assert.Single(Items(result.EnsureNoErrors())).Status);
        Assert.Single(tenant.Records);
    }

    [Theory]
    [InlineData("-MaxRequestsPerSecond 0")]
    [InlineData("-TimeoutSec 0")]
    [InlineData("-ThrottleLimit 65")]
    public async Task Bounds_that_make_no_sense_are_refused_before_anything_is_read(string option)
    {
        await using var tenant = await TestTenant.StartAsync();

        var result = await RunAsync(tenant, "missing.csv", option);

        Assert.Contains("ParameterArgumentValidationError", Assert.Single(result.ErrorIds), StringComparison.Ordinal);
    }

    private static List<string> Users(TestTenant tenant, int count)
    {
        List<string> users = [.. Enumerable.Range(1, count).Select(i => $"user{i}@contoso.com")];
        users.ForEach(user => tenant.Host.State.Users.Add(user));
        return users;
    }

    private static string WriteList(TestTenant tenant, IEnumerable<string> users)
    {
        tenant.AddPfx("shared.pfx");
        var text = new StringBuilder("UserPrincipalName,Path,Password\n");
        foreach (var user in users)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{user},shared.pfx,{tenant.Password}\n");
        }

        return tenant.Folder.Write("users.csv", text.ToString());
    }

    private static Task<ShellResult> RunAsync(TestTenant tenant, string path, string options = "") => tenant.RunAsync(
        $"param($path, $key) Import-SmimeUserPfx -ManifestPath $path -PublicKeyPath $key -AllowOtherAddress {options}",
        new Dictionary<string, object?> { ["path"] = path, ["key"] = tenant.KeyPath });

    private static List<SmimeImportResult> Items(ShellResult result) =>
        [.. result.Output.Select(item => item.BaseObject).OfType<SmimeImportResult>()];

    private static SmimeImportSummary Summary(ShellResult result) => result.Summary<SmimeImportSummary>();
}
