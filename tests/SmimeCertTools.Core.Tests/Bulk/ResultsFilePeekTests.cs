using System;
using System.IO;
using System.Linq;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Records;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Bulk;

/// <summary>A look into a file of results that leaves it as it is, and what is refused before it is opened.</summary>
public sealed class ResultsFilePeekTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("results.jsonl")]
    [InlineData("results.csv")]
    public void What_was_removed_is_known_and_lines_that_are_none_are_passed_over(string name)
    {
        var path = Write(name, "no entry\n", Entry("A"), "{ half", Entry("B"));
        var before = File.ReadAllBytes(path);

        Assert.Equal("A B", Removed(path));
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData("passwords.csv", "Owner,Password\nanna,one\n")]
    [InlineData("other.jsonl", "{\"a\":1}\n{\"a\":2}\n")]
    [InlineData("text.jsonl", "hello")]
    public void A_file_in_which_nothing_is_a_result_is_none(string name, string content)
    {
        var path = _folder.Write(name, content);

        var error = Assert.Throws<ResultsFileException>(() => ResultsFile.Peek(path));

        Assert.Equal("LedgerNotRecognized", error.ErrorId);
        Assert.Equal(content, File.ReadAllText(path));
    }

    [Fact]
    public void A_spreadsheets_copy_is_read_by_its_own_heading_and_by_no_later_one()
    {
        var path = Write("results.csv", Entry("A"));
        var saved = File.ReadAllText(path).Replace("\",\"", ";", StringComparison.Ordinal)
            .Replace("\"", "", StringComparison.Ordinal);
        File.WriteAllText(path, saved);
        Assert.Equal("A", Removed(path));

        var own = Write("own.csv", Entry("A"));
        File.AppendAllText(own, saved.Split('\n')[0].TrimStart('\uFEFF') + "\n");
        File.AppendAllBytes(own, ResultsFormat.Of(own).Write(Entry("B")));
        Assert.Equal("A B", Removed(own));
    }

    [Theory]
    [InlineData(1, "had no end")]
    [InlineData(5, "was cut off")]
    public void A_last_line_is_given_an_end_or_taken_out_and_which_is_told(int cut, string repair)
    {
        var path = Write("results.jsonl", Entry("A"), Entry("B"));
        var whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..^cut]);

        using (var results = ResultsFile.Open(path))
        {
            Assert.Contains(repair, results.Repair, StringComparison.Ordinal);
            Assert.Equal(cut == 1 ? 2 : 1, results.EarlierEntries);
            Assert.Equal(results.EarlierEntries, results.Removals.Removed("anna@contoso.com", null).Count());
        }

        Assert.Equal(cut == 1 ? whole : whole[..(whole.Length / 2)], File.ReadAllBytes(path));
    }

    [Fact]
    public void A_link_to_a_file_of_results_is_followed()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var link = _folder.Combine("link.jsonl");
        File.CreateSymbolicLink(link, Write("results.jsonl", Entry("A")));

        using var results = ResultsFile.Open(link);

        Assert.Equal(1, results.EarlierEntries);
    }

    [Fact]
    public void Where_there_is_no_file_nothing_was_removed_and_none_is_made()
    {
        var path = _folder.Combine("results.csv");

        Assert.Empty(ResultsFile.Peek(path).Removals.Open);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_line_longer_than_any_entry_makes_it_another_kind_of_file()
    {
        var path = _folder.Write("results.jsonl", new string('x', 2 * 1024 * 1024) + "\n");

        var error = Assert.Throws<ResultsFileException>(() => ResultsFile.Peek(path));

        Assert.Equal(ResultsFileErrorKind.NotRecognized, error.Kind);
        Assert.Equal(
            ResultsFileErrorKind.NotRecognized, Assert.Throws<ResultsFileException>(() => ResultsFile.Open(path)).Kind);
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public void A_file_that_an_import_is_writing_can_be_looked_into()
    {
        var path = Write("results.jsonl", Entry("A"));
        using var running = ResultsFile.Open(path);

        Assert.Single(ResultsFile.Peek(path).Removals.Removed("anna@contoso.com", null));
    }

    [Fact]
    public void A_file_that_another_program_reads_meanwhile_can_be_looked_into()
    {
        var path = Write("results.jsonl", Entry("A"));
        using var other = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

        Assert.Single(ResultsFile.Peek(path).Removals.Removed("anna@contoso.com", null));
    }

    [Theory]
    [InlineData("results.csv")]
    [InlineData("folder/results.jsonl")]
    [InlineData("")]
    [InlineData(" ")]
    public void A_path_that_is_not_a_full_one_is_refused(string path)
    {
        Assert.ThrowsAny<ArgumentException>(() => ResultsFile.CheckFormat(path));
        Assert.ThrowsAny<ArgumentException>(() => ResultsFile.Peek(path));
        Assert.ThrowsAny<ArgumentException>(() => ResultsFile.Open(path));
    }

    [Theory]
    [InlineData("results.txt", false)]
    [InlineData("results.JSONL", true)]
    public void An_extension_says_how_it_is_written(string name, bool isKnown)
    {
        var error = Xunit.Record.Exception(() => ResultsFile.CheckFormat(_folder.Combine(name)));

        Assert.Equal(isKnown, error is null);
        Assert.Equal(isKnown ? null : ResultsFileErrorKind.FormatUnknown, (error as ResultsFileException)?.Kind);
    }

    private static string Removed(string path) => string.Join(
        " ", ResultsFile.Peek(path).Removals.Removed("anna@contoso.com", null).Select(entry => entry.RecordId));

    private static ResultsEntry Entry(string id) => new()
    {
        Time = DateTimeOffset.UnixEpoch,
        RunId = "run",
        Status = SmimeRemoveStatus.Removed,
        RecordId = id,
        UserPrincipalName = "anna@contoso.com",
        Thumbprint = new string(id[0], 40),
    };

    // A first line that is a heading in CSV, then lines as they are given.
    private string Write(string name, params object[] lines)
    {
        var path = _folder.Combine(name);
        var format = ResultsFormat.Of(path);
        using var stream = File.Create(path);
        stream.Write(format.Header);
        foreach (var line in lines)
        {
            stream.Write(line is ResultsEntry entry ? format.Write(entry) : System.Text.Encoding.ASCII.GetBytes($"{line}\n"));
        }

        return path;
    }
}
