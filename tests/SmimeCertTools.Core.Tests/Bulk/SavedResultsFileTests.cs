using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Bulk;

/// <summary>Files of results that a spreadsheet saved, and that the next run goes on with.</summary>
[Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
public sealed class SavedResultsFileTests : IDisposable
{
    private const string Fingerprint = "0A112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF";
    private static readonly DateTimeOffset Stored = new DateTimeOffset(2026, 11, 24, 1, 2, 3, TimeSpan.Zero).AddTicks(1234567);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(";", true, "")]
    [InlineData(",", true, "")]
    [InlineData(";", false, "")]
    [InlineData("\t", true, "")]
    [InlineData(";", true, ";;")]
    public void A_spreadsheets_copy_is_read_and_goes_on_as_one_table(string delimiter, bool mark, string behind)
    {
        var path = Save(delimiter, mark, fields => [.. fields], behind, Entry("zoë@contoso.com"), Entry("bert@contoso.com"));

        using (var resultsFile = ResultsFile.Open(path))
        {
            Assert.Equal((2, 0, 0), (resultsFile.EarlierEntries, resultsFile.UnreadableLines, resultsFile.AlteredLines));
            Assert.Equal(Stored, resultsFile.Done.DoneAt(Record("zoë@contoso.com"), Fingerprint));
            resultsFile.Append(Entry("carl@contoso.com"));
        }

        using var again = ResultsFile.Open(path);
        Assert.Equal((3, 0, null), (again.EarlierEntries, again.UnreadableLines, again.Repair));
        Assert.NotNull(again.Done.DoneAt(Record("carl@contoso.com"), Fingerprint));
        again.Dispose();
        var counts = File.ReadAllLines(path).Select(line => line.Split(delimiter[0]).Length).Distinct();
        Assert.Equal(ResultsFields.Names.Count + behind.Length, Assert.Single(counts));
    }

    [Fact]
    public void Letters_in_the_encoding_of_the_system_are_read()
    {
        var path = Save(";", mark: false, fields => [.. fields], string.Empty, Entry("zoë@contoso.com"));
        File.WriteAllText(path, File.ReadAllText(path), Encoding.Latin1);

        using var resultsFile = ResultsFile.Open(path);

        Assert.Equal((1, 0), (resultsFile.EarlierEntries, resultsFile.UnreadableLines));
        Assert.Equal(Stored, resultsFile.Done.DoneAt(Record("zoë@contoso.com"), Fingerprint));
    }

    [Fact]
    public void Columns_may_be_moved_added_and_taken_out()
    {
        var order = new[] { "Status", "Note", "UserPrincipalName", "Thumbprint", "RunId", "Time" };
        var path = Save(
            ";",
            mark: true,
            fields => [.. order.Select(name => name == "Note" ? "seen; ok" : fields[ResultsFields.Names.ToList().IndexOf(name)])],
            string.Empty,
            Entry("anna@contoso.com", SmimeImportStatus.Failed));
        var text = File.ReadAllText(path);
        File.WriteAllText(path, string.Join(';', order) + text[text.IndexOf('\r', StringComparison.Ordinal)..], Encoding.UTF8);

        using (var resultsFile = ResultsFile.Open(path))
        {
            Assert.Equal((1, 0), (resultsFile.EarlierEntries, resultsFile.UnreadableLines));
            resultsFile.Append(Entry("carl@contoso.com"));
        }

        Assert.StartsWith(
            "\"Imported\";\"\";\"carl@contoso.com\";\"" + new string('A', 40) + "\";\"1f\";\"2026-",
            File.ReadAllLines(path)[^1],
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Time", "24.11.2026 01:02", true)]
    [InlineData("LastModifiedDateTime", "24.11.2026 01:02:03", false)]
    [InlineData("LastModifiedDateTime", "11/24/2026 1:02", false)]
    [InlineData("LastModifiedDateTime", "2026-11-24 01:02:03", false)]
    [InlineData("Thumbprint", "1,23457E+39", false)]
    [InlineData("Thumbprint", "1.23457E+39", false)]
    [InlineData("Thumbprint", "1234567890123450000000000000000000000000", false)]
    [InlineData("PublicKeyFingerprint", "1E+63", false)]
    public void What_a_spreadsheet_took_for_a_date_or_a_number_is_not_taken_and_counted(string name, string text, bool isDone)
    {
        var place = ResultsFields.Names.ToList().IndexOf(name);
        var path = Save(
            ";",
            mark: true,
            fields => [.. fields.Select((field, i) => i == place ? text : field)],
            string.Empty,
            Entry("anna@contoso.com"));

        using var resultsFile = ResultsFile.Open(path);

        Assert.Equal((1, 0, 1), (resultsFile.EarlierEntries, resultsFile.UnreadableLines, resultsFile.AlteredLines));
        Assert.Equal(isDone, resultsFile.Done.DoneAt(Record("anna@contoso.com"), Fingerprint) is not null);
    }

    [Theory]
    [InlineData("Name;Colour\r\nanna;red\r\n")]
    [InlineData("Time;Status\r\n2026-11-24T01:02:03Z;Imported\r\n")]
    public void Another_table_is_refused(string text)
    {
        var path = _folder.Write("other.csv", text);

        Assert.Equal(
            ResultsFileErrorKind.NotRecognized, Assert.Throws<ResultsFileException>(() => ResultsFile.Open(path)).Kind);
        Assert.Equal(text, File.ReadAllText(path));
    }

    // As Excel does it: quotes only around what needs them, and the list separator of the country.
    private string Save(
        string delimiter, bool mark, Func<IReadOnlyList<string>, IReadOnlyList<string>> change, string behind,
        params ResultsEntry[] entries)
    {
        var path = _folder.Combine("results.csv");
        string Cell(string text) => text.Contains(delimiter, StringComparison.Ordinal)
            || text.Contains('"', StringComparison.Ordinal)
            ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;
        var rows = entries.Select(entry => change([.. ResultsFields.Write(entry).Select(text => text ?? string.Empty)]))
            .Prepend(ResultsFields.Names);
        File.WriteAllText(
            path,
            string.Concat(rows.Select(row => string.Join(delimiter, row.Select(Cell)) + behind + "\r\n")),
            new UTF8Encoding(mark));
        return path;
    }

    private static ResultsEntry Entry(string user, SmimeImportStatus status = SmimeImportStatus.Imported) => new()
    {
        Time = Stored.AddSeconds(1),
        RunId = "1f",
        Line = 7,
        UserPrincipalName = user,
        Path = "a.pfx",
        Thumbprint = new string('A', 40),
        Status = status,
        RecordId = "id",
        LastModified = Stored,
        KeyName = "Key",
        ProviderName = "Provider",
        Padding = UserPfxPaddingScheme.OaepSha512,
        Purpose = UserPfxPurpose.SmimeEncryption,
        PublicKeyFingerprint = Fingerprint,
        Message = "It is done as asked.",
    };

    private static UserPfxRecord Record(string user) => new()
    {
        UserPrincipalName = user,
        Thumbprint = new string('a', 40),
        IntendedPurpose = UserPfxPurpose.SmimeEncryption,
        StartDateTime = Stored,
        ExpirationDateTime = Stored.AddYears(1),
        ProviderName = "Provider",
        KeyName = "Key",
        PaddingScheme = UserPfxPaddingScheme.OaepSha512,
    };
}
