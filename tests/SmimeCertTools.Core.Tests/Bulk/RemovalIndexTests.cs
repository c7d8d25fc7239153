using System;
using System.Linq;
using SmimeCertTools.Core.Bulk.Results;
using Xunit;

namespace SmimeCertTools.Core.Tests.Bulk;

/// <summary>What the entries of earlier runs say together about removals.</summary>
public sealed class RemovalIndexTests
{
    private const string Anna = "anna@contoso.com";

    private readonly RemovalIndex _index = new();

    [Fact]
    public void What_was_begun_is_open_until_an_entry_says_what_became_of_it()
    {
        Add(SmimeRemoveStatus.Removing, id: "one");
        Add(SmimeRemoveStatus.Removing, id: "two");
        Assert.Equal("one two", Open());

        Add(SmimeRemoveStatus.Removed, id: "ONE");

        Assert.Equal("two", Open());
    }

    [Theory]
    [InlineData(SmimeRemoveStatus.Removed, false)]
    [InlineData(SmimeRemoveStatus.Failed, false)]
    [InlineData(SmimeRemoveStatus.NotAttempted, false)]
    [InlineData(SmimeRemoveStatus.Unconfirmed, true)]
    [InlineData(SmimeRemoveStatus.AlreadyRemoved, true)]
    public void A_runs_own_word_ends_what_it_began(SmimeRemoveStatus status, bool isOpen)
    {
        Add(SmimeRemoveStatus.Removing);
        Add(status);

        Assert.Equal(isOpen ? "id" : "", Open());
    }

    [Theory]
    [InlineData(SmimeImportStatus.Failed, false)]
    [InlineData(SmimeImportStatus.NotAttempted, false)]
    [InlineData(SmimeImportStatus.Imported, false)]
    [InlineData(SmimeImportStatus.Updated, false)]
    [InlineData(SmimeImportStatus.AlreadyPresent, true)]
    [InlineData(SmimeImportStatus.Outdated, true)]
    public void Words_of_an_import_end_it_where_they_tell_what_became_of_the_record(SmimeImportStatus status, bool isOpen)
    {
        Add(SmimeRemoveStatus.Removing);
        Add(status);

        Assert.Equal(isOpen ? "id" : "", Open());
    }

    [Theory]
    [InlineData(SmimeRemoveStatus.Failed, "id")]
    [InlineData(SmimeRemoveStatus.NotAttempted, "id")]
    [InlineData(SmimeRemoveStatus.Removed, "")]
    public void Another_runs_refusal_tells_nothing_of_what_was_sent_before(SmimeRemoveStatus status, string open)
    {
        Add(SmimeRemoveStatus.Removing, run: "first");
        Add(SmimeRemoveStatus.Removing, run: "second");
        Add(status, run: "second");

        Assert.Equal(open, Open());
        Assert.All(_index.Open, entry => Assert.Equal("first", entry.RunId));
    }

    [Fact]
    public void The_latest_beginning_of_a_record_is_the_open_one()
    {
        Add(SmimeRemoveStatus.Removing, run: "first");
        Add(SmimeRemoveStatus.Removing, run: "second");
        Add(SmimeRemoveStatus.Removing, run: "second");
        Assert.Equal("second", Assert.Single(_index.Open).RunId);

        Add(SmimeRemoveStatus.Failed, run: "second");
        Assert.Equal("first", Assert.Single(_index.Open).RunId);
    }

    [Fact]
    public void What_was_removed_is_known_by_user_and_certificate_in_any_case()
    {
        Add(SmimeRemoveStatus.Removed, thumbprint: "AA");
        Add(SmimeRemoveStatus.Removed, thumbprint: "BB");
        Add(SmimeRemoveStatus.Removed, thumbprint: "AA");
        Add(SmimeRemoveStatus.Removed, user: "bert@contoso.com", thumbprint: "CC");

        Assert.Equal("AA BB", Removed("ANNA@contoso.com", null));
        Assert.Equal("BB", Removed(Anna, "bb"));
        Assert.Equal("", Removed(Anna, "CC"));
        Assert.Equal("", Removed("carl@contoso.com", null));
    }

    [Theory]
    [InlineData(SmimeImportStatus.Imported, true)]
    [InlineData(SmimeImportStatus.Updated, true)]
    [InlineData(SmimeImportStatus.AlreadyPresent, true)]
    [InlineData(SmimeImportStatus.Failed, false)]
    [InlineData(SmimeImportStatus.Outdated, false)]
    public void What_was_put_back_is_removed_no_more(SmimeImportStatus status, bool isBack)
    {
        Add(SmimeRemoveStatus.Removed, thumbprint: "AA");
        Add(SmimeRemoveStatus.Removed, thumbprint: "BB");
        Add(status, thumbprint: "aa");
        Add(status, user: "dora@contoso.com", thumbprint: "AA");

        Assert.Equal(isBack ? "BB" : "AA BB", Removed(Anna, null));
    }

    [Fact]
    public void A_certificate_is_called_what_the_latest_entry_with_issuer_and_number_calls_it()
    {
        var end = DateTimeOffset.UnixEpoch.AddDays(9);
        _index.Add(Entry(SmimeImportStatus.Failed) with { Issuer = "CN=Old", SerialNumber = "01" });
        _index.Add(Entry(SmimeImportStatus.Failed) with { Issuer = "CN=New", SerialNumber = "02", NotAfter = end });
        _index.Add(Entry(SmimeImportStatus.Failed) with { Issuer = "CN=Half" });
        _index.Add(Entry(SmimeImportStatus.Failed) with { SerialNumber = "03" });
        _index.Add(Entry(SmimeImportStatus.Failed) with { Thumbprint = null, Issuer = "CN=X", SerialNumber = "04" });
        _index.Add(Entry(SmimeImportStatus.Failed) with { UserPrincipalName = null, Issuer = "CN=X", SerialNumber = "04" });

        Assert.Equal(new CertificateNames("CN=New", "02", null, end), _index.Certificate("aa"));
        Assert.Null(_index.Certificate("BB"));
    }

    [Fact]
    public void What_names_no_record_opens_and_ends_nothing()
    {
        Add(SmimeRemoveStatus.Removing, id: null);
        Assert.Empty(_index.Open);
        Add(SmimeRemoveStatus.Removing);
        Add(SmimeRemoveStatus.Removed, id: null);
        Add(SmimeRemoveStatus.Failed, id: null);

        Assert.Equal("id", Open());
        Assert.Equal("AA", Removed(Anna, null));
    }

    private static ResultsEntry Entry(
        Enum status, string? id = "id", string user = Anna, string thumbprint = "AA", string run = "run") => new()
        {
            Time = DateTimeOffset.UnixEpoch,
            RunId = run,
            Status = status,
            RecordId = id,
            UserPrincipalName = user,
            Thumbprint = thumbprint,
        };

    private void Add(
        Enum status, string? id = "id", string user = Anna, string thumbprint = "AA", string run = "run") =>
        _index.Add(Entry(status, id, user, thumbprint, run));

    private string Open() => string.Join(" ", _index.Open.Select(entry => entry.RecordId));

    private string Removed(string user, string? thumbprint) =>
        string.Join(" ", _index.Removed(user, thumbprint).Select(entry => entry.Thumbprint).Order(StringComparer.Ordinal));
}
