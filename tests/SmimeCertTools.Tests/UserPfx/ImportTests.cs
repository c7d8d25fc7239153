using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Hosting;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.UserPfx;

public sealed class ImportTests
{
    [Fact]
    public async Task Rows_of_a_csv_reach_devices()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (alice, aliceThumbprint) = tenant.AddPfx("alice.pfx");
        var (bob, bobThumbprint) = tenant.AddPfx("bob.pfx", TestTenant.Bob, CertificateUsage.Signing);
        var rows = new[] { tenant.CsvRow(TestTenant.Alice, alice), tenant.CsvRow(TestTenant.Bob, bob) };
        var result = await tenant.ImportAsync(rows);

        var items = result.EnsureNoErrors().OutputAs<SmimeImportResult>().OrderBy(item => item.UserPrincipalName).ToList();
        Assert.All(items, item => Assert.Equal(SmimeImportStatus.Imported, item.Status));
        Assert.Equal([aliceThumbprint, bobThumbprint], items.Select(item => item.Thumbprint));
        Assert.Equal<UserPfxPurpose?>([UserPfxPurpose.SmimeEncryption, UserPfxPurpose.SmimeSigning],
            items.Select(item => item.IntendedPurpose));
        Assert.Equal([alice, bob], items.Select(item => item.Path));
        Assert.All(items, item => Assert.Contains(tenant.Records, record => record.Id == item.RecordId));
        foreach (var user in new[] { TestTenant.Alice, TestTenant.Bob })
        {
            using var delivery = tenant.Host.Devices.Deliver(user);
            Assert.Equal(DeliveryStatus.Delivered, Assert.Single(delivery.Records).Status);
        }
    }

    [Fact]
    public async Task Names_of_the_old_scripts_and_relative_paths_work()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.AddPfx("alice.pfx");
        var result = await tenant.RunAsync(
            "param($Folder, $Credential) $ExecutionContext.SessionState.Path.SetLocation($Folder) > $null; "
            + "Import-SmimeUserPfx -PathToPfxFile alice.pfx -UPN alice@contoso.com -PfxPassword $Credential "
            + "-KeyFilePath connector.pem",
            new()
            {
                ["Folder"] = tenant.Folder.Path,
                ["Credential"] = new PSCredential("x", TestTenant.Secure(tenant.Password)),
            });
        Assert.Equal(SmimeImportStatus.Imported, Assert.Single(result.EnsureNoErrors().OutputAs<SmimeImportResult>()).Status);
    }

    [Fact]
    public async Task Files_from_the_pipeline_and_names_with_brackets_are_taken_as_they_are()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("alice[1].pfx");
        var result = await tenant.RunAsync(
            "param($Folder, $Key, $Password) Get-ChildItem $Folder -Filter *.pfx | "
                + "Import-SmimeUserPfx -PublicKeyPath $Key -UserPrincipalName alice@contoso.com -Password $Password",
            new() { ["Folder"] = tenant.Folder.Path, ["Key"] = tenant.KeyPath, ["Password"] = tenant.Password });
        Assert.Equal(path, Assert.Single(result.EnsureNoErrors().OutputAs<SmimeImportResult>()).Path);

        var again = await tenant.ImportFileAsync(path);
        Assert.Equal(SmimeImportStatus.AlreadyPresent, Assert.Single(again.EnsureNoErrors().OutputAs<SmimeImportResult>())
            .Status);
    }

    [Fact]
    public async Task Wildcards_import_the_history_of_a_user()
    {
        await using var tenant = await TestTenant.StartAsync();
        var thumbprints = Enumerable.Range(0, 3).Select(i => tenant.AddPfx($"alice-{i}.pfx", startYear: -i).Thumbprint).ToList();
        var result = await tenant.ImportFileAsync(tenant.Folder.Combine("alice-*.pfx"));
        Assert.Equal(thumbprints.Order(), result.EnsureNoErrors().OutputAs<SmimeImportResult>().Select(item => item.Thumbprint)
            .Order());
        Assert.Equal(3, tenant.Records.Count);
    }

    [Fact]
    public async Task What_is_there_is_not_sent_again()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("alice.pfx");
        (await tenant.ImportFileAsync(path)).EnsureNoErrors();
        tenant.Host.State.Requests.Clear();
        var result = await tenant.ImportFileAsync(path);
        var item = Assert.Single(result.EnsureNoErrors().OutputAs<SmimeImportResult>());
        Assert.Equal(SmimeImportStatus.AlreadyPresent, item.Status);
        Assert.Equal(Assert.Single(tenant.Records).Id, item.RecordId);
        Assert.Equal(0, tenant.Writes());
    }

    [Fact]
    public async Task A_record_that_differs_is_replaced_by_force_only()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("alice.pfx");
        (await tenant.ImportFileAsync(path)).EnsureNoErrors();

        var left = await tenant.ImportFileAsync(path, options: "-KeyName Other");
        var outdated = Assert.Single(left.EnsureNoErrors().OutputAs<SmimeImportResult>());
        Assert.Equal(SmimeImportStatus.Outdated, outdated.Status);
        Assert.Equal("key name PFXEncryptionKey → Other", outdated.Difference);
        Assert.Equal(Assert.Single(tenant.Records).Id, outdated.RecordId);
        Assert.Contains("-Force", Assert.Single(left.Warnings), StringComparison.Ordinal);
        Assert.Equal("PFXEncryptionKey", Assert.Single(tenant.Records).KeyName);

        var forced = await tenant.ImportFileAsync(path, options: "-KeyName Other -Force");
        Assert.Equal(SmimeImportStatus.Updated, Assert.Single(forced.EnsureNoErrors().OutputAs<SmimeImportResult>()).Status);
        Assert.Equal("Other", Assert.Single(tenant.Records).KeyName);
    }

    [Fact]
    public async Task WhatIf_checks_the_files_and_sends_nothing()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, thumbprint) = tenant.AddPfx("alice.pfx");
        var text = tenant.Folder.Write("bob.pfx", "no pfx");
        tenant.Host.State.Requests.Clear();
        var result = await tenant.ImportAsync(
            new[] { tenant.CsvRow(TestTenant.Alice, path), tenant.CsvRow(TestTenant.Bob, text) }, "-WhatIf");
        Assert.Equal("PfxNotRecognized", Assert.Single(result.ErrorIds));
        Assert.Equal(SmimeImportStatus.Failed, Assert.Single(result.OutputAs<SmimeImportResult>()).Status);
        Assert.Contains($"alice@contoso.com: {thumbprint} (SmimeEncryption, valid ", result.HostText, StringComparison.Ordinal);
        Assert.Equal(0, tenant.Writes());
        Assert.All(tenant.Host.State.Requests.Entries, entry => Assert.Contains(entry.Method, new[] { "GET", "POST" }));
        Assert.All(
            tenant.Host.State.Requests.Entries.Where(entry => entry.Method == "POST"),
            entry => Assert.EndsWith("$batch", entry.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatIf_needs_no_connection()
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);
        var (path, thumbprint) = tenant.AddPfx("alice.pfx");
        var result = await tenant.ImportFileAsync(path, options: "-WhatIf");
        Assert.Contains(thumbprint, result.EnsureNoErrors().HostText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_confirmation_sends_nothing()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("alice.pfx");
        tenant.Shell.Answers.Choose("No");
        var result = await tenant.ImportFileAsync(path, options: "-Confirm");
        Assert.Empty(result.EnsureNoErrors().Output);
        Assert.Empty(tenant.Records);
    }

    [Fact]
    public async Task Stopping_lets_requests_under_way_end_and_starts_no_more()
    {
        await using var tenant = await TestTenant.StartAsync(
            new SandboxOptions { ConnectorKeys = [TestTenant.ConnectorKey], Latency = TimeSpan.FromMilliseconds(150) });
        var rows = Enumerable.Range(0, 20)
            .Select(i => tenant.CsvRow(TestTenant.Alice, tenant.AddPfx($"{i}.pfx").Path)).ToList();
        using var stopping = new CancellationTokenSource();
        tenant.Host.State.Requests.Logged += entry =>
        {
            if (entry.Method == "POST")
            {
                stopping.Cancel();
            }
        };
        var result = await tenant.ImportAsync(rows, "-ThrottleLimit 2", stopping.Token);
        Assert.True(result.WasStopped);
        var posted = tenant.Host.State.Requests.Find("POST", TestTenant.RecordsPath).Count;
        Assert.InRange(posted, 1, 19);
        await Task.Delay(500);
        Assert.Equal(posted, tenant.Host.State.Requests.Find("POST", TestTenant.RecordsPath).Count);

        // What was left out is imported by the same command; what is there is not sent again.
        var rest = await tenant.ImportAsync(rows);
        Assert.Equal(20, rest.EnsureNoErrors().Output.Count);
        Assert.Equal(20, tenant.Records.Count);
    }

    [Fact]
    public async Task Verbose_tells_of_each_item()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, thumbprint) = tenant.AddPfx("alice.pfx");
        var result = await tenant.ImportFileAsync(path, options: "-Verbose");
        Assert.Contains(result.Verbose, line => line.Contains(path, StringComparison.Ordinal)
            && line.Contains(thumbprint, StringComparison.Ordinal) && line.Contains("OaepSha512", StringComparison.Ordinal));
        Assert.Contains(result.Verbose, line => line.Contains("Imported", StringComparison.Ordinal));
        Assert.Contains(result.Verbose, line =>
            line.Contains("'PFXEncryptionKey' in 'Microsoft Software Key Storage Provider'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Completion_offers_providers_purposes_and_paddings()
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);
        Assert.Contains("'Microsoft Software Key Storage Provider'",
            await tenant.Shell.CompleteAsync("Import-SmimeUserPfx -ProviderName Micro"));
        Assert.Equal(["SmimeEncryption", "SmimeSigning"],
            await tenant.Shell.CompleteAsync("Import-SmimeUserPfx -IntendedPurpose Smime"));
        Assert.Equal(["PFXEncryptionKey"], await tenant.Shell.CompleteAsync("New-SmimeUserPfx -KeyName "));
        Assert.Equal(
            ["OaepSha256", "OaepSha384", "OaepSha512"], await tenant.Shell.CompleteAsync("New-SmimeUserPfx -PaddingScheme "));
    }
}
