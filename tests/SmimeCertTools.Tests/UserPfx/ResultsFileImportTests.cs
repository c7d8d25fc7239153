using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.UserPfx;

public sealed class ResultsFileImportTests
{
    [Fact]
    public async Task WhatIf_says_by_the_file_what_is_done_already_and_what_is_outdated()
    {
        await using var tenant = await TestTenant.StartAsync();
        var row = tenant.CsvRow(TestTenant.Alice, tenant.AddPfx("alice.pfx").Path);
        var results = tenant.Folder.Combine("results.jsonl");
        var options = $"-ResultPath '{results}' -Detailed";
        (await tenant.ImportAsync(new[] { row }, options)).EnsureNoErrors();
        var before = File.ReadAllText(results);

        var done = await tenant.ImportAsync(new[] { row }, options + " -Force -WhatIf");
        var other = tenant.Folder.Write("other.pem", ConnectorKeyPair.Create(2048, keyName: "PFXEncryptionKey").PublicKeyPem);
        var outdated = await tenant.RunAsync($"param($Key) $input | Import-SmimeUserPfx -PublicKeyPath $Key {options} -WhatIf",
            new() { ["Key"] = other }, new[] { row });

        Assert.Equal(SmimeImportStatus.AlreadyPresent,
            Assert.Single(done.EnsureNoErrors().OutputAs<SmimeImportResult>()).Status);
        var left = Assert.Single(outdated.EnsureNoErrors().OutputAs<SmimeImportResult>());
        Assert.Equal(SmimeImportStatus.Outdated, left.Status);
        Assert.StartsWith("public key ", left.Difference, StringComparison.Ordinal);
        Assert.Equal((before, 1), (File.ReadAllText(results), tenant.Writes()));
    }

    [Theory]
    [InlineData("results.jsonl")]
    [InlineData("results.csv")]
    public async Task Each_result_is_kept_and_a_second_run_goes_on(string name)
    {
        await using var tenant = await TestTenant.StartAsync();
        var manifest = Manifest(tenant, wrongForBob: true);
        var resultsFile = tenant.Folder.Combine(name);

        var first = await ManifestImportTests.RunAsync(tenant, manifest, $"-ResultPath {name}");

        Assert.Equal("PfxPasswordIncorrect", Assert.Single(first.ErrorIds));
        Assert.Equal(resultsFile, first.Summary<SmimeImportSummary>().ResultPath);
        Assert.DoesNotContain(tenant.Password, File.ReadAllText(resultsFile), StringComparison.Ordinal);

        Manifest(tenant, wrongForBob: false);
        var second = await ManifestImportTests.RunAsync(tenant, manifest, $"-ResultPath {name}");

        Assert.Equal(
            [SmimeImportStatus.AlreadyPresent, SmimeImportStatus.Imported],
            second.EnsureNoErrors().OutputAs<SmimeImportResult>().OrderBy(item => item.Line).Select(item => item.Status));
        Assert.Equal(2, tenant.Writes());
        using var opened = ResultsFile.Open(resultsFile);
        Assert.Equal((4, 0, null), (opened.EarlierEntries, opened.UnreadableLines, opened.Repair));
    }

