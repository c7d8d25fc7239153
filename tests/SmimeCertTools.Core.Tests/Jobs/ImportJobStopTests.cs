using System;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Core.Tests.Graph;
using SmimeCertTools.Core.Tests.Graph.Intune;
using SmimeCertTools.Core.Tests.Import;
using SmimeCertTools.Core.Tests.Pfx.Writing;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Jobs;

/// <summary>What stops an import before anything is sent, where one bad row stops all, and what does not.</summary>
public sealed class ImportJobStopTests : ImportJobRunner
{
    private static readonly ImportOptions Stops = new() { StopOnInvalid = true };

    private string Outcomes => string.Join(", ", Results().OrderBy(result => result.Entry.Line)
        .Select(result => $"{result.Entry.Line} {result.Entry.ErrorId ?? result.Entry.Status.ToString()}"));

    [ToolFact("openssl")]
    public async Task Another_persons_certificate_stops_all_before_the_first_is_sent()
    {
        await using var service = await PfxService.StartAsync();
        await AddAsync("b.pfx", "bert@contoso.com");
        var run = new JobRun();

        var job = await RunAsync(service, await ListAsync("a.pfx", "b.pfx", "c.pfx"), Stops, run);

        Assert.Equal("3 AddressDiffers", Outcomes);
        Assert.Equal(Certificates["b.pfx"].Thumbprint, Results()[0].Entry.Thumbprint);
        Assert.Equal((true, 3, 1), (job.IsStopped, job.Rows, job.Invalid));
        Assert.Equal((1, 2), (run.Of(SmimeImportStatus.Failed), run.Of(SmimeImportStatus.NotAttempted)));
        Assert.Empty(service.Records);
    }

    [ToolFact("openssl")]
    public async Task Another_persons_certificate_fails_alone_where_nothing_stops_all()
    {
        await using var service = await PfxService.StartAsync();
        await AddAsync("b.pfx", "bert@contoso.com");

        var job = await RunAsync(service, await ListAsync("a.pfx", "b.pfx"));

        Assert.Equal("2 Imported, 3 AddressDiffers", Outcomes);
        Assert.Equal((false, 0), (job.IsStopped, job.Invalid));
    }

    [ToolFact("openssl")]
    public async Task Good_rows_alone_are_sent_although_a_bad_one_would_stop_them()
    {
        await using var service = await PfxService.StartAsync();
        var run = new JobRun();

        var job = await RunAsync(service, await ListAsync("a.pfx", "b.pfx"), Stops, run);

        Assert.Equal("2 Imported, 3 Imported", Outcomes);
        Assert.Equal((false, 0), (job.IsStopped, run.Of(SmimeImportStatus.NotAttempted)));
    }

    [ToolFact("openssl")]
    public async Task A_row_with_an_error_is_no_strangers_row()
    {
        await using var service = await PfxService.StartAsync();

        var job = await RunAsync(service, await ListAsync("a.pfx", "a.pfx", "wrong.pfx", "missing.pfx"), Stops);

        Assert.Equal("3 ManifestRowDuplicate, 4 PfxPasswordIncorrect, 5 PathNotFound", Outcomes);
        Assert.Equal((4, 3), (job.Rows, job.Invalid));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_row_that_names_nobody_is_an_error_of_its_own(bool stops)
    {
        await using var service = await PfxService.StartAsync();
        using var rows = new PipelineRows();
        await AddAsync(rows, "missing.pfx", isAsked: false, user: "");
        rows.Complete();

        var job = await RunAsync(service, rows, stops ? Stops : null);

        Assert.Equal(1, job.Invalid);
        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task Of_a_file_with_several_certificates_each_that_cannot_be_delivered_fails_alone()
    {
        await using var service = await PfxService.StartAsync();
        using var source = new SourcePfx();
        var content = source.AddPair(source.Make("Anna", usage: X509KeyUsageFlags.KeyAgreement), "good")
            .AddPair(source.Make("CA", usage: X509KeyUsageFlags.KeyCertSign), "bad").Encode();
        using var rows = new PipelineRows();
        using var password = SecretText.Copy(source.Password);
        Folder.Write("anna.pfx", content);
        await AddAsync(rows, "anna.pfx", isAsked: true);
        rows.Complete();

        var job = await RunAsync(service, rows, handle: told =>
        {
            if (told is PasswordWanted wanted)
            {
                wanted.Row.Password = password.Clone();
                wanted.Answer(true);
            }
        });

        Assert.Equal(["PurposeNotAllowed", null], Results().Select(result => result.Error?.ErrorId));
        Assert.All(Results(), result => Assert.NotNull(result.Entry.Thumbprint));
        Assert.NotNull(Results()[0].NotAfter);
        Assert.Equal((1, 1), (job.Rows, job.Invalid));
        Assert.Single(service.Records);
    }

    [ToolFact("openssl")]
    public async Task Where_all_users_are_asked_about_before_the_first_is_sent_they_are_asked_about_together()
    {
        await using var tenant = await IntuneTenant.StartAsync();
        string[] users = ["anna@contoso.com", "bert@contoso.com"];
        using var rows = new PipelineRows();
        foreach (var user in users)
        {
            tenant.Host.State.Users.Add(user);
            await AddAsync(user + ".pfx", user);
            var row = new ImportRow { UserPrincipalName = user, Path = Folder.Combine(user + ".pfx") };
            await rows.AddAsync(row, null, true, default);
        }

        rows.Complete();
        await RunAsync(tenant.Connection.UserPfx, rows, Stops, handle: told =>
        {
            if (told is PasswordWanted wanted)
            {
                wanted.Row.Password = SecretText.Copy(Password);
                wanted.Answer(true);
            }
        });

        Assert.Equal(2, tenant.Host.State.UserPfxCertificates.Count);
        Assert.DoesNotContain(tenant.Host.State.Requests.Entries, entry =>
            entry.Method == "GET" && entry.Path.Contains("/users/", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Without_rows_there_is_nothing_to_run()
    {
        var job = new ImportJob(new ImportOptions(), new JobRun(), client: null);

        await Assert.ThrowsAsync<ArgumentNullException>(() => job.RunAsync(null!, Handle, CancellationToken.None));
    }
}
