using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
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

/// <summary>Rows without a user, whose certificates lead to one.</summary>
public sealed class ImportJobOwnerTests : ImportJobRunner
{
    private const string Anna = "anna.berg@contoso.com";

    [ToolFact("openssl")]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task A_row_without_user_is_imported_for_whom_its_certificate_names_and_kept_so()
    {
        await using var service = await PfxService.StartAsync();
        service.Directory.Add(User("1", Anna));
        using var results = ResultsFile.Open(Folder.Combine("results.jsonl"));
        var run = new JobRun { Results = results };

        var job = await RunAsync(service, await ListWithoutUsersAsync("a.pfx"), run: run);

        var result = Assert.Single(Results());
        Assert.Equal((SmimeImportStatus.Imported, Anna, "anna@contoso.com"),
            (result.Entry.Status, result.Entry.UserPrincipalName, result.Entry.FoundBy));
        Assert.NotNull(result.Entry.PublicKeyFingerprint);
        Assert.Equal(Anna, (string?)Assert.Single(service.Records.Values)["userPrincipalName"]);
        Assert.Equal(Anna, Assert.Single(Events.OfType<UploadWanted>()).Record.UserPrincipalName);
        Assert.Equal((1, 0), (job.Rows, job.Invalid));
    }

    [ToolFact("openssl")]
    public async Task Nobody_fails_the_row_and_names_what_was_looked_up()
    {
        await using var service = await PfxService.StartAsync();

        await RunAsync(service, await ListWithoutUsersAsync("a.pfx"));

        var result = Assert.Single(Results());
        Assert.Equal("UserNotIdentified", result.Entry.ErrorId);
        Assert.Contains("nobody in this tenant has anna@contoso.com", result.Error!.Message, System.StringComparison.Ordinal);
        Assert.Empty(service.Records);
        Assert.DoesNotContain(Events, told => told is UploadWanted);
    }

    [ToolFact("openssl")]
    public async Task Several_fail_the_row_and_are_named()
    {
        await using var service = await PfxService.StartAsync();
        service.Directory.AddRange([User("1", Anna), User("2", "anna.old@contoso.com")]);

        await RunAsync(service, await ListWithoutUsersAsync("a.pfx"));

        var result = Assert.Single(Results());
        Assert.Equal("UserAmbiguous", result.Entry.ErrorId);
        Assert.Contains($"{Anna}, anna.old@contoso.com", result.Error!.Message, System.StringComparison.Ordinal);
        Assert.Empty(service.Records);
    }

    [ToolFact("openssl")]
    public async Task The_same_user_twice_in_the_answer_is_one()
    {
        await using var service = await PfxService.StartAsync();
        service.Directory.AddRange([User("1", Anna), User("1", Anna)]);

        await RunAsync(service, await ListWithoutUsersAsync("a.pfx"));

        Assert.Equal(SmimeImportStatus.Imported, Assert.Single(Results()).Entry.Status);
    }

    [ToolFact("openssl")]
    public async Task A_certificate_that_names_nobody_needs_a_user()
    {
        await using var service = await PfxService.StartAsync();
        Certificates["a.pfx"] = TestPfx.Certificate(X509KeyUsageFlags.KeyEncipherment, address: "");
        await TestPfx.WriteAsync(Folder, "a.pfx", Certificates["a.pfx"], Password);

        await RunAsync(service, await ListWithoutUsersAsync("a.pfx"));

        var result = Assert.Single(Results());
        Assert.Equal("UserNotIdentified", result.Entry.ErrorId);
        Assert.Contains("neither a mail address", result.Error!.Message, System.StringComparison.Ordinal);
        Assert.DoesNotContain(Events, told => told is JobMessage);
        Assert.Empty(service.Requests);
    }

    [ToolFact("openssl")]
    public async Task With_StopOnInvalid_nobody_is_found_out_before_anything_is_sent()
    {
        await using var service = await PfxService.StartAsync();

        var job = await RunAsync(
            service, await ListWithoutUsersAsync("a.pfx"), new ImportOptions { StopOnInvalid = true });

        Assert.True(job.IsStopped);
        Assert.Equal("UserNotIdentified", Assert.Single(Results()).Entry.ErrorId);
        Assert.DoesNotContain("POST", service.Requests);
    }

    [ToolFact("openssl")]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task With_Force_a_second_run_leaves_what_the_file_knows_alone()
    {
        await using var service = await PfxService.StartAsync();
        service.Directory.Add(User("1", Anna));
        var list = await ListWithoutUsersAsync("a.pfx");
        for (var run = 0; run < 2; run++)
        {
            using var results = ResultsFile.Open(Folder.Combine("results.jsonl"));
            await RunAsync(service, list, new ImportOptions { Force = true }, new JobRun { Results = results });
        }

        Assert.Equal([SmimeImportStatus.Imported, SmimeImportStatus.AlreadyPresent],
            Results().Select(result => (SmimeImportStatus)result.Entry.Status));
        Assert.DoesNotContain("PATCH", service.Requests);
    }

    private async Task<string> ListWithoutUsersAsync(string name)
    {
        var list = await ListAsync(name);
        return Folder.Write("without.csv", (await System.IO.File.ReadAllTextAsync(list, CancellationToken.None))
            .Replace("anna@contoso.com,", ",", System.StringComparison.Ordinal));
    }

    private static JsonObject User(string id, string name) => new()
    {
        ["id"] = id,
        ["userPrincipalName"] = name,
        ["mail"] = "anna@contoso.com",
    };
}