    [Fact]
    public async Task An_entry_tells_the_whole_story()
    {
        await using var tenant = await TestTenant.StartAsync();
        var manifest = Manifest(tenant, wrongForBob: true);

        await ManifestImportTests.RunAsync(tenant, manifest, "-ResultPath results.ndjson");

        var entries = Entries(tenant.Folder.Combine("results.ndjson"));
        var good = entries.Single(entry => Text(entry, "Status") == "Imported");
        var record = Assert.Single(tenant.Records);
        Assert.Equal(2, good.GetProperty("Line").GetInt32());
        Assert.Equal(TestTenant.Alice, Text(good, "UserPrincipalName"));
        Assert.Equal(record.Id, Text(good, "RecordId"));
        Assert.Equal(tenant.Folder.Combine("alice.pfx"), Text(good, "Path"));
        Assert.Equal(
            ["PFXEncryptionKey", "Microsoft Software Key Storage Provider", "OaepSha512", "SmimeEncryption"],
            new[] { "KeyName", "ProviderName", "PaddingScheme", "IntendedPurpose" }.Select(name => Text(good, name)));
        Assert.Equal(64, Text(good, "PublicKeyFingerprint")!.Length);
        Assert.True(DateTimeOffset.TryParse(Text(good, "LastModifiedDateTime"), out _));
        var bad = entries.Single(entry => Text(entry, "Status") == "Failed");
        Assert.Equal((3, "PfxPasswordIncorrect"), (bad.GetProperty("Line").GetInt32(), Text(bad, "ErrorId")));
        Assert.Equal(Text(good, "RunId"), Text(bad, "RunId"));
    }

    [Fact]
    public async Task With_force_only_what_an_earlier_run_did_not_send_is_sent_again()
    {
        await using var tenant = await TestTenant.StartAsync();
        var manifest = Manifest(tenant, wrongForBob: false);
        (await ManifestImportTests.RunAsync(tenant, manifest)).EnsureNoErrors();
        const string Options = "-Force -ResultPath rotation.jsonl";

        await StatusesAsync(Options, SmimeImportStatus.Updated, SmimeImportStatus.Updated);
        await StatusesAsync(Options, SmimeImportStatus.AlreadyPresent, SmimeImportStatus.AlreadyPresent);

        // As if the run had died before Bob: his entry is torn off in its middle.
        var resultsFile = tenant.Folder.Combine("rotation.jsonl");
        var lines = File.ReadAllLines(resultsFile);
        var bob = Array.FindIndex(lines, line => line.Contains(TestTenant.Bob, StringComparison.Ordinal));
        File.WriteAllText(resultsFile, lines[1 - bob] + "\n" + lines[bob][..40]);
        await StatusesAsync(Options, SmimeImportStatus.AlreadyPresent, SmimeImportStatus.Updated);

        // What somebody else changed meanwhile is sent again.
        (await ManifestImportTests.RunAsync(tenant, manifest, "-Force")).EnsureNoErrors();
        await StatusesAsync(Options, SmimeImportStatus.Updated, SmimeImportStatus.Updated);

        // Another padding is another delivery.
        await StatusesAsync(Options + " -PaddingScheme OaepSha256", SmimeImportStatus.Updated, SmimeImportStatus.Updated);

        async Task StatusesAsync(string options, SmimeImportStatus alice, SmimeImportStatus bob)
        {
            var result = await ManifestImportTests.RunAsync(tenant, manifest, options);
            var items = result.EnsureNoErrors().OutputAs<SmimeImportResult>().OrderBy(item => item.Line).ToList();
            Assert.Equal([alice, bob], items.Select(item => item.Status));
        }
    }

    [Fact]
    public async Task A_line_cut_off_by_a_crash_is_repaired_and_said_so()
    {
        await using var tenant = await TestTenant.StartAsync();
        var manifest = Manifest(tenant, wrongForBob: false);
        (await ManifestImportTests.RunAsync(tenant, manifest, "-ResultPath results.csv")).EnsureNoErrors();
        var resultsFile = tenant.Folder.Combine("results.csv");
        var whole = File.ReadAllBytes(resultsFile);
        File.WriteAllBytes(resultsFile, whole[..^20]);

        var result = await ManifestImportTests.RunAsync(tenant, manifest, "-ResultPath results.csv -Verbose");

        Assert.Contains(result.EnsureNoErrors().Verbose, text => text.Contains("was cut off", StringComparison.Ordinal));
        using var opened = ResultsFile.Open(resultsFile);
        Assert.Equal((3, 0), (opened.EarlierEntries, opened.UnreadableLines));
    }

