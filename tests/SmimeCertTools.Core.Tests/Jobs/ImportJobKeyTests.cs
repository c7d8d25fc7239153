using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Tests.Graph;
using SmimeCertTools.Core.Tests.Import;
using SmimeCertTools.Core.Tests.KeyProtection;
using SmimeCertTools.TestSupport.Tools;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Core.Tests.Jobs;

/// <summary>A record shows the name of its key alone; under which key it was written only the file of results knows.</summary>
[Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
public sealed class ImportJobKeyTests : ImportJobRunner
{
    private static readonly ConnectorPublicKey First = ConnectorPublicKey.Parse(new TestKey().CngBlob(), "first");
    private static readonly ConnectorPublicKey Second = ConnectorPublicKey.Parse(new TestKey().CngBlob(), "second");

    [ToolTheory("openssl")]
    [InlineData("results.jsonl")]
    [InlineData("results.csv")]
    public async Task What_the_file_knows_under_another_key_is_outdated_and_replaced_where_that_is_asked_for(string results)
    {
        await using var service = await PfxService.StartAsync();
        var list = await ListAsync("a.pfx");

        Assert.Equal((SmimeImportStatus.Imported, First.Fingerprint, null), await ImportAsync(service, list, results, First));
        Assert.Equal(
            (SmimeImportStatus.AlreadyPresent, First.Fingerprint, null), await ImportAsync(service, list, results, First));
        Assert.Equal(
            (SmimeImportStatus.Outdated, First.Fingerprint,
                $"public key {First.Fingerprint[..16]}… → {Second.Fingerprint[..16]}…"),
            await ImportAsync(service, list, results, Second));
        Assert.Equal(
            (SmimeImportStatus.Updated, Second.Fingerprint, null),
            await ImportAsync(service, list, results, Second, force: true));
        Assert.Equal(
            (SmimeImportStatus.AlreadyPresent, Second.Fingerprint, null),
            await ImportAsync(service, list, results, Second, force: true));
        Assert.Equal(SmimeImportStatus.Outdated, (await ImportAsync(service, list, results, First)).Status);
        Assert.Equal(2, service.Requests.Count(request => request is "POST" or "PATCH"));
    }

    [ToolFact("openssl")]
    public async Task What_is_there_and_in_no_file_has_no_fingerprint()
    {
        await using var service = await PfxService.StartAsync();
        var list = await ListAsync("a.pfx");
        await ImportAsync(service, list, null, First);

        Assert.Equal((SmimeImportStatus.AlreadyPresent, null, null), await ImportAsync(service, list, null, Second));
        Assert.Equal((SmimeImportStatus.AlreadyPresent, null, null), await ImportAsync(service, list, "results.csv", Second));
        Assert.Equal((SmimeImportStatus.AlreadyPresent, null, null), await ImportAsync(service, list, "results.csv", First));
    }

    [ToolFact("openssl")]
    public async Task What_was_changed_since_is_not_what_the_file_knows()
    {
        await using var service = await PfxService.StartAsync();
        var list = await ListAsync("a.pfx");
        await ImportAsync(service, list, "results.csv", First);
        service.Records.Values.Single()["lastModifiedDateTime"] = "2026-06-01T00:00:00Z";

        Assert.Equal((SmimeImportStatus.AlreadyPresent, null, null), await ImportAsync(service, list, "results.csv", Second));
    }

    [ToolFact("openssl")]
    public async Task Another_key_name_and_another_key_are_both_told()
    {
        await using var service = await PfxService.StartAsync();
        var list = await ListAsync("a.pfx");
        await ImportAsync(service, list, "results.csv", First);
        service.Records.Values.Single()["keyName"] = "OldKey";

        var (status, fingerprint, message) = await ImportAsync(service, list, "results.csv", Second);

        Assert.Equal((SmimeImportStatus.Outdated, First.Fingerprint), (status, fingerprint));
        Assert.StartsWith("key name OldKey → Key, public key ", message, StringComparison.Ordinal);
    }

    [ToolFact("openssl")]
    public async Task What_failed_or_was_not_tried_has_no_fingerprint()
    {
        await using var service = await PfxService.StartAsync();
        var list = await ListAsync("a.pfx", "b.pfx");
        service.Faults.Enqueue(WriteFault.Refused);
        service.Faults.Enqueue(WriteFault.Refused);

        await RunAsync(service, list, new ImportOptions { ThrottleLimit = 1 }, key: First);

        Assert.Equal(2, Results().Count);
        Assert.All(Results(), result => Assert.Null(result.Entry.PublicKeyFingerprint));
    }

    [Fact]
    public async Task A_record_made_elsewhere_makes_the_file_forget_the_key()
    {
        await using var service = await PfxService.StartAsync();
        var results = Folder.Combine("results.jsonl");
        Folder.Write("results.jsonl", new JsonObject
        {
            ["Time"] = "2026-05-01T00:00:00Z",
            ["RunId"] = "r",
            ["UserPrincipalName"] = GraphTestData.User,
            ["Thumbprint"] = $"{1:X40}",
            ["Status"] = "Imported",
            ["RecordId"] = $"id-{GraphTestData.User}-{1:x40}",
            ["LastModifiedDateTime"] = "2026-05-01T00:00:01Z",
            ["PublicKeyFingerprint"] = First.Fingerprint,
        }.ToJsonString() + "\n");
        List<string?> fingerprints = [];

        foreach (var _ in Enumerable.Range(0, 2))
        {
            using (var file = ResultsFile.Open(results))
            {
                using var rows = new PipelineRows();
                await rows.AddAsync(Record(1), null, false, CancellationToken.None);
                rows.Complete();
                await new ImportJob(new ImportOptions(), new JobRun { Results = file }, service.Client)
                    .RunAsync(rows, Handle, CancellationToken.None);
            }

            fingerprints.Add(Results()[^1].Entry.PublicKeyFingerprint);
        }

        // The second time it is present, and bears the very date of the entry that is no longer true.
        Assert.Equal([SmimeImportStatus.Imported, SmimeImportStatus.AlreadyPresent],
            Results().Select(result => result.Entry.Status));
        Assert.Equal([null, null], fingerprints);
    }

    [Fact]
    public async Task A_record_made_elsewhere_is_replaced_under_no_key_of_this_run()
    {
        await using var service = await PfxService.StartAsync();
        using var file = ResultsFile.Open(Folder.Combine("results.jsonl"));

        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var rows = new PipelineRows();
            await rows.AddAsync(Record(1), null, false, CancellationToken.None);
            rows.Complete();
            await RunAsync(
                service.Client, rows, new ImportOptions { Force = true }, new JobRun { Results = file }, key: First);
        }

        Assert.Equal(
            [(SmimeImportStatus.Imported, null), (SmimeImportStatus.Updated, null)],
            Results().Select(result => ((SmimeImportStatus)result.Entry.Status, result.Entry.PublicKeyFingerprint)));
    }

    private async Task<(SmimeImportStatus Status, string? Fingerprint, string? Message)> ImportAsync(
        PfxService service, string list, string? results, ConnectorPublicKey key, bool force = false)
    {
        using var file = results is null ? null : ResultsFile.Open(Folder.Combine(results));
        Events.Clear();
        await RunAsync(service, list, new ImportOptions { Force = force }, new JobRun { Results = file }, key: key);
        var entry = Assert.Single(Results()).Entry;
        return ((SmimeImportStatus)entry.Status, entry.PublicKeyFingerprint, entry.Message);
    }
}
