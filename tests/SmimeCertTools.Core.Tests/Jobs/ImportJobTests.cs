using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Bulk.Manifest;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Core.Tests.Graph;
using SmimeCertTools.Core.Tests.Import;
using SmimeCertTools.TestSupport.Tools;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Core.Tests.Jobs;

/// <summary>Whole imports without PowerShell: what is told and asked in which order, and what is kept.</summary>
public sealed class ImportJobTests : ImportJobRunner
{
    [ToolFact("openssl")]
    public async Task All_rows_are_checked_before_the_first_is_asked_for_and_sent()
    {
        await using var service = await PfxService.StartAsync();
        var list = await ListAsync("a.pfx", "b.pfx", "c.pfx");

        var job = await RunAsync(service, list);

        var kinds = Events.Select(told => told.GetType().Name).ToList();
        Assert.Equal(["RowChecked", "RowChecked", "RowChecked", "CheckEnded"], kinds.Take(4));
        Assert.Equal(3, kinds.Count(kind => kind == "RecordPrepared"));
        Assert.Equal(3, kinds.Count(kind => kind == "UploadWanted"));
        Assert.All(Results(), result => Assert.Equal(SmimeImportStatus.Imported, result.Entry.Status));
        Assert.Equal([2, 3, 4], Results().Select(result => result.Entry.Line ?? 0).Order());
        Assert.Equal((3, 0), (job.Rows, job.Invalid));
        Assert.Equal(3, service.Records.Count);
    }

    [ToolFact("openssl")]
    public async Task Bad_rows_never_stop_the_others()
    {
        await using var service = await PfxService.StartAsync();
        var list = await ListAsync("a.pfx", "b.pfx", "missing.pfx", "a.pfx", "wrong.pfx");

        var job = await RunAsync(service, list);

        Assert.Equal(
            ["2 Imported", "3 Imported", "4 PathNotFound", "5 ManifestRowDuplicate", "6 PfxPasswordIncorrect"],
            Results().OrderBy(result => result.Entry.Line)
                .Select(result => $"{result.Entry.Line} {result.Entry.ErrorId ?? result.Entry.Status.ToString()}"));
        Assert.Equal((5, 3), (job.Rows, job.Invalid));
    }

    [ToolFact("openssl")]
    public async Task With_StopOnInvalid_nothing_is_sent()
    {
        await using var service = await PfxService.StartAsync();
        var list = await ListAsync("a.pfx", "missing.pfx");
        var run = new JobRun();

        var job = await RunAsync(service, list, new ImportOptions { StopOnInvalid = true }, run);

        Assert.True(job.IsStopped);
        Assert.Equal((1, 1), (run.Of(SmimeImportStatus.Failed), run.Of(SmimeImportStatus.NotAttempted)));
        // Whose the certificates are was asked: that needs the user, and no write.
        Assert.All(service.Requests, request => Assert.StartsWith("GET", request, StringComparison.Ordinal));
    }

    [ToolFact("openssl")]
    public async Task What_is_not_wanted_is_passed_over_and_the_others_go_on()
    {
        await using var service = await PfxService.StartAsync();
        var list = await ListAsync("a.pfx", "b.pfx");
        var refused = Certificates["a.pfx"].Thumbprint;

        await RunAsync(service, list, handle: told =>
        {
            if (told is UploadWanted wanted)
            {
                wanted.Answer(wanted.Record.Thumbprint != refused);
            }
        });

        Assert.Single(Events.OfType<RecordPassed>());
        Assert.Equal(Certificates["b.pfx"].Thumbprint, Assert.Single(Results()).Entry.Thumbprint);
    }

    [ToolFact("openssl")]
    public async Task A_missing_password_is_asked_for_once_in_the_order_of_the_list()
    {
        await using var service = await PfxService.StartAsync();
        await ListAsync("a.pfx", "b.pfx");
        using var rows = new PipelineRows();
        await AddAsync(rows, "a.pfx", isAsked: true);
        await AddAsync(rows, "b.pfx", isAsked: true);
        await AddAsync(rows, "a.pfx", isAsked: true, user: "bert@contoso.com");
        rows.Complete();
        var asked = new List<int>();

        await RunAsync(service, rows, handle: told =>
        {
            if (told is PasswordWanted wanted)
            {
                asked.Add(wanted.Row.Number);
                wanted.Row.Password = wanted.Row.Number == 2 ? null : SecretText.Copy(Password);
                wanted.Row.Error = wanted.Row.Number == 2
                    ? new ImportException(ImportErrorKind.PasswordMissing, "There is none.") : null;
                wanted.Answer(true);
            }
        });

        Assert.Equal([1, 2, 3], asked);
        Assert.Equal(
            ["Imported", "Imported", "PasswordMissing"],
            Results().Select(result => result.Entry.ErrorId ?? result.Entry.Status.ToString()).Order());
    }