    [Fact]
    public async Task A_file_that_another_run_writes_or_that_is_none_ends_the_command_before_anything_is_sent()
    {
        await using var tenant = await TestTenant.StartAsync();
        var manifest = Manifest(tenant, wrongForBob: false);
        using (ResultsFile.Open(tenant.Folder.Combine("results.csv")))
        {
            var held = await ManifestImportTests.RunAsync(tenant, manifest, "-ResultPath results.csv");
            Assert.Equal("LedgerInUse", Assert.Single(held.ErrorIds));
        }

        var itself = await ManifestImportTests.RunAsync(tenant, manifest, "-ResultPath users.csv");
        var unknown = await ManifestImportTests.RunAsync(tenant, manifest, "-ResultPath results.txt");

        Assert.Equal("LedgerNotRecognized", Assert.Single(itself.ErrorIds));
        Assert.Equal("LedgerFormatUnknown", Assert.Single(unknown.ErrorIds));
        Assert.Empty(tenant.Host.State.Requests.Entries);
    }

    [Fact]
    public async Task After_the_session_has_ended_the_rest_is_not_attempted_and_kept_as_such()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.Faults.Add("POST", TestTenant.RecordsPath, 401, times: int.MaxValue);
        var manifest = Manifest(tenant, wrongForBob: false);

        var result = await ManifestImportTests.RunAsync(
            tenant, manifest, "-ResultPath results.jsonl -ThrottleLimit 1");

        Assert.Equal("GraphUnauthorized", Assert.Single(result.ErrorIds));
        Assert.Equal(
            ["Failed", "NotAttempted"], Entries(tenant.Folder.Combine("results.jsonl")).Select(entry => Text(entry, "Status")));
        var summary = result.Summary<SmimeImportSummary>();
        Assert.Equal((1, 1, false), (summary.Failed, summary.NotAttempted, summary.IsComplete));
    }

    [Fact]
    public async Task Stopping_keeps_the_results_of_what_was_under_way()
    {
        await using var tenant = await TestTenant.StartAsync(
            new SandboxOptions { ConnectorKeys = [TestTenant.ConnectorKey], Latency = TimeSpan.FromMilliseconds(150) });
        var rows = Enumerable.Range(0, 12).Select(i => tenant.CsvRow(TestTenant.Alice, tenant.AddPfx($"{i}.pfx").Path)).ToList();
        var resultsFile = tenant.Folder.Combine("results.jsonl");
        using var stopping = new CancellationTokenSource();
        tenant.Host.State.Requests.Logged += entry =>
        {
            if (entry.Method == "POST")
            {
                stopping.Cancel();
            }
        };

        var result = await tenant.ImportAsync(rows, $"-ThrottleLimit 3 -ResultPath '{resultsFile}'", stopping.Token);

        Assert.True(result.WasStopped);
        Assert.InRange(tenant.Records.Count, 1, 11);
        Assert.Equal(
            tenant.Records.Select(record => record.Id).Order(),
            Entries(resultsFile).Where(entry => Text(entry, "Status") == "Imported").Select(entry => Text(entry, "RecordId")!)
                .Order());
    }

    private static string Manifest(TestTenant tenant, bool wrongForBob)
    {
        foreach (var (name, user) in new[] { ("alice.pfx", TestTenant.Alice), ("bob.pfx", TestTenant.Bob) })
        {
            if (!File.Exists(tenant.Folder.Combine(name)))
            {
                tenant.AddPfx(name, user);
            }
        }

        return ManifestImportTests.Write(tenant, "UserPrincipalName,Path,Password\n"
            + $"{TestTenant.Alice},alice.pfx,{tenant.Password}\n"
            + $"{TestTenant.Bob},bob.pfx,{(wrongForBob ? "wrong" : tenant.Password)}\n");
    }

    private static List<JsonElement> Entries(string path) =>
        [.. File.ReadAllLines(path).Select(line => JsonDocument.Parse(line).RootElement.Clone())];

    private static string? Text(JsonElement entry, string name) => entry.GetProperty(name).GetString();
}
