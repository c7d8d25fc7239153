using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Tests.Graph;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Core.Tests.Jobs;

/// <summary>What a run makes of removals that an earlier one began and was killed in the middle of.</summary>
[Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
public sealed class RemovalSettlingTests : IDisposable
{
    private const string Bob = "bob@contoso.com";
    private readonly RemovalRunner _runner = new();

    public void Dispose() => _runner.Dispose();

    [Theory]
    [InlineData(GraphTestData.Print)]
    [InlineData(null)]
    public async Task What_is_gone_was_removed_and_is_listed_by_whatever_row_it_is_named(string? thumbprint)
    {
        await using var service = await RemovalService.StartAsync();
        Begin("id-1", GraphTestData.User);

        await _runner.RunAsync(service, RemovalRunner.Row(thumbprint));

        Assert.Equal(["Removed"], _runner.Statuses);
        Assert.Equal(["Removing 0", "Removed 0"], _runner.Kept);
        Assert.Equal(["certutil -revoke 1234 5"], _runner.Commands);
        Assert.Equal("id-1", _runner.Results[0].Entry.RecordId);
        Assert.Contains(
            _runner.Events.OfType<JobMessage>(), message => message.Text.Contains("is gone", StringComparison.Ordinal));

        await _runner.RunAsync(service, RemovalRunner.Row(thumbprint));

        Assert.Equal(["AlreadyRemoved"], _runner.Statuses);
        Assert.Single(_runner.Commands);
    }

    [Theory]
    [InlineData(GraphTestData.Print)]
    [InlineData(null)]
    public async Task What_is_still_there_and_named_is_removed_now(string? thumbprint)
    {
        await using var service = await RemovalService.StartAsync();
        Begin(service.Add(), GraphTestData.User);

        await _runner.RunAsync(service, RemovalRunner.Row(thumbprint));

        Assert.Equal(["Removed"], _runner.Statuses);
        Assert.Equal(["Removing 0", "Removing 0", "Removed 0"], _runner.Kept);
        Assert.Equal((0, 1), (_runner.Open, _runner.Commands.Count));
        Assert.Empty(_runner.Warnings);
    }

    [Fact]
    public async Task A_run_for_others_settles_what_is_gone_and_leaves_and_names_what_is_still_there()
    {
        await using var service = await RemovalService.StartAsync();
        Begin("id-1", Bob, RemovalRunner.Print('B'));
        Begin(service.Add(Bob, RemovalRunner.Print('C')), Bob, RemovalRunner.Print('C'));
        service.Add();

        await _runner.RunAsync(service, RemovalRunner.Row());

        Assert.Equal(["Removing B", "Removing C", "Removed B", "Removing 0", "Removed 0"], _runner.Kept);
        var warning = Assert.Single(_runner.Warnings);
        Assert.All(
            [Bob, RemovalRunner.Print('C'), "still there"], part => Assert.Contains(part, warning, StringComparison.Ordinal));
        Assert.Equal((1, 1, 2), (_runner.Open, service.Records.Count, _runner.Commands.Count));

        // And again: it is never lost.
        await _runner.RunAsync(service);

        Assert.Single(_runner.Warnings);
        Assert.Empty(_runner.Results);
    }

    [Fact]
    public async Task A_user_is_looked_up_once_for_what_was_begun_and_what_is_named()
    {
        await using var service = await RemovalService.StartAsync();
        Begin("id-1", GraphTestData.User, RemovalRunner.Print('B'));
        service.Add();

        await _runner.RunAsync(service, RemovalRunner.Row(null));

        // The listing, the question for earlier names, that for a mail address, the DELETE, and the listing that confirms it.
        Assert.Equal(4, service.Requests.TakeWhile(method => method != "DELETE").Count());
        Assert.Single(service.Requests.SkipWhile(method => method != "DELETE").Skip(1));
        Assert.Equal(["Removed", "Removed"], _runner.Statuses);
    }

    [Fact]
    public async Task What_cannot_be_looked_up_stays_open_and_is_told_of()
    {
        await using var service = await RemovalService.StartAsync();
        Begin("id-1", Bob);
        service.Add();
        service.Listings.Enqueue(403);

        await _runner.RunAsync(service, RemovalRunner.Row());

        Assert.Equal(["Removed"], _runner.Statuses);
        Assert.Contains(Bob, Assert.Single(_runner.Warnings), StringComparison.Ordinal);
        Assert.Equal(1, _runner.Open);
    }

    [Fact]
    public async Task When_the_session_has_ended_the_rows_are_not_tried()
    {
        await using var service = await RemovalService.StartAsync();
        Begin("id-1", Bob);
        service.Add();
        service.Listings.Enqueue(401);

        await _runner.RunAsync(service, RemovalRunner.Row());

        Assert.Equal(["NotAttempted"], _runner.Statuses);
        Assert.Equal("GraphUnauthorized", _runner.SessionError);
        Assert.Equal((1, 0), (_runner.Open, service.Deletes));
    }

    [Fact]
    public async Task A_session_that_has_ended_stays_ended_whatever_the_next_look_up_says()
    {
        await using var service = await RemovalService.StartAsync();
        Begin("id-1", Bob);
        Begin("id-2", "carl@contoso.com");
        service.Listings.Enqueue(401);
        service.Listings.Enqueue(403);

        await _runner.RunAsync(service, RemovalRunner.Row());

        Assert.Equal(["NotAttempted"], _runner.Statuses);
        Assert.Equal("GraphUnauthorized", _runner.SessionError);
    }

    [Theory]
    [InlineData(" BOB@contoso.com ", GraphTestData.Print, null)]
    [InlineData(Bob, null, null)]
    [InlineData(Bob, "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB", "RecordNotFound")]
    [InlineData("carl@contoso.com", GraphTestData.Print, "RecordNotFound")]
    [InlineData("carl@contoso.com", null, "RecordNotFound")]
    public async Task What_was_found_to_be_gone_answers_the_rows_that_mean_it_alone(
        string user, string? thumbprint, string? errorId)
    {
        await using var service = await RemovalService.StartAsync();
        Begin("id-1", Bob);

        await _runner.RunAsync(service, RemovalRunner.Row(thumbprint, user));

        Assert.Equal(
            errorId is null ? [null] : [null, errorId], _runner.Results.Select(result => result.Entry.ErrorId));
    }

    [Fact]
    public async Task Another_record_of_the_same_certificate_tells_nothing_of_the_one_that_was_begun()
    {
        await using var service = await RemovalService.StartAsync();
        Begin("gone", GraphTestData.User);
        service.Add();

        await _runner.RunAsync(service);

        Assert.Equal(["Removed"], _runner.Statuses);
        Assert.Single(service.Records);
    }

    [Fact]
    public async Task What_was_begun_without_a_serial_number_takes_it_from_what_was_kept_before()
    {
        await using var service = await RemovalService.StartAsync();
        Begin("id-0", Bob, RemovalRunner.Print('D'));
        Begin("id-1", GraphTestData.User, RemovalRunner.Print('D'), serial: null);

        await _runner.RunAsync(service);

        Assert.Equal(2, _runner.Results.Count(result => result.SerialNumber == "1234" && result.Issuer == "CN=Old CA"));
        Assert.Equal(["certutil -revoke 1234 5"], _runner.Commands);
    }

    [Theory]
    [InlineData(SmimeImportStatus.Imported, 0)]
    [InlineData(SmimeImportStatus.Updated, 0)]
    [InlineData(SmimeImportStatus.Failed, 1)]
    [InlineData(SmimeImportStatus.AlreadyPresent, 1)]
    [InlineData(SmimeImportStatus.Outdated, 1)]
    public void An_entry_of_the_record_that_says_that_it_is_there_ends_what_was_begun(SmimeImportStatus status, int open)
    {
        Begin("id-1", Bob);
        Begin("ID-1", Bob, status: status, run: "import");

        Assert.Equal(open, _runner.Open);
    }

    [Theory]
    [InlineData("second", 1)]
    [InlineData("first", 1)]
    [InlineData("first second", 0)]
    public void What_the_service_refused_one_run_tells_nothing_of_another(string refused, int open)
    {
        Begin("id-1", Bob, run: "first");
        Begin("id-1", Bob, run: "second");
        foreach (var run in refused.Split(' '))
        {
            Begin("id-1", Bob, status: SmimeRemoveStatus.Failed, run: run);
        }

        Assert.Equal(open, _runner.Open);
        Begin("id-1", Bob, status: SmimeRemoveStatus.Removed, run: "third");
        Assert.Equal(0, _runner.Open);
    }

    [Fact]
    public void What_was_removed_is_known_until_it_is_put_back()
    {
        Begin("id-1", Bob, RemovalRunner.Print('B'), status: SmimeRemoveStatus.Removed);
        Begin("id-2", Bob, RemovalRunner.Print('C'), status: SmimeRemoveStatus.Removed);
        Begin("id-3", Bob, RemovalRunner.Print('D'), status: SmimeRemoveStatus.Removed);
        Begin("id-2", Bob, RemovalRunner.Print('C'), status: SmimeImportStatus.Imported);
        Begin("id-3", Bob, RemovalRunner.Print('D'), status: SmimeImportStatus.AlreadyPresent);

        var removals = ResultsFile.Peek(_runner.ResultPath).Removals;

        Assert.Equal(["id-1"], removals.Removed("BOB@contoso.com", null).Select(entry => entry.RecordId));
        Assert.Single(removals.Removed(Bob, RemovalRunner.Print('b')));
        Assert.Empty(removals.Removed(Bob, RemovalRunner.Print('C')));
        Assert.Empty(removals.Removed(GraphTestData.User, null));
        Assert.Equal("1234", removals.Certificate(RemovalRunner.Print('b'))!.SerialNumber);
        Assert.Null(removals.Certificate(RemovalRunner.Print('E')));
    }

    private void Begin(
        string id, string user, string thumbprint = GraphTestData.Print, string? serial = "1234", Enum? status = null,
        string run = "earlier")
    {
        using var results = ResultsFile.Open(_runner.ResultPath);
        results.Append(new ResultsEntry
        {
            Time = DateTimeOffset.UnixEpoch,
            RunId = run,
            UserPrincipalName = user,
            Thumbprint = thumbprint,
            Status = status ?? SmimeRemoveStatus.Removing,
            RecordId = id,
            Issuer = "CN=Old CA",
            SerialNumber = serial,
        });
    }
}