    [ToolFact("openssl")]
    public async Task Answers_are_kept_for_files_that_are_opened_again()
    {
        await using var service = await PfxService.StartAsync();
        await ListAsync("a.pfx", "b.pfx");
        using var rows = new PipelineRows();
        await AddAsync(rows, "a.pfx", isAsked: true);
        await AddAsync(rows, "b.pfx", isAsked: true);
        rows.Complete();
        var asked = 0;

        await RunAsync(service, rows, new ImportOptions { MostKept = 0 }, handle: told =>
        {
            if (told is PasswordWanted wanted)
            {
                asked++;
                wanted.Row.Password = SecretText.Copy(Password);
                wanted.Answer(true);
            }
        });

        Assert.Equal(2, asked);
        Assert.All(Results(), result => Assert.Equal(SmimeImportStatus.Imported, result.Entry.Status));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public async Task A_file_that_was_changed_after_its_check_fails_and_the_others_go_on(int mostKept)
    {
        await using var service = await PfxService.StartAsync();
        var list = await ListAsync("a.pfx", "b.pfx");
        using var other = TestPfx.Certificate(X509KeyUsageFlags.KeyEncipherment);
        var replacement = await TestPfx.WriteAsync(Folder, "other.pfx", other, Password);

        await RunAsync(
            service,
            list,
            new ImportOptions { MostKept = mostKept },
            betweenPasses: () => File.Copy(replacement, Folder.Combine("a.pfx"), overwrite: true));

        Assert.Equal(
            ["2 FileChanged", "3 Imported"],
            Results().OrderBy(result => result.Entry.Line)
                .Select(result => $"{result.Entry.Line} {result.Entry.ErrorId ?? result.Entry.Status.ToString()}"));
        Assert.DoesNotContain(service.Records.Values, record =>
            string.Equals((string?)record["thumbprint"], other.Thumbprint, StringComparison.OrdinalIgnoreCase));
    }

    [ToolFact("openssl")]
    public async Task A_list_that_was_changed_after_its_check_ends_the_job_before_anything_is_sent()
    {
        await using var service = await PfxService.StartAsync();
        var list = await ListAsync("a.pfx");

        var error = await Assert.ThrowsAsync<ManifestException>(() => RunAsync(
            service, list, betweenPasses: () => File.AppendAllText(list, $"bert@contoso.com,a.pfx,{Password}\n")));

        Assert.Equal(ManifestErrorKind.Changed, error.Kind);
        Assert.Empty(service.Requests);
    }

    [ToolFact("openssl")]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task Every_result_is_kept_before_it_is_told()
    {
        await using var service = await PfxService.StartAsync();
        var list = await ListAsync("a.pfx", "missing.pfx");
        var results = Folder.Combine("results.jsonl");
        using var resultsFile = ResultsFile.Open(results);
        var kept = new List<long> { 0 };

        await RunAsync(service, list, run: new JobRun { Results = resultsFile }, handle: told =>
        {
            if (told is ImportResult)
            {
                kept.Add(new FileInfo(results).Length);
            }
        });

        Assert.Equal(3, kept.Count);
        Assert.Equal(kept.Order().Distinct(), kept);
    }

    [Fact]
    public async Task Records_made_before_are_sent_while_others_are_still_to_come()
    {
        await using var service = await PfxService.StartAsync();
        using var rows = new PipelineRows();
        var first = new TaskCompletionSource();
        var job = new ImportJob(new ImportOptions(), new JobRun(), service.Client);
        var work = job.RunAsync(rows, told =>
        {
            Handle(told);
            if (told is ImportResult)
            {
                first.TrySetResult();
            }
        }, CancellationToken.None);

        await rows.AddAsync(Record(1), null, false, CancellationToken.None);
        await first.Task;
        await rows.AddAsync(Record(2), null, false, CancellationToken.None);
        rows.Complete();
        await work;

        Assert.Equal(2, Results().Count);
        Assert.All(Results(), result => Assert.Null(result.Entry.PublicKeyFingerprint));
        Assert.Equal(2, job.Rows);
    }

    [Fact]
    public async Task Without_a_client_nothing_is_sent_and_everything_is_asked()
    {
        using var rows = new PipelineRows();
        await rows.AddAsync(Record(1), null, false, CancellationToken.None);
        rows.Complete();

        await new ImportJob(new ImportOptions(), new JobRun(), client: null).RunAsync(rows, Handle, CancellationToken.None);

        Assert.Single(Events.OfType<UploadWanted>());
        Assert.Single(Events.OfType<RecordPassed>());
        Assert.Empty(Results());
    }
}
