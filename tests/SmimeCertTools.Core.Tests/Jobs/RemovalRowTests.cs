using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Tests.Graph;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Core.Tests.Jobs;

/// <summary>Which records a row means, and whether the CA can be told of them.</summary>
[Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
public sealed class RemovalRowTests : IDisposable
{
    private readonly RemovalRunner _runner = new();

    public void Dispose() => _runner.Dispose();

    [Fact]
    public async Task Two_records_of_one_user_and_certificate_are_both_removed_and_the_certificate_is_listed_once()
    {
        await using var service = await RemovalService.StartAsync();
        var ids = new[] { service.Add(owner: "01"), service.Add(owner: "02") };

        await _runner.RunAsync(service, RemovalRunner.Row());

        Assert.Empty(service.Records);
        Assert.Equal(["Removed", "Removed"], _runner.Statuses);
        Assert.Equal(ids, _runner.Results.Select(result => result.Entry.RecordId));
        Assert.Single(_runner.Commands);
    }

    [Fact]
    public async Task A_row_that_names_the_record_means_that_one_alone()
    {
        await using var service = await RemovalService.StartAsync();
        service.Add(owner: "01");
        var id = service.Add(owner: "02");

        await _runner.RunAsync(
            service, RemovalRunner.Row(id: id.ToUpperInvariant()), RemovalRunner.Row(id: id), RemovalRunner.Row(id: "03"));

        Assert.StartsWith("01", (string?)Assert.Single(service.Records)["id"], StringComparison.Ordinal);
        Assert.Equal(["Removed", "Failed"], _runner.Statuses);
        Assert.Equal("RecordNotFound", _runner.Results[1].Entry.ErrorId);
        Assert.Contains("record id 03", _runner.Results[1].Error!.Message, StringComparison.Ordinal);
        Assert.Contains(
            _runner.Events.OfType<JobMessage>(), told => told.Text.Contains("named before", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_of_two_records_that_stays_is_not_taken_for_the_one_that_went()
    {
        await using var service = await RemovalService.StartAsync();
        service.Add(owner: "01");
        service.Add(owner: "02");
        service.Answers.Enqueue(DeleteAnswer.YesWithoutEffect);

        await _runner.RunAsync(service, RemovalRunner.Row());

        Assert.Equal(["Unconfirmed", "Removed"], _runner.Statuses);
        Assert.Equal(1, _runner.Open);
    }

    [Theory]
    [InlineData(GraphTestData.Print)]
    [InlineData(null)]
    public async Task Records_of_a_renamed_user_are_found_under_the_earlier_name_and_those_of_others_are_not(string? thumbprint)
    {
        await using var service = await RemovalService.StartAsync();
        var (id, other) = (Guid.NewGuid(), Guid.NewGuid());
        service.People["new@contoso.com"] = id;
        service.Add("old@contoso.com", owner: id.ToString("N"));
        service.Add("other@contoso.com", owner: other.ToString("N"));

        await _runner.RunAsync(service, RemovalRunner.Row(thumbprint, "new@contoso.com"));

        Assert.Equal(["Removed"], _runner.Statuses);
        Assert.Equal("old@contoso.com", _runner.Results[0].Entry.UserPrincipalName);
        Assert.Equal("other@contoso.com", (string?)Assert.Single(service.Records)["userPrincipalName"]);
        Assert.Contains(
            _runner.Events.OfType<JobMessage>(), told => told.Text.Contains("earlier name old@", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(200, "RecordNotFound", 0, null)]
    [InlineData(403, "RecordNotFound", 0, null)]
    [InlineData(400, "RecordNotFound", 1, null)]
    [InlineData(401, null, 1, "GraphUnauthorized")]
    public async Task Where_earlier_names_cannot_be_looked_up_that_is_said_and_a_lost_session_is_no_missing_record(
        int status, string? errorId, int warnings, string? sessionError)
    {
        await using var service = await RemovalService.StartAsync();
        service.PeopleStatus = status;

        await _runner.RunAsync(service, RemovalRunner.Row());

        Assert.Equal([errorId is null ? "NotAttempted" : "Failed"], _runner.Statuses);
        Assert.Equal(errorId, _runner.Results[0].Error?.ErrorId);
        Assert.Equal((warnings, sessionError), (_runner.Warnings.Count, _runner.SessionError));
    }

    [Fact]
    public async Task A_named_certificate_that_is_there_asks_nobody_for_earlier_names()
    {
        await using var service = await RemovalService.StartAsync();
        service.Add();

        await _runner.RunAsync(service, RemovalRunner.Row());

        Assert.Equal(["GET", "DELETE", "GET"], service.Requests);
    }

    [Theory]
    [InlineData(null, null, "issuer and serial number")]
    [InlineData("CN=CA", null, "the serial number")]
    [InlineData("CN=CA", "no number", "the serial number")]
    [InlineData(" ", "4711", "the issuer")]
    [InlineData(null, "4711", "the issuer")]
    public async Task What_the_CA_could_not_be_told_of_is_an_error_and_stays_and_the_others_go(
        string? issuer, string? serial, string missing)
    {
        await using var service = await RemovalService.StartAsync();
        service.Add(thumbprint: RemovalRunner.Print('A'));
        service.Add(thumbprint: RemovalRunner.Print('B'));

        await _runner.RunAsync(
            service,
            new RemovalRow
            {
                UserPrincipalName = GraphTestData.User,
                Thumbprint = RemovalRunner.Print('A'),
                Issuer = issuer,
                SerialNumber = serial,
            },
            RemovalRunner.Row(RemovalRunner.Print('B')));

        Assert.Equal(["Failed A", "Removing B", "Removed B"], _runner.Kept);
        Assert.Equal("SerialNumberUnknown", _runner.Results[0].Error!.ErrorId);
        Assert.Contains(missing, _runner.Results[0].Error!.Message, StringComparison.Ordinal);
        Assert.Single(_runner.Events.OfType<RemovalWanted>());
        Assert.Single(service.Records);
    }

    [Fact]
    public async Task Where_it_is_forced_it_goes_and_is_listed_without_a_command()
    {
        await using var service = await RemovalService.StartAsync();
        service.Add();
        _runner.RequiresSerialNumbers = false;

        await _runner.RunAsync(service, Unknown());

        Assert.Equal(["Removed"], _runner.Statuses);
        Assert.Empty(_runner.Commands);
        Assert.Contains("serial number is not known", _runner.List, StringComparison.Ordinal);

        // Found out later, it is listed with its command.
        await _runner.RunAsync(service, RemovalRunner.Row());

        Assert.Equal(["certutil -revoke 4711 5"], _runner.Commands);
    }

    [Fact]
    public async Task An_expired_one_needs_no_serial_number_and_has_no_command()
    {
        await using var service = await RemovalService.StartAsync();
        service.Add();
        service.Records[0]["expirationDateTime"] = "2001-02-03T04:05:06Z";

        await _runner.RunAsync(service, Unknown());

        Assert.Equal(["Removed"], _runner.Statuses);
        Assert.Empty(_runner.Commands);
        Assert.Contains("2001-02-03. Expired", _runner.List, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_in_the_same_file_of_results_knows_the_serial_number()
    {
        await using var service = await RemovalService.StartAsync();
        service.Add();
        using (var results = ResultsFile.Open(_runner.ResultPath))
        {
            results.Append(new ResultsEntry
            {
                Time = DateTimeOffset.UnixEpoch,
                RunId = "import",
                UserPrincipalName = "other@contoso.com",
                Thumbprint = GraphTestData.Print.ToLowerInvariant(),
                Status = SmimeImportStatus.Imported,
                Issuer = "CN=Import CA",
                SerialNumber = "0A0B",
            });
        }

        await _runner.RunAsync(service, Unknown());

        Assert.Equal(("0A0B", "CN=Import CA"), (_runner.Results[0].SerialNumber, _runner.Results[0].Issuer));
        Assert.Equal(["certutil -revoke 0A0B 5"], _runner.Commands);
    }

    [Fact]
    public async Task An_archive_comes_before_the_row_and_brings_its_dates()
    {
        await using var service = await RemovalService.StartAsync();
        service.Add();
        var archived = new CatalogEntry
        {
            Thumbprint = GraphTestData.Print,
            ThumbprintSha256 = string.Empty,
            Subject = "CN=Alice",
            Issuer = "CN=Archive CA",
            SerialNumber = "0C",
            NotBefore = DateTimeOffset.UnixEpoch,
            NotAfter = new DateTimeOffset(8000, 1, 1, 0, 0, 0, TimeSpan.Zero),
            KeyAlgorithm = "RSA",
            KeySize = 2048,
            SignatureAlgorithm = "sha256WithRSAEncryption",
        };
        var known = new Dictionary<string, CatalogEntry> { [archived.Thumbprint] = archived };
        RemovalResult? result = null;
        using var rows = new JobQueue<RemovalRow>();
        await rows.AddAsync(RemovalRunner.Row(), default);
        rows.Complete();

        await new RemovalJob(new RemovalOptions { Known = known, RequiresSerialNumbers = true }, new JobRun(), service.Client)
            .RunAsync(
                rows,
                told =>
                {
                    (told as RemovalWanted)?.Answer(true);
                    result = told as RemovalResult ?? result;
                },
                default);

        Assert.Equal(("0C", "CN=Archive CA"), (result!.Revocation!.SerialNumber, result.Revocation.Issuer));
        Assert.Equal((archived.NotBefore, archived.NotAfter), (result.Revocation.NotBefore, result.Revocation.NotAfter));
    }

    private static RemovalRow Unknown() =>
        new() { UserPrincipalName = GraphTestData.User, Thumbprint = GraphTestData.Print };
}
