using System;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Tests.Graph;
using Xunit;

namespace SmimeCertTools.Core.Tests.Bulk;

public sealed class KeyMemoryTests
{
    private const string Id = "00112233445566778899aabbccddeeff-0a1b";
    private static readonly DateTimeOffset Moment = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_was_written_is_known_by_its_id_in_any_case_and_its_date_in_any_zone()
    {
        var index = Index(Entry("AA"), Entry("BB") with { RecordId = "other" });

        Assert.Equal("AA", index.FingerprintOf(Stored(Id.ToUpperInvariant(), Moment.ToOffset(TimeSpan.FromHours(2)))));
        Assert.Equal("BB", index.FingerprintOf(Stored("other", Moment)));
    }

    [Fact]
    public void What_was_changed_since_or_shows_no_date_or_id_is_not_known()
    {
        var index = Index(Entry("AA"));

        Assert.Null(index.FingerprintOf(Stored(Id, Moment.AddTicks(1))));
        Assert.Null(index.FingerprintOf(Stored(Id, null)));
        Assert.Null(index.FingerprintOf(Stored(null, Moment)));
        Assert.Null(index.FingerprintOf(Stored("other", Moment)));
    }

    [Fact]
    public void The_latest_writing_counts()
    {
        var index = Index(Entry("AA"), Entry("BB", SmimeImportStatus.Updated), Entry("bb", SmimeImportStatus.Updated));

        Assert.Equal("BB", index.FingerprintOf(Stored(Id, Moment)));
    }

    [Theory]
    [InlineData(SmimeImportStatus.AlreadyPresent)]
    [InlineData(SmimeImportStatus.Outdated)]
    [InlineData(SmimeImportStatus.Failed)]
    [InlineData(SmimeImportStatus.NotAttempted)]
    public void What_wrote_nothing_tells_nothing(SmimeImportStatus status)
    {
        Assert.Null(Index(Entry("AA", status)).FingerprintOf(Stored(Id, Moment)));
        Assert.Equal("AA", Index(Entry("AA"), Entry("BB", status)).FingerprintOf(Stored(Id, Moment)));
    }

    [Fact]
    public void A_writing_that_names_no_key_or_date_makes_it_forget()
    {
        Assert.Null(Index(Entry("AA"), Entry(null)).FingerprintOf(Stored(Id, Moment)));
        Assert.Null(Index(Entry("AA"), Entry("BB") with { LastModified = null }).FingerprintOf(Stored(Id, Moment)));
        Assert.Equal(
            "AA", Index(Entry("AA"), Entry(null) with { RecordId = null }).FingerprintOf(Stored(Id, Moment)));
    }

    private static ResumeIndex Index(params ResultsEntry[] entries)
    {
        var index = new ResumeIndex();
        Array.ForEach(entries, index.Add);
        return index;
    }

    private static ResultsEntry Entry(string? fingerprint, SmimeImportStatus status = SmimeImportStatus.Imported) => new()
    {
        Time = Moment,
        RunId = "run",
        Status = status,
        RecordId = Id,
        LastModified = Moment,
        PublicKeyFingerprint = fingerprint,
    };

    private static UserPfxRecord Stored(string? id, DateTimeOffset? modified) =>
        GraphTestData.Record() with { Id = id, LastModifiedDateTime = modified };
}
