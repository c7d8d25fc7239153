using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Revocation;
using SmimeCertTools.Core.Tests.Graph;
using SmimeCertTools.Core.Tests.Import;
using SmimeCertTools.TestSupport.Tools;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Core.Tests.Jobs;

/// <summary>Whole removals without PowerShell.</summary>
public sealed class RemovalJobTests : IDisposable
{
    private const string User = GraphTestData.User;

    private readonly TempFolder _folder = new();
    private readonly List<JobEvent> _events = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_there_is_asked_for_deleted_and_told()
    {
        await using var service = await PfxService.StartAsync();
        service.Put(GraphTestData.Record());

        await RunAsync(service, Row(GraphTestData.Print));

        Assert.Equal(["RecordsFound", "RemovalWanted", "RemovalResult"], _events.Select(told => told.GetType().Name));
        var result = Assert.Single(Results());
        Assert.Equal((SmimeRemoveStatus.Removed, GraphTestData.Print), (result.Entry.Status, result.Entry.Thumbprint));
        Assert.Equal("4711", result.Revocation!.SerialNumber);
        Assert.Empty(service.Records);
    }

    [Fact]
    public async Task All_of_a_user_are_removed_in_the_order_of_thumbprints()
    {
        await using var service = await PfxService.StartAsync();
        service.Put(GraphTestData.Record(thumbprint: new string('B', 40)));
        service.Put(GraphTestData.Record(thumbprint: new string('A', 40)));

        await RunAsync(service, Row(null));

        Assert.Equal([new string('A', 40), new string('B', 40)], Results().Select(result => result.Entry.Thumbprint));
    }

    [Fact]
    public async Task Bad_rows_never_stop_the_others_and_the_same_one_is_removed_once()
    {
        await using var service = await PfxService.StartAsync();
        service.Put(GraphTestData.Record());
        var broken = new RemovalRow
        {
            UserPrincipalName = string.Empty,
            Error = new ImportException(ImportErrorKind.RecordInvalid, "It names no user."),
        };

        await RunAsync(
            service, degree: 1, Row("no thumbprint"), broken, Row(new string('C', 40)),
            Row(GraphTestData.Print.ToLowerInvariant()), Row(GraphTestData.Print));

        Assert.Equal(
            ["ThumbprintInvalid", "RecordInvalid", "RecordNotFound", "Removed"],
            Results().Select(result => result.Entry.ErrorId ?? result.Entry.Status.ToString()));
    }

