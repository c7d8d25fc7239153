using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Http;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Tests.Files;
using SmimeCertTools.Core.Tests.Graph;
using Xunit;

namespace SmimeCertTools.Core.Tests.Jobs;

/// <summary>
/// What becomes of a deletion, and what is written down of it, whatever the service answers and whatever stops it.
/// </summary>
[Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
public sealed class RemovalOutcomeTests : IDisposable
{
    private readonly RemovalRunner _runner = new();

    public void Dispose() => _runner.Dispose();

    [Fact]
    public async Task What_is_about_to_be_deleted_is_in_the_file_before_the_DELETE_is_sent()
    {
        await using var service = await RemovalService.StartAsync();
        var id = service.Add();
        var (seen, list) = (string.Empty, string.Empty);
        service.BeforeDelete = () =>
        {
            (seen, list) = (ReadHeld(_runner.ResultPath), ReadHeld(_runner.ListPath));
            return Task.CompletedTask;
        };

        await _runner.RunAsync(service, RemovalRunner.Row());

        Assert.All(
            ["\"Status\":\"Removing\"", $"\"RecordId\":\"{id}\"", GraphTestData.Print, GraphTestData.User, "\"Issuer\":\"CN=CA\"",
                "\"SerialNumber\":\"4711\"", "\"NotAfter\":\"9000-01-02T03:04:05Z\""],
            part => Assert.Contains(part, seen, StringComparison.Ordinal));
        Assert.EndsWith("}\n", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(GraphTestData.Print, list, StringComparison.Ordinal);
        Assert.Equal(["Removing 0", "Removed 0"], _runner.Kept);
        Assert.Equal(["certutil -revoke 4711 5"], _runner.Commands);
    }

    [Theory]
    [InlineData(DeleteAnswer.Done, "Removed", null, 1, true)]
    [InlineData(DeleteAnswer.ResetAfter, "Removed", null, 1, true)]
    [InlineData(DeleteAnswer.ResetBefore, "Removed", null, 2, true)]
    [InlineData(DeleteAnswer.UnavailableAfter, "Removed", null, 1, true)]
    [InlineData(DeleteAnswer.UnavailableBefore, "Removed", null, 2, true)]
    [InlineData(DeleteAnswer.GarbledAfter, "Removed", null, 1, true)]
    [InlineData(DeleteAnswer.GoneAlready, "Removed", null, 1, true)]
    [InlineData(DeleteAnswer.ThrottledOnce, "Removed", null, 2, true)]
    [InlineData(DeleteAnswer.YesWithoutEffect, "Unconfirmed", "GraphNotConfirmed", 1, true)]
    [InlineData(DeleteAnswer.NotFoundWithoutEffect, "Unconfirmed", "GraphNotFound", 1, false)]
    [InlineData(DeleteAnswer.BadRequest, "Failed", "GraphBadRequest", 1, false)]
    [InlineData(DeleteAnswer.Forbidden, "Failed", "GraphForbidden", 1, false)]
    [InlineData(DeleteAnswer.Unauthorized, "Failed", "GraphUnauthorized", 1, false)]
    public async Task Each_answer_ends_as_what_is_known_of_it(
        DeleteAnswer answer, string status, string? errorId, int deletes, bool isListed)
    {
        await using var service = await RemovalService.StartAsync();
        service.Add();
        service.Answers.Enqueue(answer);

        await _runner.RunAsync(service, RemovalRunner.Row());

        var result = Assert.Single(_runner.Results);
        var isSession = errorId == "GraphUnauthorized";
        Assert.Equal((status, errorId), (result.Entry.Status.ToString(), result.Entry.ErrorId));
        Assert.Equal(errorId is null || isSession, result.Error is null);
        Assert.Equal(isSession ? errorId : null, _runner.SessionError);
        Assert.Equal(["Removing 0", status + " 0"], _runner.Kept);
        Assert.Equal(deletes, service.Deletes);
        Assert.Equal(isListed, _runner.Commands.Count == 1);
        Assert.Equal(isListed, result.Revocation is not null);
        Assert.Equal(status == "Unconfirmed" ? 1 : 0, _runner.Open);
    }

    [Theory]
    [InlineData(2, "Removed")]
    [InlineData(3, "Unconfirmed")]
    public async Task A_listing_that_lags_is_waited_for_and_then_left_to_the_next_run(int lag, string status)
    {
        await using var service = await RemovalService.StartAsync();
        service.Add();
        service.Lag = lag;

        await _runner.RunAsync(service, RemovalRunner.Row());

        Assert.Equal([status], _runner.Statuses);
        Assert.Single(_runner.Commands);

        await _runner.RunAsync(service, RemovalRunner.Row());

        Assert.Equal(status == "Removed" ? ["AlreadyRemoved"] : ["Removed"], _runner.Statuses);
        Assert.Single(_runner.Commands);
        Assert.Equal(0, _runner.Open);
    }

    [Theory]
    [InlineData(401, true)]
    [InlineData(403, true)]
    [InlineData(401, false)]
    [InlineData(403, false)]
    public async Task A_look_up_that_fails_leaves_the_removal_open_and_what_was_answered_with_yes_is_listed(
        int status, bool isAnswered)
    {
        await using var service = await RemovalService.StartAsync();
        service.Add();
        service.Answers.Enqueue(isAnswered ? DeleteAnswer.Done : DeleteAnswer.ResetAfter);
        service.Looks.Enqueue(status);

        await _runner.RunAsync(service, RemovalRunner.Row());

        Assert.Equal(["Unconfirmed"], _runner.Statuses);
        Assert.Equal(status == 401 ? "GraphUnauthorized" : null, _runner.SessionError);
        Assert.Equal(status == 401, _runner.Results[0].Error is null);
        Assert.Equal((isAnswered ? 1 : 0, 1), (_runner.Commands.Count, _runner.Open));

        await _runner.RunAsync(service, RemovalRunner.Row());

        Assert.Equal(["Removed"], _runner.Statuses);
        Assert.Equal((1, 0), (_runner.Commands.Count, _runner.Open));
        Assert.Equal(1, service.Deletes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelled_before_the_answer_or_before_the_look_up_it_is_written_down(bool isWhileSent)
    {
        await using var service = await RemovalService.StartAsync();
        service.Add();
        using var cancellation = new CancellationTokenSource();
        service.BeforeDelete = isWhileSent ? cancellation.CancelAsync : null;
        service.BeforeLook = isWhileSent ? null : cancellation.CancelAsync;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _runner.RunAsync(service, cancellation.Token, RemovalRunner.Row()));

        Assert.Equal(["Removing 0", "Removed 0"], _runner.Kept);
        Assert.Single(_runner.Commands);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_not_answered_or_seen_in_the_time_after_a_cancellation_stays_open(bool isWhileSent)
    {
        await using var service = await RemovalService.StartAsync();
        service.Add();
        using var cancellation = new CancellationTokenSource();
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task HangAsync()
        {
            await cancellation.CancelAsync();
            service.Clock.End(RetryPolicy.Grace);
            await end.Task;
        }

        service.BeforeDelete = isWhileSent ? HangAsync : null;
        service.BeforeLook = isWhileSent ? null : HangAsync;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _runner.RunAsync(service, cancellation.Token, RemovalRunner.Row()));
        end.SetResult();

        Assert.Equal(["Removing 0", "Unconfirmed 0"], _runner.Kept);
        Assert.Equal(isWhileSent ? 0 : 1, _runner.Commands.Count);

        (service.BeforeDelete, service.BeforeLook) = (null, null);
        await _runner.RunAsync(service, RemovalRunner.Row());

        Assert.Equal(["Removed"], _runner.Statuses);
        Assert.Equal((1, 0, 0), (_runner.Commands.Count, _runner.Open, service.Records.Count));
    }

    [Fact]
    public async Task Cancelled_between_the_file_and_the_DELETE_it_sends_nothing_and_says_so()
    {
        await using var service = await RemovalService.StartAsync();
        service.Add();
        using var cancellation = new CancellationTokenSource();
        _runner.Opened = (results, _) => results.File.BeforeDisk = cancellation.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _runner.RunAsync(service, cancellation.Token, RemovalRunner.Row()));

        Assert.Equal(["Removing 0", "NotAttempted 0"], _runner.Kept);
        Assert.Contains("stopped before", (string?)_runner.Entries[1]["Message"], StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), (service.Deletes, _runner.Open, _runner.Commands.Count));
    }

    [Fact]
    public async Task Whoever_stops_taking_results_loses_none_of_the_files()
    {
        await using var service = await RemovalService.StartAsync();
        var prints = "0123456789".Select(RemovalRunner.Print).ToList();
        prints.ForEach(print => service.Add(thumbprint: print));
        _runner.Degree = 4;
        _runner.Handle = told =>
        {
            if (told is RemovalResult)
            {
                throw new InvalidOperationException("stopped");
            }
        };

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _runner.RunAsync(service, [.. prints.Select(print => RemovalRunner.Row(print))]));

        var gone = prints.Where(print => service.Records.All(record => (string)record["thumbprint"]! != print)).ToList();
        Assert.NotEmpty(gone);
        Assert.Equal(
            gone.Select(print => "Removed " + print[0]),
            _runner.Kept.Where(entry => entry.StartsWith("Removed", StringComparison.Ordinal)).Order());
        Assert.Equal(0, _runner.Open);

        // The commands do not say whose they are.
        Assert.All(gone, print => Assert.Single(Lines(print)));
    }

    private static string ReadHeld(string path)
    {
        // As a program does that asks for no lock.
        return OperatingSystem.IsWindows() ? File.ReadAllText(path) : HeldFileShell.Run($"cat '{path}'");
    }

    private IEnumerable<string> Lines(string print) =>
        File.ReadAllLines(_runner.ListPath).Where(line => line.Contains(print, StringComparison.Ordinal));
}
