using System;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Tests.Graph;
using SmimeCertTools.Core.Tests.Import;
using Xunit;

namespace SmimeCertTools.Core.Tests.Jobs;

/// <summary>What is written of a row, and what of the record that its file became.</summary>
public sealed class ImportEntriesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly ImportRow Row = new()
    {
        UserPrincipalName = "row@contoso.com",
        Path = "/a.pfx",
        Number = 7,
        List = "/users.csv",
    };

    private readonly JobRun _run = new(new FixedClock(Now)) { Wording = error => "worded: " + error.ErrorId };

    [Fact]
    public void A_row_without_a_record_is_named_as_it_names_itself()
    {
        var entry = new ImportEntries(_run).Of(Row, SmimeImportStatus.Imported, error: null, thumbprint: "AA");

        Assert.Equal((Now, _run.Id, 7), (entry.Time, entry.RunId, entry.Line));
        Assert.Equal(("row@contoso.com", "/a.pfx", "AA"), (entry.UserPrincipalName, entry.Path, entry.Thumbprint));
        Assert.Equal((null, null, null), (entry.KeyName, entry.ProviderName, entry.ErrorId));
        Assert.Equal((null, null, null), (entry.Padding, entry.Purpose, entry.Message));
    }

    [Fact]
    public void A_record_says_who_and_what_before_the_row_does()
    {
        var record = GraphTestData.Record();

        var entry = new ImportEntries(_run).Of(Row, SmimeImportStatus.Imported, error: null, record, "AA");

        Assert.Equal((record.UserPrincipalName, record.Thumbprint), (entry.UserPrincipalName, entry.Thumbprint));
        Assert.Equal((record.KeyName, record.ProviderName), (entry.KeyName, entry.ProviderName));
        Assert.Equal((record.PaddingScheme, record.IntendedPurpose), (entry.Padding, entry.Purpose));
        Assert.Equal("/a.pfx", entry.Path);
    }

    [Fact]
    public void A_certificate_brings_its_public_facts_and_a_records_dates_come_before_its_own()
    {
        var certificate = UserPfxImporterChoiceTests.Certificate();
        var record = GraphTestData.Record();

        var entry = new ImportEntries(_run).Of(Row, SmimeImportStatus.Failed, null, null, "AA", certificate);
        Assert.Equal((certificate.Thumbprint, "CN=y", "01"), (entry.Thumbprint, entry.Issuer, entry.SerialNumber));
        Assert.Equal((certificate.NotBefore, certificate.NotAfter), (entry.NotBefore, entry.NotAfter));
        Assert.Equal((certificate.ThumbprintSha256, null), (entry.Certificate?.ThumbprintSha256, entry.Certificate?.RawData));

        var ofRecord = new ImportEntries(_run).Of(Row, SmimeImportStatus.Imported, null, record, null, certificate);
        Assert.Equal((record.StartDateTime, record.ExpirationDateTime), (ofRecord.NotBefore, ofRecord.NotAfter));
    }

    [Theory]
    [InlineData(SmimeImportStatus.Failed, "worded: GraphForbidden")]
    [InlineData(SmimeImportStatus.NotAttempted, JobRun.NotTried)]
    public void An_error_is_worded_for_the_file_but_for_what_was_not_tried(SmimeImportStatus status, string message)
    {
        var entry = new ImportEntries(_run).Of(Row, status, new GraphRequestException(GraphErrorKind.Forbidden, "No."));

        Assert.Equal((status, "GraphForbidden", message), (entry.Status, entry.ErrorId, entry.Message));
    }
}