    [Fact]
    public async Task What_is_not_wanted_stays()
    {
        await using var service = await PfxService.StartAsync();
        service.Put(GraphTestData.Record());

        await RunAsync(service, degree: 1, isWanted: false, [Row(GraphTestData.Print)]);

        Assert.Empty(Results());
        Assert.Single(service.Records);
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task What_an_earlier_run_removed_counts_as_removed_and_is_listed()
    {
        await using var service = await PfxService.StartAsync();
        service.Put(GraphTestData.Record());
        var (results, list) = (_folder.Combine("results.jsonl"), _folder.Combine("revoke.csv"));

        for (var start = 0; start < 2; start++)
        {
            using var resultsFile = ResultsFile.Open(results);
            using var revocations = RevocationList.Open(list, SmimeRevocationReason.Unspecified, null);
            await RunAsync(service, resultsFile, revocations, Row(GraphTestData.Print));
        }

        Assert.Equal(
            [SmimeRemoveStatus.Removed, SmimeRemoveStatus.AlreadyRemoved],
            Results().Select(result => (SmimeRemoveStatus)result.Entry.Status));
        Assert.Single(File.ReadAllLines(list), line => line.Contains(GraphTestData.Print, StringComparison.Ordinal));
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task Every_result_is_kept_and_listed_before_it_is_told()
    {
        await using var service = await PfxService.StartAsync();
        service.Put(GraphTestData.Record());
        var (results, list) = (_folder.Combine("results.jsonl"), _folder.Combine("revoke.csv"));
        using var resultsFile = ResultsFile.Open(results);
        using var revocations = RevocationList.Open(list, SmimeRevocationReason.Unspecified, null);
        var (before, seen) = ((Kept: Length(results), Listed: Length(list)), (Kept: 0L, Listed: 0L));

        await RunAsync(service, resultsFile, revocations, told =>
        {
            if (told is RemovalResult)
            {
                seen = (Length(results), Length(list));
            }
        }, CancellationToken.None, Row(GraphTestData.Print));

        Assert.True(seen.Kept > before.Kept);
        Assert.True(seen.Listed > before.Listed);
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task Cancelled_while_a_deletion_is_under_way_it_keeps_and_lists_what_took_effect()
    {
        await using var service = await PfxService.StartAsync();
        service.Put(GraphTestData.Record());
        using var cancellation = new CancellationTokenSource();
        service.BeforeWrite = cancellation.CancelAsync;
        var list = _folder.Combine("revoke.csv");
        var results = _folder.Combine("results.jsonl");
        using (var resultsFile = ResultsFile.Open(results))
        using (var revocations = RevocationList.Open(list, SmimeRevocationReason.Unspecified, null))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => RunAsync(service, resultsFile, revocations, null, cancellation.Token, Row(GraphTestData.Print)));
        }

        Assert.Empty(service.Records);
        Assert.Contains("Removed", File.ReadAllText(results), StringComparison.Ordinal);
        Assert.Contains(GraphTestData.Print, File.ReadAllText(list), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_while_it_asks_it_deletes_nothing()
    {
        await using var service = await PfxService.StartAsync();
        service.Put(GraphTestData.Record());
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => RunAsync(service, null, null, _ => cancellation.Cancel(), cancellation.Token, Row(GraphTestData.Print)));

        Assert.Single(service.Records);
    }

    private static long Length(string path) => new FileInfo(path).Length;

    private static RemovalRow Row(string? thumbprint) =>
        new() { UserPrincipalName = User, Thumbprint = thumbprint, SerialNumber = "4711", Issuer = "CN=CA" };

    private List<RemovalResult> Results() => [.. _events.OfType<RemovalResult>()];

    private Task RunAsync(PfxService service, params RemovalRow[] rows) => RunAsync(service, degree: 16, isWanted: true, rows);

    private Task RunAsync(PfxService service, int degree, params RemovalRow[] rows) =>
        RunAsync(service, degree, isWanted: true, rows);

    private Task RunAsync(PfxService service, ResultsFile resultsFile, RevocationList revocations, params RemovalRow[] rows) =>
        RunAsync(service, resultsFile, revocations, null, CancellationToken.None, rows);

    private Task RunAsync(PfxService service, int degree, bool isWanted, RemovalRow[] rows) => RunAsync(
        new RemovalJob(new RemovalOptions { ThrottleLimit = degree }, new JobRun(), service.Client),
        told => (told as RemovalWanted)?.Answer(isWanted),
        CancellationToken.None,
        rows);

    private Task RunAsync(
        PfxService service, ResultsFile? resultsFile, RevocationList? revocations, Action<JobEvent>? handle,
        CancellationToken cancellationToken, params RemovalRow[] rows) => RunAsync(
        new RemovalJob(
            new RemovalOptions { Revocations = revocations }, new JobRun { Results = resultsFile }, service.Client),
        told =>
        {
            handle?.Invoke(told);
            if (!cancellationToken.IsCancellationRequested)
            {
                (told as RemovalWanted)?.Answer(true);
            }
        },
        cancellationToken,
        rows);

    private async Task RunAsync(
        RemovalJob job, Action<JobEvent> handle, CancellationToken cancellationToken, RemovalRow[] given)
    {
        using var rows = new JobQueue<RemovalRow>();
        foreach (var row in given)
        {
            await rows.AddAsync(row, CancellationToken.None);
        }

        rows.Complete();
        await job.RunAsync(
            rows,
            told =>
            {
                _events.Add(told);
                handle(told);
            },
            cancellationToken);
    }
}
