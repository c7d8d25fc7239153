using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Tests.Graph;
using SmimeCertTools.Core.Tests.Import;
using Xunit;

namespace SmimeCertTools.Core.Tests.Jobs;

/// <summary>What is written of a removal, and from where its issuer, serial number and dates are.</summary>
public sealed class RemovalEntriesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Print = GraphTestData.Print;

    private readonly JobRun _run = new(new FixedClock(Now)) { Wording = error => "worded: " + error.ErrorId };
    private readonly RemovalIndex _earlier = new();
    private readonly Dictionary<string, CatalogEntry> _archive = [];

    private RemovalEntries Entries => new(new RemovalOptions { Known = _archive, Earlier = _earlier }, _run);

    [Theory]
    [InlineData("Archive", "0A", "CN=Row", "0B", "CN=Earlier", "0C", "Archive 0A")]
    [InlineData(null, null, "CN=Row", "0B", "CN=Earlier", "0C", "CN=Row 0B")]
    [InlineData(null, null, "CN=Row", null, "CN=Earlier", "0C", "CN=Earlier 0C")]
    [InlineData(null, null, null, "0B", "CN=Earlier", "0C", "CN=Earlier 0C")]
    [InlineData(null, null, "CN=Row", null, null, null, "CN=Row ")]
    [InlineData(null, null, " ", "0B", null, null, " 0B")]
    [InlineData(null, null, null, null, null, null, " ")]
    public void Who_knows_issuer_and_number_is_asked_in_turn(
        string? archiveIssuer, string? archiveNumber, string? rowIssuer, string? rowNumber, string? earlierIssuer,
        string? earlierNumber, string expected)
    {
        if (archiveIssuer is not null)
        {
            _archive[Print] = Certificate(archiveIssuer, archiveNumber!);
        }

        Earlier(earlierIssuer, earlierNumber);

        var entry = Entries.Of(Row(rowIssuer, rowNumber), Print);

        Assert.Equal(expected, $"{entry.Issuer} {entry.SerialNumber}");
    }

    [Fact]
    public void Dates_are_the_archives_then_the_records_then_an_earlier_runs()
    {
        Earlier("CN=Earlier", "0C");
        Assert.Equal((Now.AddDays(-3), Now.AddDays(3)), Dates(Entries.Of(Row(), Print)));

        var record = GraphTestData.Record();
        Assert.Equal((record.StartDateTime, record.ExpirationDateTime), Dates(Entries.Of(Row(), record)));

        _archive[Print] = Certificate("CN=A", "0A");
        Assert.Equal((Now.AddDays(-1), Now.AddDays(1)), Dates(Entries.Of(Row(), record)));
    }

    [Fact]
    public void An_entry_of_a_record_says_which_and_one_of_a_row_alone_does_not()
    {
        var record = GraphTestData.Record() with { Id = "id" };

        var entry = Entries.Of(Row(), record);
        Assert.Equal(("id", record.KeyName, record.ProviderName, (UserPfxPurpose?)record.IntendedPurpose),
            (entry.RecordId, entry.KeyName, entry.ProviderName, entry.Purpose));
        Assert.Equal((_run.Id, Now, record.PaddingScheme), (entry.RunId, entry.Time, entry.Padding));

        var none = Entries.Of(Row("CN=Row", "0B"), thumbprint: null);
        Assert.Equal((null, "CN=Row", "0B", null), (none.Thumbprint, none.Issuer, none.SerialNumber, none.NotAfter));
        Assert.Null(RemovalEntries.Revocation(none));
        Assert.Equal("0B", RemovalEntries.Revocation(Entries.Of(Row("CN=Row", "0B"), Print))?.SerialNumber);
    }

    [Fact]
    public void An_entry_that_goes_on_is_this_runs_and_is_completed_only_where_it_is_not_whole()
    {
        _archive[Print] = Certificate("CN=Archive", "0A");
        var earlier = Entries.Of(Row(), thumbprint: null) with
        {
            RunId = "other",
            Time = Now.AddDays(-1),
            ErrorId = "X",
            Message = "x",
            Thumbprint = Print,
            RecordId = "id",
        };

        var whole = Entries.After(earlier with { Issuer = "CN=Own", SerialNumber = "0D" });
        var half = Entries.After(earlier with { Issuer = "CN=Own" });

        Assert.Equal((_run.Id, Now, null, null), (whole.RunId, whole.Time, whole.ErrorId, whole.Message));
        Assert.Equal(("CN=Own", "0D", "id"), (whole.Issuer, whole.SerialNumber, whole.RecordId));
        Assert.Equal(("CN=Archive", "0A"), (half.Issuer, half.SerialNumber));
    }

    [Fact]
    public void An_end_says_why()
    {
        var entry = Entries.Of(Row(), Print);
        var error = new GraphRequestException(GraphErrorKind.Forbidden, "secret of the service");

        Assert.Equal((SmimeRemoveStatus.Removed, null, null), End(SmimeRemoveStatus.Removed, null));
        Assert.Equal((SmimeRemoveStatus.Failed, "GraphForbidden", "worded: GraphForbidden"),
            End(SmimeRemoveStatus.Failed, error));
        Assert.Equal((SmimeRemoveStatus.NotAttempted, "GraphForbidden", JobRun.NotTried),
            End(SmimeRemoveStatus.NotAttempted, error));

        (Enum Status, string? Id, string? Message) End(SmimeRemoveStatus status, SmimeException? cause)
        {
            var ended = Entries.Ended(entry, status, cause);
            return (ended.Status, ended.ErrorId, ended.Message);
        }
    }

    [Fact]
    public void Earlier_runs_are_those_of_the_results_file_where_there_is_one()
    {
        Assert.Same(_earlier, Entries.Earlier);
        Assert.Null(new RemovalEntries(new RemovalOptions(), _run).Earlier);
    }

    private static RemovalRow Row(string? issuer = null, string? number = null) =>
        new() { UserPrincipalName = GraphTestData.User, Thumbprint = Print, Issuer = issuer, SerialNumber = number };

    private static (DateTimeOffset?, DateTimeOffset?) Dates(ResultsEntry entry) => (entry.NotBefore, entry.NotAfter);

    private static CatalogEntry Certificate(string issuer, string number) => new()
    {
        Thumbprint = Print,
        ThumbprintSha256 = new string('A', 64),
        Subject = "CN=Alice",
        Issuer = issuer,
        SerialNumber = number,
        NotBefore = Now.AddDays(-1),
        NotAfter = Now.AddDays(1),
        KeyAlgorithm = "RSA",
        KeySize = 2048,
        SignatureAlgorithm = "sha256WithRSAEncryption",
    };

    private void Earlier(string? issuer, string? number) => _earlier.Add(new ResultsEntry
    {
        Time = Now,
        RunId = "earlier",
        Status = SmimeImportStatus.Imported,
        UserPrincipalName = GraphTestData.User,
        Thumbprint = Print,
        Issuer = issuer,
        SerialNumber = number,
        NotBefore = Now.AddDays(-3),
        NotAfter = Now.AddDays(3),
    });
}
