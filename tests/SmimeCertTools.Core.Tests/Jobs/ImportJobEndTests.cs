using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Tests.Import;
using SmimeCertTools.TestSupport.Tools;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Core.Tests.Jobs;

/// <summary>Imports that end early: what was not begun is not sent, and what took effect is kept.</summary>
public sealed class ImportJobEndTests : ImportJobRunner
{
    [ToolFact("openssl")]
    public async Task Cancelled_in_the_check_it_ends_and_sends_nothing()
    {
        await using var service = await PfxService.StartAsync();
        var list = await ListAsync("a.pfx", "b.pfx", "c.pfx");
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(service, list, handle: told =>
        {
            if (told is RowChecked)
            {
                cancellation.Cancel();
            }
        }, cancellationToken: cancellation.Token));

        Assert.Empty(service.Requests);
    }

    [ToolFact("openssl")]
    public async Task Cancelled_while_it_asks_it_ends_and_sends_nothing()
    {
        await using var service = await PfxService.StartAsync();
        var list = await ListAsync("a.pfx");
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(service, list, handle: told =>
        {
            if (told is UploadWanted)
            {
                cancellation.Cancel();
            }
        }, answers: false, cancellationToken: cancellation.Token));

        Assert.DoesNotContain("POST", service.Requests);
    }

    [ToolFact("openssl")]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task Cancelled_in_the_upload_it_keeps_what_took_effect()
    {
        await using var service = await PfxService.StartAsync();
        var list = await ListAsync("a.pfx");
        using var cancellation = new CancellationTokenSource();
        service.BeforeWrite = cancellation.CancelAsync;
        using var resultsFile = ResultsFile.Open(Folder.Combine("results.jsonl"));
        var run = new JobRun { Results = resultsFile };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => RunAsync(service, list, run: run, cancellationToken: cancellation.Token));

        Assert.Single(service.Records);
        Assert.Equal(1, run.Of(SmimeImportStatus.Imported));
        Assert.NotEqual(0, new FileInfo(resultsFile.Path).Length);
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task A_file_of_results_that_is_taken_away_after_the_last_result_is_an_error()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var service = await PfxService.StartAsync();
        using var resultsFile = ResultsFile.Open(Folder.Combine("results.jsonl"));
        using var rows = new PipelineRows();
        await rows.AddAsync(Record(1), null, false, CancellationToken.None);

        var error = await Assert.ThrowsAsync<ResultsFileException>(() => RunAsync(
            service, rows, run: new JobRun { Results = resultsFile }, handle: told =>
            {
                if (told is ImportResult)
                {
                    File.Delete(resultsFile.Path);
                    rows.Complete();
                }
            }));

        Assert.Equal(ResultsFileErrorKind.Changed, error.Kind);
        Assert.Single(service.Records);
    }

    [ToolFact("openssl")]
    public async Task Whoever_throws_over_an_event_ends_the_job_and_gets_the_exception_back()
    {
        await using var service = await PfxService.StartAsync();
        var list = await ListAsync("a.pfx", "b.pfx");

        await Assert.ThrowsAsync<NotSupportedException>(() => RunAsync(service, list, handle: told =>
        {
            if (told is ImportResult)
            {
                throw new NotSupportedException();
            }
        }));

        Assert.InRange(service.Records.Count, 1, 2);
    }
}
