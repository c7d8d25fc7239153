using System;
using System.Linq;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Tests.Import;
using Xunit;

namespace SmimeCertTools.Core.Tests.Bulk;

/// <summary>What a run keeps for its end: failures, and what was not wanted.</summary>
public sealed class JobRunFailureTests
{
    private const int Most = 100_000;

    private readonly JobRun _run = new();

    [Theory]
    [InlineData(SmimeRemoveStatus.Failed, "X", 1)]
    [InlineData(SmimeRemoveStatus.Unconfirmed, "X", 1)]
    [InlineData(SmimeRemoveStatus.NotAttempted, "X", 0)]
    [InlineData(SmimeRemoveStatus.Removed, "X", 0)]
    [InlineData(SmimeRemoveStatus.Failed, null, 0)]
    public void A_removal_failed_when_it_says_why_and_was_tried(SmimeRemoveStatus status, string? errorId, int failures)
    {
        _run.Add(Entry(status) with { ErrorId = errorId }, null, null);

        Assert.Equal(failures, _run.Failures.Count);
        Assert.Equal(1, _run.Of(status));
    }

    [Fact]
    public void What_failed_is_named_by_its_user_else_by_its_certificate()
    {
        var entry = Entry(SmimeRemoveStatus.Failed) with { ErrorId = "X" };
        _run.Add(entry, null, null);
        _run.Add(entry with { UserPrincipalName = null }, null, null);
        _run.Add(entry with { UserPrincipalName = null, Thumbprint = null }, null, null);

        Assert.Equal(
            [new("X", null, "anna@contoso.com"), new("X", null, "AA"), new("X", null, "")], _run.Failures);
    }

    [Fact]
    public void Failures_are_kept_in_order_and_not_without_end()
    {
        foreach (var number in Enumerable.Range(1, Most + 2))
        {
            _run.Fail(new JobFailure("X", number, ""));
        }

        Assert.Equal((Most, 1, Most), (_run.Failures.Count, _run.Failures[0].Number, _run.Failures[^1].Number));
    }

    [Fact]
    public void What_was_not_wanted_is_counted_apart()
    {
        Assert.Equal(0, _run.Passed(SmimeImportStatus.Imported));

        _run.Pass(SmimeImportStatus.Imported);
        _run.Pass(SmimeImportStatus.Imported);

        Assert.Equal((2, 0, 0), (
            _run.Passed(SmimeImportStatus.Imported), _run.Passed(SmimeImportStatus.Updated),
            _run.Of(SmimeImportStatus.Imported)));
    }

    [Fact]
    public void A_run_has_an_id_of_its_own_and_words_errors_as_they_are()
    {
        Assert.Matches("^[0-9a-f]{32}$", _run.Id);
        Assert.NotEqual(_run.Id, new JobRun().Id);
        Assert.Equal("No.", _run.Wording(new GraphRequestException(GraphErrorKind.Forbidden, "No.")));
        Assert.Throws<ArgumentNullException>(() => _run.Hold(null!));
    }

    [Fact]
    public void What_earlier_runs_uploaded_is_known_without_a_file_to_keep_results_in()
    {
        var earlier = new EarlierResults(new ResumeIndex(), new RemovalIndex());

        Assert.Same(earlier.Done, new JobRun { Earlier = earlier }.Done);
        Assert.Null(_run.Done);
    }

    [Fact]
    public void Its_times_are_the_clocks()
    {
        var now = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        var run = new JobRun(new FixedClock(now));

        Assert.Equal((now, now), (run.Started, run.Now));
        Assert.Equal(TimeSpan.Zero, run.Held);
    }

    private static ResultsEntry Entry(Enum status) => new()
    {
        Time = DateTimeOffset.UnixEpoch,
        RunId = "1f",
        Status = status,
        UserPrincipalName = "anna@contoso.com",
        Thumbprint = "AA",
    };
}
