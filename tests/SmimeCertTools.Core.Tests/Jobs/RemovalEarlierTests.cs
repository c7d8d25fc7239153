using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Tests.Graph;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Core.Tests.Jobs;

/// <summary>Removals that write no file of results, or only look into an earlier one.</summary>
public sealed class RemovalEarlierTests
{
    private readonly RemovalIndex _earlier = new();
    private readonly List<JobEvent> _events = [];
    private readonly JobRun _run = new();
    private bool _isWanted = true;

    private IEnumerable<string> Outcomes => _events.OfType<RemovalResult>().Select(result =>
        result.Entry.ErrorId ?? result.Entry.Status.ToString());

    [Theory]
    [InlineData(GraphTestData.User, GraphTestData.Print, true)]
    [InlineData("ALICE@contoso.com", null, true)]
    [InlineData(GraphTestData.User, "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567", true)]
    [InlineData("bob@contoso.com", GraphTestData.Print, false)]
    [InlineData("bob@contoso.com", null, false)]
    [InlineData(GraphTestData.User, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", false)]
    public async Task What_an_earlier_run_began_and_is_gone_is_no_missing_record(string user, string? thumbprint, bool isKnown)
    {
        await using var service = await RemovalService.StartAsync();
        Earlier(SmimeRemoveStatus.Removing);

        await RunAsync(service, RemovalRunner.Row(thumbprint, user));

        Assert.Equal(isKnown ? [] : ["RecordNotFound"], Outcomes);
        Assert.Equal(isKnown ? [false] : [], _events.OfType<JobMessage>().Select(message => message.IsWarning));
        Assert.Single(_earlier.Open);
    }

    [Fact]
    public async Task What_an_earlier_run_removed_counts_as_removed_with_what_the_CA_has_to_know()
    {
        await using var service = await RemovalService.StartAsync();
        Earlier(SmimeRemoveStatus.Removed);

        await RunAsync(service, RemovalRunner.Row());

        var result = Assert.Single(_events.OfType<RemovalResult>());
        Assert.Equal((SmimeRemoveStatus.AlreadyRemoved, _run.Id), (result.Entry.Status, result.Entry.RunId));
        Assert.Equal(("4711", "CN=CA"), (result.Revocation?.SerialNumber, result.Revocation?.Issuer));
        Assert.Equal(1, _run.Of(SmimeRemoveStatus.AlreadyRemoved));
    }

    [Fact]
    public async Task Without_any_earlier_run_a_record_that_is_not_there_is_an_error_that_revokes_nothing()
    {
        await using var service = await RemovalService.StartAsync();

        await RunAsync(service, RemovalRunner.Row());

        var result = Assert.Single(_events.OfType<RemovalResult>());
        Assert.Equal("RecordNotFound", result.Error?.ErrorId);
        Assert.Null(result.Revocation);
        Assert.Equal(("4711", "CN=CA"), (result.SerialNumber, result.Issuer));
        Assert.Equal([new JobFailure("RecordNotFound", null, GraphTestData.User)], _run.Failures);
    }

    [Fact]
    public async Task A_session_that_is_lost_in_a_look_up_leaves_the_rows_after_it()
    {
        await using var service = await RemovalService.StartAsync();
        service.Add("bob@contoso.com");
        service.Listings.Enqueue(401);

        await RunAsync(service, RemovalRunner.Row(), RemovalRunner.Row(user: "bob@contoso.com"));

        Assert.Equal(["GraphUnauthorized", "GraphUnauthorized"], Outcomes);
        var results = _events.OfType<RemovalResult>().ToList();
        Assert.Equal([SmimeRemoveStatus.Failed, SmimeRemoveStatus.NotAttempted], results.Select(result => result.Entry.Status));
        Assert.All(results, result => Assert.Equal((null, null), (result.Error, result.Revocation)));
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task What_is_not_wanted_is_counted_as_passed_over_and_stays()
    {
        await using var service = await RemovalService.StartAsync();
        service.Add();
        _isWanted = false;

        await RunAsync(service, RemovalRunner.Row());

        Assert.Equal((1, 0), (_run.Passed(SmimeRemoveStatus.Removed), service.Deletes));
        Assert.Empty(Outcomes);
    }

    [Fact]
    public async Task A_record_that_two_rows_name_is_asked_for_once_and_the_second_is_told_of_in_words()
    {
        await using var service = await RemovalService.StartAsync();
        service.Add();
        _isWanted = false;

        await RunAsync(service, RemovalRunner.Row(), RemovalRunner.Row());

        Assert.Single(_events.OfType<RemovalWanted>());
        Assert.Equal([false], _events.OfType<JobMessage>().Select(message => message.IsWarning));
    }

    [Fact]
    public async Task Two_records_under_one_earlier_name_are_told_of_once()
    {
        await using var service = await RemovalService.StartAsync();
        var id = Guid.NewGuid();
        service.People[GraphTestData.User] = id;
        service.Add("old@contoso.com", RemovalRunner.Print('A'), id.ToString("N"));
        service.Add("old@contoso.com", RemovalRunner.Print('B'), id.ToString("N"));

        await RunAsync(service, RemovalRunner.Row(null));

        Assert.Equal(["Removed", "Removed"], Outcomes);
        Assert.Single(_events.OfType<JobMessage>());
    }

    [Theory]
    [InlineData("alice.berg@contoso.com", true)]
    [InlineData(null, false)]
    public async Task Whose_mail_address_a_row_names_is_told_where_nothing_is_found(string? principal, bool isTold)
    {
        await using var service = await RemovalService.StartAsync();
        service.People[GraphTestData.User] = Guid.NewGuid();
        if (principal is not null)
        {
            service.MailAddresses[GraphTestData.User] = principal;
        }

        await RunAsync(service, RemovalRunner.Row(user: " " + GraphTestData.User));

        var error = Assert.Single(_events.OfType<RemovalResult>()).Error!;
        Assert.Equal(isTold, error.Message.Contains("is a mail address of alice.berg@contoso.com", StringComparison.Ordinal));
    }

    [Fact]
    public async Task How_many_records_a_row_means_is_told_before_the_first_is_asked_for()
    {
        await using var service = await RemovalService.StartAsync();
        service.Add(thumbprint: RemovalRunner.Print('A'));
        service.Add(thumbprint: RemovalRunner.Print('B'));

        await RunAsync(service, RemovalRunner.Row(null));

        Assert.Equal(2, Assert.IsType<RecordsFound>(_events[0]).Count);
        Assert.IsType<RemovalWanted>(_events[1]);
    }

    private void Earlier(SmimeRemoveStatus status) => _earlier.Add(new ResultsEntry
    {
        Time = DateTimeOffset.UnixEpoch,
        RunId = "earlier",
        Status = status,
        RecordId = "id-1",
        UserPrincipalName = GraphTestData.User,
        Thumbprint = GraphTestData.Print,
    });

    private async Task RunAsync(RemovalService service, params RemovalRow[] rows)
    {
        using var queue = new JobQueue<RemovalRow>(rows.Length);
        foreach (var row in rows)
        {
            await queue.AddAsync(row, CancellationToken.None);
        }

        queue.Complete();
        await new RemovalJob(new RemovalOptions { ThrottleLimit = 1, Earlier = _earlier }, _run, service.Client).RunAsync(
            queue,
            told =>
            {
                _events.Add(told);
                (told as RemovalWanted)?.Answer(_isWanted);
            },
            CancellationToken.None);
    }
}
