using System;
using System.IO;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Revocation;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Bulk;

public sealed class JobRunTests
{
    [Fact]
    public void Waits_at_the_same_time_count_once_and_only_as_far_as_they_are_over()
    {
        var clock = new StepClock();
        var run = new JobRun(clock);

        run.Hold(TimeSpan.FromSeconds(10));
        clock.Step(4);
        run.Hold(TimeSpan.FromSeconds(10));
        run.Hold(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(4), run.Held);
        clock.Step(20);
        Assert.Equal(TimeSpan.FromSeconds(14), run.Held);
        clock.Step(6);
        run.Hold(TimeSpan.FromSeconds(2));
        clock.Step(2);
        Assert.Equal(TimeSpan.FromSeconds(16), run.Held);
        Assert.Equal(TimeSpan.FromSeconds(32), run.Elapsed);
    }

    [Theory]
    [InlineData(429, false, 5)]
    [InlineData(503, true, 5)]
    [InlineData(429, true, 5)]
    [InlineData(503, false, 0)]
    [InlineData(0, false, 0)]
    public void Only_what_the_service_asks_for_holds_the_run_back(int status, bool isServerDelay, int held)
    {
        var clock = new StepClock();
        var run = new JobRun(clock);

        run.Hold(new GraphRetry(status, TimeSpan.FromSeconds(5), 1, isServerDelay));
        clock.Step(10);

        Assert.Equal(held, run.Held.TotalSeconds);
    }

    [Fact]
    public void Items_are_counted_by_what_became_of_them()
    {
        var run = new JobRun();
        Assert.Equal(0, run.Of(SmimeImportStatus.Imported));

        run.Count(SmimeImportStatus.Imported, 3);
        run.Add(Entry(SmimeImportStatus.Imported));
        run.Add(Entry(SmimeImportStatus.Failed));
        run.Add(Entry(SmimeRemoveStatus.Failed), null, Revocation());

        Assert.Equal((4, 1, 1, 0), (
            run.Of(SmimeImportStatus.Imported), run.Of(SmimeImportStatus.Failed), run.Of(SmimeRemoveStatus.Failed),
            run.Of(SmimeRemoveStatus.Removed)));
        run.Intend(Entry(SmimeRemoveStatus.Removing));
        run.Complete();
        Assert.Equal(0, run.Of(SmimeRemoveStatus.Removing));
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public void What_is_about_to_be_sent_is_on_the_disk_at_once_and_what_became_of_it_at_the_end()
    {
        using var folder = new TempFolder();
        var path = folder.Combine("results.jsonl");
        using var results = ResultsFile.Open(path);
        var run = new JobRun { Results = results };
        var before = results.File.Syncs;

        run.Intend(Entry(SmimeRemoveStatus.Removing));
        Assert.Equal((1, before + 1), (Lines(path), results.File.Syncs));
        run.Add(Entry(SmimeRemoveStatus.Removed));
        Assert.Equal((2, before + 1), (Lines(path), results.File.Syncs));
        run.Complete();
        Assert.Equal(before + 2, results.File.Syncs);
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public void A_certificate_is_listed_for_the_CA_before_its_removal_is_kept()
    {
        using var folder = new TempFolder();
        var (path, listPath) = (folder.Combine("results.jsonl"), folder.Combine("revoke.cmd"));
        using var results = ResultsFile.Open(path);
        using var list = RevocationList.Open(listPath, SmimeRevocationReason.Superseded, null);
        var run = new JobRun { Results = results };

        run.Add(Entry(SmimeRemoveStatus.Removed), list, Revocation());
        run.Add(Entry(SmimeRemoveStatus.Failed), list, null);
        Assert.Equal((2, 1), (Lines(path), list.Known));

        list.Dispose();
        Assert.ThrowsAny<Exception>(() => run.Add(Entry(SmimeRemoveStatus.Removed), list, Revocation('B')));
        Assert.Equal(2, Lines(path));
    }

    // How many of entries that are alike are in the file, which nobody else may read now.
    private static int Lines(string path)
    {
        double length = ResultsFormat.Of(path).Write(Entry(SmimeRemoveStatus.Removed)).Length;
        return (int)Math.Round(new FileInfo(path).Length / length);
    }

    private static ResultsEntry Entry(Enum status) => new()
    {
        Time = DateTimeOffset.UnixEpoch,
        RunId = "1f",
        Status = status,
        UserPrincipalName = "anna@contoso.com",
        Thumbprint = new string('A', 40),
    };

    private static RevocationEntry Revocation(char digit = 'A') => new()
    {
        UserPrincipalName = "anna@contoso.com",
        Thumbprint = new string(digit, 40),
        Issuer = "CN=CA",
        SerialNumber = "4711",
    };

    private sealed class StepClock : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public void Step(int seconds) => _seconds += seconds;

        public override long GetTimestamp() => _seconds;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(_seconds);
    }
}
