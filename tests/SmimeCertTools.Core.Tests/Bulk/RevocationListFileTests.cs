using System;
using System.IO;
using System.Linq;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Revocation;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Bulk;

[Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
public sealed class RevocationListFileTests
{
    private static readonly string Print = new('A', 40);

    [Theory]
    [InlineData(".cmd")]
    [InlineData(".txt")]
    public void A_hostile_issuer_makes_no_command(string extension)
    {
        using var folder = new TempFolder();
        var path = folder.Combine("list" + extension);
        Write(path, Entry("CN=x\r\ndel /q c:\\ & format %PATH% | more > y ^\n`calc` $(calc) \"q\""));

        var lines = File.ReadAllLines(path);

        Assert.All(lines, line => Assert.True(
            line == "@echo off" || line.StartsWith("rem ", StringComparison.Ordinal)
                || line.StartsWith("# ", StringComparison.Ordinal)
                || line.StartsWith("certutil ", StringComparison.Ordinal),
            line));
        Assert.DoesNotContain(lines, line => line.IndexOfAny(['&', '%', '|', '>', '<', '^', '`', '$']) >= 0);
        Assert.Single(lines, line => line == "certutil -revoke 0a1b2c 5");
    }

    [Fact]
    public void A_hostile_issuer_makes_no_formula()
    {
        using var folder = new TempFolder();
        var path = folder.Combine("list.csv");
        Write(path, Entry("=HYPERLINK(\"http://x\")"));

        Assert.Contains("\"'=HYPERLINK(\"\"http://x\"\")\"", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0A 1b:2C", "0A1b2C")]
    [InlineData("00ff", "00ff")]
    [InlineData("abc", "0abc")]
    [InlineData("12; del", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Serial_numbers_are_hexadecimal_or_unknown(string? given, string? expected) =>
        Assert.Equal(
            expected,
            new RevocationEntry { UserPrincipalName = "a@contoso.com", Thumbprint = Print, SerialNumber = given }.SerialNumber);

    [Fact]
    public void A_file_that_exists_is_added_to_and_keeps_its_end()
    {
        using var folder = new TempFolder();
        var path = folder.Combine("list.txt");
        RevocationList.Open(path, SmimeRevocationReason.Superseded, null).Dispose();
        File.AppendAllText(path, "# a note without an end");
        using (var list = RevocationList.Open(path, SmimeRevocationReason.Superseded, null))
        {
            list.Add(Entry("CN=CA"));
            list.Add(Entry("CN=CA"));
            Assert.Equal((1, 0), (list.Known, list.Unknown));
            Assert.Contains("given one", list.Repair, StringComparison.Ordinal);
        }

        Assert.Equal(
            ["# a note without an end", $"# alice@contoso.com: {Print}, issued by CN=CA, valid 1970-01-01 to 9000-01-02",
                "certutil -revoke 0a1b2c 4"],
            File.ReadAllLines(path).Skip(1));
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_said_so()
    {
        using var folder = new TempFolder();
        var error = Assert.Throws<FileWriteException>(
            () => RevocationList.Open(folder.Combine("no", "list.csv"), SmimeRevocationReason.Unspecified, null));
        Assert.Equal(FileWriteErrorKind.FolderNotFound, error.Kind);
    }

    [Theory]
    [InlineData("list.csv", "Name,Colour\r\nanna,red\r\n")]
    [InlineData("list.cmd", "@echo off\r\nshutdown /s\r\n")]
    [InlineData("list.txt", "shopping: milk")]
    public void A_file_of_something_else_is_refused_and_left_as_it_is(string name, string content)
    {
        using var folder = new TempFolder();
        var path = folder.Write(name, content);

        var error = Assert.Throws<RevocationListException>(
            () => RevocationList.Open(path, SmimeRevocationReason.Unspecified, null));

        Assert.Equal("RevocationListNotRecognized", error.ErrorId);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.NotEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public void An_empty_file_becomes_a_list()
    {
        using var folder = new TempFolder();
        var path = folder.Write("list.cmd", string.Empty);

        Write(path, Entry("CN=CA"));

        Assert.Equal("@echo off", File.ReadAllLines(path)[0]);
        Assert.Equal(4, File.ReadAllLines(path).Length);
    }

    [Fact]
    public void A_list_is_its_owners_alone_whatever_it_was_before()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TempFolder();
        var path = folder.Combine("list.csv");
        Write(path, Entry("CN=CA"));
        File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);

        Write(path, Entry("CN=CA"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_link_to_a_list_is_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TempFolder();
        var real = folder.Combine("real.csv");
        Write(real, Entry("CN=CA"));
        var before = File.ReadAllText(real);
        File.CreateSymbolicLink(folder.Combine("link.csv"), real);

        var error = Assert.Throws<RevocationListException>(() => Write(folder.Combine("link.csv"), Entry("CN=Other")));

        Assert.Equal(RevocationListErrorKind.NotOrdinary, error.Kind);
        Assert.Equal(before, File.ReadAllText(real));
    }

    [Fact]
    public void A_second_writer_is_told_that_the_list_is_in_use()
    {
        using var folder = new TempFolder();
        var path = folder.Combine("list.csv");
        using var list = RevocationList.Open(path, SmimeRevocationReason.Unspecified, null);

        var error = Assert.Throws<RevocationListException>(
            () => RevocationList.Open(path, SmimeRevocationReason.Unspecified, null));

        Assert.Equal(RevocationListErrorKind.InUse, error.Kind);
    }

    [Fact]
    public void A_last_entry_that_was_cut_off_is_written_again_and_said_to_be_removed()
    {
        using var folder = new TempFolder();
        var path = folder.Combine("list.cmd");
        Write(path, Entry("CN=CA"));
        var whole = File.ReadAllText(path);
        File.WriteAllText(path, whole[..^5]);

        using (var list = RevocationList.Open(path, SmimeRevocationReason.CessationOfOperation, null))
        {
            Assert.Contains("cut off", list.Repair, StringComparison.Ordinal);
            list.Add(Entry("CN=CA"));
        }

        Assert.Equal(whole, File.ReadAllText(path));
    }

    [Fact]
    public void Expired_ones_and_unknown_ones_are_counted_apart()
    {
        using var folder = new TempFolder();
        using var list = RevocationList.Open(folder.Combine("list.csv"), SmimeRevocationReason.Unspecified, null);

        list.Add(Entry("CN=CA"));
        list.Add(Entry("CN=CA", 'B', serial: null));
        list.Add(Entry("CN=CA", 'C', isExpired: true));
        list.Add(Entry("CN=CA", 'D', serial: null, isExpired: true));
        list.Add(Entry("CN=CA", 'b', serial: null));

        Assert.Equal((1, 1, 2), (list.Known, list.Unknown, list.Expired));

        // Found out at last.
        list.Add(Entry("CN=CA", 'B'));
        Assert.Equal((2, 1, 2), (list.Known, list.Unknown, list.Expired));
    }

    private static RevocationEntry Entry(
        string issuer, char digit = 'A', string? serial = "0a1b2c", bool isExpired = false) =>
        new()
        {
            UserPrincipalName = "alice@contoso.com",
            Thumbprint = new string(digit, 40),
            Issuer = issuer,
            SerialNumber = serial,
            NotBefore = DateTimeOffset.UnixEpoch,
            NotAfter = isExpired ? DateTimeOffset.UnixEpoch.AddYears(1) : new DateTimeOffset(9000, 1, 2, 0, 0, 0, TimeSpan.Zero),
        };

    [Theory]
    [InlineData(";", "")]
    [InlineData(",", ",,")]
    [InlineData("\t", "")]
    public void A_list_that_a_spreadsheet_saved_is_known_and_goes_on_as_one_table(string delimiter, string behind)
    {
        using var folder = new TempFolder();
        var path = folder.Combine("list.csv");
        Write(path, Entry("CN=Contoso, O=x"));
        var rows = File.ReadAllLines(path).Select(line => line.TrimStart('\uFEFF')[1..^1].Split("\",\""));
        string Cell(string text) => text.Contains(delimiter, StringComparison.Ordinal) ? $"\"{text}\"" : text;
        File.WriteAllText(path, string.Concat(rows.Select(row => string.Join(delimiter, row.Select(Cell)) + behind + "\r\n")));

        Write(path, Entry("CN=Contoso, O=x"));
        Write(path, Entry("CN=Other", 'B'));

        var lines = File.ReadAllLines(path);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("\"alice@contoso.com\"" + delimiter + "\"BBBB", lines[2], StringComparison.Ordinal);
        Assert.Equal(9 + behind.Length, lines[2].Split("\"" + delimiter + "\"").Length);
    }

    private static void Write(string path, RevocationEntry entry)
    {
        using var list = RevocationList.Open(path, SmimeRevocationReason.CessationOfOperation, null);
        list.Add(entry);
    }
}
