using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;
using Xunit;

namespace SmimeCertTools.Core.Tests.Bulk;

/// <summary>An entry as texts, and which texts are one.</summary>
public sealed class ResultsFieldsTests
{
    private const int Own = 20;
    private static readonly DateTimeOffset Moment = new(2026, 11, 24, 3, 2, 3, TimeSpan.FromHours(2));

    /// <summary>All members that an entry may lack; a certificate's further facts are a catalogue's.</summary>
    public static TheoryData<string> Members => new(ResultsFields.Names.Take(Own).Except(["Time", "RunId", "Status"]));

    [Fact]
    public void Every_member_is_written_as_a_text_that_any_country_reads_alike()
    {
        Assert.Equal(
            [
                "2026-11-24T01:02:03Z", "1f", "1234", "anna@contoso.com", "a.pfx", "0A", "Imported", "id", "2026-11-24T01:02:03Z",
                "Key", "Provider", "OaepSha512", "SmimeEncryption", "0F", "None", "Done.", "CN=CA", "0B", "2026-11-24T01:02:03Z",
                "2026-11-24T01:02:03.5Z",
            ],
            ResultsFields.Write(Entry()).Take(Own));
        Assert.Equal("0001-01-01T00:00:00Z", ResultsFields.Undated);
    }

    [Fact]
    public void A_line_is_a_number_in_JSON_and_all_else_a_text()
    {
        var json = System.Text.Encoding.UTF8.GetString(ResultsFormat.Of("results.jsonl").Write(Entry()));

        Assert.Contains("\"Line\":1234,", json, StringComparison.Ordinal);
        Assert.Equal(Own - 1, json.Split("\":\"").Length - 1);
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void A_member_that_is_missing_is_none_and_the_others_stay(string name)
    {
        var texts = Texts();
        texts[Index(name)] = null;

        Assert.Equal(texts, ResultsFields.Write(ResultsFields.Read(texts)!));
    }

    [Theory]
    [InlineData("Line", "seven")]
    [InlineData("Line", "-7")]
    [InlineData("Line", " 7")]
    [InlineData("LastModifiedDateTime", "yesterday")]
    [InlineData("PaddingScheme", "None of ours")]
    [InlineData("PaddingScheme", "3")]
    [InlineData("IntendedPurpose", "")]
    [InlineData("NotBefore", "soon")]
    [InlineData("NotAfter", "late")]
    public void A_member_that_cannot_be_read_is_none_and_the_others_stay(string name, string text)
    {
        var texts = Texts();
        texts[Index(name)] = text;
        var expected = Texts();
        expected[Index(name)] = null;

        Assert.Equal(expected, ResultsFields.Write(ResultsFields.Read(texts)!));
    }

    [Theory]
    [InlineData("Time", null)]
    [InlineData("Time", "then")]
    [InlineData("RunId", null)]
    [InlineData("Status", null)]
    [InlineData("Status", "")]
    [InlineData("Status", "1")]
    [InlineData("Status", "Lost")]
    public void Without_time_run_and_outcome_it_is_no_entry(string name, string? text)
    {
        var texts = Texts();
        texts[Index(name)] = text;

        Assert.Null(ResultsFields.Read(texts));
    }

    [Fact]
    public void Texts_too_many_or_too_few_are_no_entry()
    {
        Assert.Null(ResultsFields.Read([.. Texts(), null]));
        Assert.Null(ResultsFields.Read([.. Texts().SkipLast(1)]));
    }

    [Theory]
    [InlineData("Failed", "SmimeImportStatus")]
    [InlineData("Removed", "SmimeRemoveStatus")]
    [InlineData("Removing", "SmimeRemoveStatus")]
    public void An_outcome_is_an_imports_before_it_is_a_removals(string text, string type)
    {
        var texts = Texts();
        texts[Index("Status")] = text;

        Assert.Equal((type, text), (
            ResultsFields.Read(texts)!.Status.GetType().Name, ResultsFields.Read(texts)!.Status.ToString()));
    }

    [Theory]
    [InlineData("2026-11-24T01:02:03Z", true)]
    [InlineData("2026-11-24T01:02:03.1234567Z", true)]
    [InlineData("2026-11-24T01:02:3Z", false)]
    [InlineData("2026-11-24 01:02:03Z", false)]
    [InlineData("2026-11-24T01:02:03.5", false)]
    [InlineData("2026-11-24T01:02:03+00:00", false)]
    [InlineData("2026-13-24T01:02:03Z", false)]
    [InlineData("11/24/2026", false)]
    [InlineData("", false)]
    public void A_moment_of_ours_is_ISO_to_the_second_and_in_UTC(string text, bool isOurs)
    {
        Assert.Equal(isOurs, ResultsFields.IsIso(text));
        Assert.Equal(isOurs, Field("NotAfter").IsAsWritten(text));
    }

    [Theory]
    [InlineData("0A1B", true)]
    [InlineData("1E2", true)]
    [InlineData("1234", false)]
    [InlineData("1.2E+3", false)]
    [InlineData("xyz", false)]
    public void Digits_alone_stand_in_quotes_where_a_spreadsheet_would_make_a_number_of_them(string text, bool isOurs)
    {
        Assert.Equal(isOurs, Field("SerialNumber").IsAsWritten(text));
        Assert.Equal(isOurs, Field("Thumbprint").IsAsWritten(text));
        Assert.Equal(isOurs, Field("PublicKeyFingerprint").IsAsWritten(text));
        Assert.True(Field("Message").IsAsWritten(text));
    }

    private static int Index(string name) => ResultsFields.Names.ToList().IndexOf(name);

    private static ResultsField Field(string name) => ResultsFields.All[Index(name)];

    private static List<string?> Texts() => [.. ResultsFields.Write(Entry())];

    private static ResultsEntry Entry() => new()
    {
        Time = Moment,
        RunId = "1f",
        Line = 1234,
        UserPrincipalName = "anna@contoso.com",
        Path = "a.pfx",
        Thumbprint = "0A",
        Status = SmimeImportStatus.Imported,
        RecordId = "id",
        LastModified = Moment,
        KeyName = "Key",
        ProviderName = "Provider",
        Padding = UserPfxPaddingScheme.OaepSha512,
        Purpose = UserPfxPurpose.SmimeEncryption,
        PublicKeyFingerprint = "0F",
        ErrorId = "None",
        Message = "Done.",
        Issuer = "CN=CA",
        SerialNumber = "0B",
        NotBefore = Moment,
        NotAfter = Moment.AddMilliseconds(500),
    };
}
