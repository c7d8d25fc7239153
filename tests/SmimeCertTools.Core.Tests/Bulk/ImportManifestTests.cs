using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk.Manifest;
using SmimeCertTools.Core.Records;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Bulk;

public sealed class ImportManifestTests : IDisposable
{
    private const string Header = "UserPrincipalName,Path,Password,IntendedPurpose\n";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(',', "utf-8", false)]
    [InlineData(',', "utf-8", true)]
    [InlineData(';', "utf-8", false)]
    [InlineData(';', "utf-16", true)]
    [InlineData('\t', "utf-8", true)]
    public async Task Usual_delimiters_and_encodings_are_read(char delimiter, string encoding, bool mark)
    {
        var text = "UPN,PathToPfxFile,Password,IntendedPurpose\r\nzoë@contoso.com,pfx/zoë.pfx,\"a,b;c\t\"\"d\"\"\",encrypt\r\n";
        text = text.Replace("a,b", "a\u0001b", StringComparison.Ordinal).Replace(',', delimiter).Replace('\u0001', ',');
        var path = _folder.Combine("users.csv");
        File.WriteAllText(path, text, encoding == "utf-8" ? new UTF8Encoding(mark) : new UnicodeEncoding(false, mark));

        var row = Assert.Single(await ReadAsync(path));

        Assert.Equal(
            "2 zoë@contoso.com " + _folder.Combine("pfx", "zoë.pfx") + " SmimeEncryption a,b;c\t\"d\"", row);
    }

    [Fact]
    public async Task Paths_with_a_root_stay_and_others_are_relative_to_the_file()
    {
        var full = Path.GetFullPath(_folder.Combine("..", "else.pfx"));
        var path = _folder.Write("users.csv", Header + $"a@contoso.com,{full},x,\nb@contoso.com, sub/../b.pfx ,x,\n");

        Assert.Equal([full, _folder.Combine("b.pfx")], (await ReadAsync(path)).Select(row => row.Split(' ')[2]));
    }

    [Fact]
    public async Task Blank_lines_and_lines_of_delimiters_are_passed_over_and_counted()
    {
        var path = _folder.Write("users.csv", "\n" + Header + "\na@contoso.com,a.pfx,x,\n,,,\n\nb@contoso.com,b.pfx,x,");

        Assert.Equal(["4", "7"], (await ReadAsync(path)).Select(row => row.Split(' ')[0]));
    }

    [Theory]
    [InlineData("alice,a.pfx,hush-hush,", "no @")]
    [InlineData("a@contoso.com,,hush-hush,", "Path is empty")]
    [InlineData("a@contoso.com,a.pfx,hush-hush,paint", "IntendedPurpose is none")]
    [InlineData("a@contoso.com,a.pfx,hush,-hush,", "5 fields and the header 4")]
    [InlineData("a@contoso.com,a.pfx,x,hush-hush", "IntendedPurpose is none")]
    public async Task A_bad_row_is_named_by_its_line_without_its_values_and_the_others_go_on(string row, string problem)
    {
        var path = _folder.Write("users.csv", Header + "a@contoso.com,1.pfx,x,\n\n" + row + "\nc@contoso.com,3.pfx,x,\n");

        var rows = await ReadAsync(path);

        Assert.Equal(3, rows.Count);
        Assert.StartsWith("4 ", rows[1], StringComparison.Ordinal);
        Assert.Contains(" ManifestRowInvalid ", rows[1], StringComparison.Ordinal);
        Assert.Contains($"Line 4 of '{path}' is left out: ", rows[1], StringComparison.Ordinal);
        Assert.Contains(problem, rows[1], StringComparison.Ordinal);
        Assert.DoesNotContain("hush", rows[1], StringComparison.Ordinal);
        Assert.StartsWith("5 c@contoso.com", rows[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UserPrincipalName,Password\n", true, "has no column Path in line 1")]
    [InlineData("\n\na@contoso.com,a.pfx,hush\n", true, "has no column UserPrincipalName and no column Path in line 3")]
    [InlineData("UserPrincipalName,Path,Pasword\n", true, "a column 'Pasword' in line 1. If it is Password, name it so")]
    [InlineData("User Principal Name,Path,Password\n", true, "If it is UserPrincipalName, name it so")]
    [InlineData("UserPrincipalName,Path,Password,Intended_Purpose\n", true, "If it is IntendedPurpose, name it so")]
    [InlineData("Mail,File,Secret\n", true, "no column UserPrincipalName and no column Path in line 1, but Mail, File, Secret. ")]
    [InlineData("UserPrincipalName,Path,Password,PfxPassword\n", true, "has the column Password twice in line 1")]
    [InlineData("UserPrincipalName,Path\n", true, "neither a column Password nor PasswordFile")]
    [InlineData("", true, "is empty")]
    public async Task A_header_that_cannot_be_used_is_refused(string text, bool needsPassword, string problem)
    {
        var path = _folder.Write("users.csv", text);

        var error = await Assert.ThrowsAsync<ManifestException>(
            () => ImportManifest.OpenAsync(path, needsPassword, CancellationToken.None));

        Assert.Equal(ManifestErrorKind.Invalid, error.Kind);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", error.ToString(), StringComparison.Ordinal);
        File.Delete(path);
    }

    [Theory]
    [InlineData("a@contoso.com,1.pfx,x,\nb@contoso.com,2.pfx,\"hush-hush,\nc@contoso.com,3.pfx,x,\n", 3)]
    [InlineData("a@contoso.com,1.pfx,\"x\",\nb@contoso.com,2.pfx,\"hush\nc@contoso.com,3.pfx,\"hush\",\n", 3)]
    [InlineData("a@contoso.com,1.pfx,\"hush\"hush,\n", 2)]
    public async Task Broken_quotes_end_the_reading_with_the_line_where_they_begin(string rows, int line)
    {
        var path = _folder.Write("users.csv", Header + rows);

        var error = await Assert.ThrowsAsync<ManifestException>(() => ReadAsync(path));

        Assert.Equal((ManifestErrorKind.Invalid, line), (error.Kind, error.Line));
        Assert.DoesNotContain("hush", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_does_not_take_the_whole_file_into_memory()
    {
        var path = _folder.Write(
            "users.csv",
            Header + "a@contoso.com,1.pfx,\"x,\n" + string.Concat(Enumerable.Repeat("b@contoso.com,2.pfx,x,\n", 20_000)));

        var error = await Assert.ThrowsAsync<ManifestException>(() => ReadAsync(path));

        Assert.Equal((ManifestErrorKind.Invalid, 2), (error.Kind, error.Line));
    }

    [Fact]
    public async Task Columns_that_are_none_of_ours_are_passed_over_and_named()
    {
        var path = _folder.Write(
            "users.csv", "Department,UserPrincipalName,Path,Password,Paths\nSales,a@contoso.com,a.pfx,x,y\n,,,,\n");

        using var manifest = await ImportManifest.OpenAsync(path, needsPassword: true, CancellationToken.None);

        Assert.Equal(["Department", "Paths"], manifest.UnknownColumns);
        Assert.Equal($"2 a@contoso.com {_folder.Combine("a.pfx")}  x", Assert.Single(await ReadAsync(manifest)));
    }

    [Fact]
    public async Task What_a_spreadsheet_makes_of_a_list_is_read()
    {
        var path = _folder.Write(
            "users.csv",
            "sep=;\r\nUPN;Path;Password;IntendedPurpose;;\r\n"
            + "a@contoso.com;a.pfx;x\r\nb@contoso.com;b,c.pfx;y;sign;;\r\n;;;;;\r\n");

        Assert.Equal(
            [
                $"3 a@contoso.com {_folder.Combine("a.pfx")}  x",
                $"4 b@contoso.com {_folder.Combine("b,c.pfx")} SmimeSigning y",
            ],
            await ReadAsync(path));
    }

    [Fact]
    public async Task A_value_behind_the_last_column_makes_the_row_bad()
    {
        var path = _folder.Write("users.csv", "UPN;Path;Password;\na@contoso.com;a.pfx;hush;hush\nb@contoso.com;b.pfx;x;\n");

        var rows = await ReadAsync(path);

        Assert.Contains("Line 2 of", rows[0], StringComparison.Ordinal);
        Assert.Contains("a value under no column's name", rows[0], StringComparison.Ordinal);
        Assert.DoesNotContain("hush", rows[0], StringComparison.Ordinal);
        Assert.EndsWith(" x", rows[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3_000)]
    public async Task The_line_of_the_first_character_in_another_encoding_is_named(int row)
    {
        var rows = Enumerable.Range(1, row).Select(i => $"a{i}@contoso.com,{(i == row ? "Z\u00FCrich" : "a")}.pfx,x,\n");
        var path = _folder.Write(
            "users.csv", Encoding.Latin1.GetBytes(Header + string.Concat(rows) + "z@contoso.com,z\u00E9.pfx,x,\n"));

        var error = await Assert.ThrowsAsync<ManifestException>(() => ReadAsync(path));

        Assert.Equal(row + 1, error.Line);
        Assert.Contains($"line {row + 1} has a character in another encoding", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_text_is_refused()
    {
        var path = _folder.Write(
            "users.csv", [.. Encoding.ASCII.GetBytes(Header + "a@contoso.com,"), 0xE4, (byte)'.', (byte)'\n']);

        var error = await Assert.ThrowsAsync<ManifestException>(() => ReadAsync(path));

        Assert.Contains("not in UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_file_gives_its_first_line_as_it_stands()
    {
        _folder.Write("one.txt", " with spaces \r\nsecond line\n");
        File.WriteAllText(_folder.Combine("two.txt"), "größe", new UnicodeEncoding(bigEndian: false, byteOrderMark: true));
        File.WriteAllText(_folder.Combine("three.txt"), "marked\n", new UTF8Encoding(true));
        _folder.Write("four.txt", string.Empty);
        var path = _folder.Write("users.csv", "UserPrincipalName,Path,PasswordFile\n" + string.Concat(
            new[] { "one", "two", "three", "four" }.Select(name => $"{name}@contoso.com,{name}.pfx,{name}.txt\n")));

        var rows = await ReadAsync(path);

        Assert.EndsWith("one.pfx   with spaces ", rows[0], StringComparison.Ordinal);
        Assert.EndsWith(" größe", rows[1], StringComparison.Ordinal);
        Assert.EndsWith("three.pfx  marked", rows[2], StringComparison.Ordinal);
        Assert.EndsWith("four.pfx  ", rows[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.pfx,,none.txt", "'none.txt' cannot be read")]
    [InlineData("a.pfx,x,some.txt", "both a Password and a PasswordFile")]
    public async Task A_password_file_that_cannot_be_used_makes_the_row_bad(string rest, string problem)
    {
        var path = _folder.Write("users.csv", "UserPrincipalName,Path,Password,PasswordFile\na@contoso.com," + rest + "\n");

        Assert.Contains(problem, Assert.Single(await ReadAsync(path)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_password_the_row_is_left_to_whoever_is_asked()
    {
        var path = _folder.Write("users.csv", "UserPrincipalName,Path,Password\na@contoso.com,a.pfx,\nb@contoso.com,b.pfx,own\n");

        var rows = await ReadAsync(path, needsPassword: false);

        Assert.EndsWith("(asked)", rows[0], StringComparison.Ordinal);
        Assert.EndsWith(" own", rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_pass_reads_the_same_rows_or_says_that_the_file_was_changed()
    {
        var path = _folder.Write("users.csv", Header + "a@contoso.com,a.pfx,x,\n");
        using var manifest = await ImportManifest.OpenAsync(path, true, CancellationToken.None);
        var first = await ReadAsync(manifest);

        await manifest.RewindAsync(CancellationToken.None);
        Assert.Equal(first, await ReadAsync(manifest));

        if (!OperatingSystem.IsWindows())
        {
            using (var other = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
            {
                other.Write("b@contoso.com,b.pfx,x,\n"u8);
            }

            var error = await Assert.ThrowsAsync<ManifestException>(() => manifest.RewindAsync(CancellationToken.None));
            Assert.Equal(ManifestErrorKind.Changed, error.Kind);
        }
    }

    private async Task<List<string>> ReadAsync(string path, bool needsPassword = true)
    {
        using var manifest = await ImportManifest.OpenAsync(path, needsPassword, CancellationToken.None);
        return await ReadAsync(manifest);
    }

    private static async Task<List<string>> ReadAsync(ImportManifest manifest)
    {
        var rows = new List<string>();
        while (await manifest.ReadAsync(CancellationToken.None) is { } row)
        {
            using (row)
            {
                rows.Add($"{row.Number} {row.UserPrincipalName} " + (row.Error is { } error
                    ? $"{error.ErrorId} {error}"
                    : $"{row.Path} {row.IntendedPurpose} {row.Password?.Span.ToString() ?? "(asked)"}"));
            }
        }

        return rows;
    }
}
