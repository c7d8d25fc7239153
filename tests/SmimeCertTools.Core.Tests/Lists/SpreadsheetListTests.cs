using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk.Manifest;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Lists;

/// <summary>Lists as spreadsheets and people save them. A row is shown as line, user, file and password.</summary>
public sealed class SpreadsheetListTests : IDisposable
{
    private const string Header = "UserPrincipalName;Path;Password\r\n";
    private const string A = "a@contoso.com;a.pfx;pw-a";
    private const string B = "b@contoso.com;b.pfx;pw-b";

    private static readonly Encoding Utf16 = new UnicodeEncoding(bigEndian: false, byteOrderMark: true);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sep=;\r\n" + Header + A + "\r\n" + B + "\r\n", 3)]
    [InlineData("SEP=;\n" + Header + A + "\n" + B, 3)]
    [InlineData("sep=;;;\r\n" + Header + A + "\r\n" + B + "\r\n", 3)]
    [InlineData("#TYPE System.Management.Automation.PSCustomObject\r\n" + Header + A + "\r\n" + B + "\r\n", 3)]
    [InlineData("UserPrincipalName;Path;Password;;\r\n" + A + ";;\r\n" + B + ";;\r\n", 2)]
    [InlineData(Header + A + ";;;\r\n" + B + ";;;\r\n;;;;;\r\n", 2)]
    [InlineData("UPN;Path;Password;IntendedPurpose;Note\r\n" + A + "\r\n" + B + ";;\r\n", 2)]
    [InlineData("UserPrincipalName;Path;Password\r" + A + "\r" + B + "\r", 2)]
    [InlineData("\"UserPrincipalName\";\"Path\";\"Password\"\r\n\"a@contoso.com\";\"a.pfx\";\"pw-a\"\r\n" + B + "\r\n", 2)]
    [InlineData(" UserPrincipalName ;\tPath;\u00A0Password\u00A0\r\n" + A + "\r\n" + B + "\r\n", 2)]
    [InlineData(";;\r\n" + Header + A + "\r\n" + B + "\r\n", 3)]
    [InlineData("UPN; Path; Password\r\n\"a@contoso.com\"; \"a.pfx\"; \"pw-a\"\r\n\"b@contoso.com\" ; b.pfx;pw-b\r\n", 2)]
    [InlineData("UserPrincipalName;Path;Password;\"a,b,c,d,e,f\"\r\n" + A + "\r\n" + B + "\r\n", 2)]
    public async Task The_form_of_a_list_does_not_matter(string text, int line)
    {
        var path = _folder.Write("users.csv", text);

        Assert.Equal(
            [$"{line} a@contoso.com a.pfx pw-a", $"{line + 1} b@contoso.com b.pfx pw-b"], await ReadAsync(path));
    }

    [Theory]
    [InlineData("sep=|\r\n", '|')]
    [InlineData("sep=:\r\n", ':')]
    [InlineData("sep=\t\r\n", '\t')]
    public async Task Any_delimiter_that_the_list_names_is_taken(string line, char delimiter)
    {
        var path = _folder.Write("users.csv", line + (Header + A + "\r\n").Replace(';', delimiter));

        Assert.Equal(["3 a@contoso.com a.pfx pw-a"], await ReadAsync(path));
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-8", true)]
    public async Task Excels_Unicode_text_is_read_with_and_without_a_mark(string encoding, bool mark)
    {
        Encoding chosen = encoding == "utf-8" ? new UTF8Encoding(mark) : new UnicodeEncoding(encoding == "utf-16BE", mark);
        var path = _folder.Combine("users.txt");
        File.WriteAllText(path, (Header + "zoë@contoso.com;zoë.pfx;größe €\r\n").Replace(';', '\t'), chosen);

        Assert.Equal(["2 zoë@contoso.com zoë.pfx größe €"], await ReadAsync(path));
    }

    [Theory]
    [InlineData("\"one\"\"two\"", "one\"two")]
    [InlineData("one\"two", "one\"two")]
    [InlineData("\"semi;colon\"", "semi;colon")]
    [InlineData("=\"00123\"", "00123")]
    [InlineData("\"=\"\"00123\"\"\"", "00123")]
    [InlineData("=00123", "=00123")]
    [InlineData("=\"a\"&\"b\"", "=\"a\"&\"b\"")]
    [InlineData("'00123", "'00123")]
    [InlineData(" blanks ", " blanks ")]
    [InlineData("\"two\r\nlines\"", "two\r\nlines")]
    [InlineData("1,23E+11", "1,23E+11")]
    public async Task A_password_is_what_was_entered(string cell, string password)
    {
        var path = _folder.Write("users.csv", Header + "a@contoso.com;a.pfx;" + cell + "\r\n" + B + "\r\n");
        var next = cell.Contains('\n', StringComparison.Ordinal) ? 4 : 3;

        Assert.Equal([$"2 a@contoso.com a.pfx {password}", $"{next} b@contoso.com b.pfx pw-b"], await ReadAsync(path));
    }

    [Theory]
    [InlineData("\"\"\"C:\\pfx\\a.pfx\"\"\"")]
    [InlineData("\"C:\\pfx\\a.pfx\"")]
    [InlineData("=\"C:\\pfx\\a.pfx\"")]
    public async Task A_path_copied_with_its_quotes_is_the_path(string cell)
    {
        var path = _folder.Write("users.csv", Header + "a@contoso.com;" + cell + ";x\r\n");

        Assert.EndsWith("C:/pfx/a.pfx x", Assert.Single(await ReadAsync(path)).Replace('\\', '/'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_breaks_and_quotes_in_columns_of_others_take_no_row_with_them_and_do_not_move_line_numbers()
    {
        var path = _folder.Write(
            "users.csv",
            "\"Display\nname\";UPN;Note;Path;Password\r\n"
            + "\"Jones, \"\"Al\"\"\";a@contoso.com;\"first line\r\nsecond; line\r\n\r\nfourth\";a.pfx;pw-a\r\n"
            + "5\" disk;b@contoso.com;\"x\ny@contoso.com\";b.pfx;pw-b\r\n"
            + "C;c@contoso.com;;c.pfx;pw-c\r\n");

        Assert.Equal(
            ["3 a@contoso.com a.pfx pw-a", "7 b@contoso.com b.pfx pw-b", "9 c@contoso.com c.pfx pw-c"], await ReadAsync(path));
    }

    [Theory]
    [InlineData("N;UPN;Path;Password\n\"open;a@contoso.com;a.pfx;pw\nx;b@contoso.com;b.pfx;pw\n\";c@contoso.com;c.pfx;pw\n", 2)]
    [InlineData("UPN;Path;Password;Note\na@contoso.com;a.pfx;pw;\"open\nb@contoso.com;b.pfx;pw;\"\nc@contoso.com;c.pfx;pw\n", 2)]
    public async Task A_quote_that_takes_rows_in_is_noticed_wherever_it_stands(string text, int line)
    {
        var path = _folder.Write("users.csv", text);

        var error = await Assert.ThrowsAsync<ManifestException>(() => ReadAsync(path));

        Assert.Equal((ManifestErrorKind.Invalid, line), (error.Kind, error.Line));
    }

    [Theory]
    [InlineData(Header + "a@contoso.com,a.pfx,hush\r\n", "divided by commas, but the header's by semicolons")]
    [InlineData(Header + "\"a@contoso.com;a.pfx;hush\"\r\n", "the whole line stands in quotes")]
    [InlineData("UPN,Path,Password\r\na@contoso.com;a.pfx;hush\r\n", "divided by semicolons, but the header's by commas")]
    [InlineData("UPN\tPath\tPassword\r\na@contoso.com;a.pfx;hu,sh\r\n", "divided by semicolons, but the header's by tabs")]
    [InlineData(Header + "a@contoso.com\r\n", "its Path is empty")]
    [InlineData(Header + "a@contoso.com;;hush\r\n", "its Path is empty")]
    [InlineData(Header + "a@contoso.com;a.pfx;hush;hush\r\n", "4 fields and the header 3")]
    [InlineData(Header + "a@contoso.com;a.pfx;hush-\uFFFD\r\n", "its Password has a character that was lost")]
    [InlineData(Header + "a@contoso.com;#NAME?;hush\r\n", "its Path is the spreadsheet's #NAME?")]
    [InlineData(Header + "a@contoso.com;a.pfx;#NAME?\r\n", "its Password is the spreadsheet's #NAME?")]
    [InlineData(Header + "#REF!;a.pfx;hush\r\n", "its UserPrincipalName is the spreadsheet's #REF!")]
    public async Task A_row_that_a_spreadsheet_spoilt_says_how_and_the_others_go_on(string text, string problem)
    {
        var delimiter = text.StartsWith("UPN", StringComparison.Ordinal) ? text[3] : ';';
        var path = _folder.Write("users.csv", text + B.Replace(';', delimiter) + "\r\n");

        var rows = await ReadAsync(path);

        Assert.Contains($"Line 2 of '{path}' is left out: ", rows[0], StringComparison.Ordinal);
        Assert.Contains(problem, rows[0], StringComparison.Ordinal);
        Assert.DoesNotContain("hush", rows[0], StringComparison.Ordinal);
        Assert.Equal("3 b@contoso.com b.pfx pw-b", rows[1]);
    }

    [Theory]
    [InlineData("UserPrincipalName;Path;Passwort", "a column 'Passwort' in line 1. If it is Password, name it so")]
    [InlineData("UserPrincipleName;Path;Password", "a column 'UserPrincipleName' in line 1. If it is UserPrincipalName")]
    [InlineData("User\u00A0Principal Name;Path;Password", "a column 'User Principal Name' in line 1. If it is UserPrincipalName")]
    [InlineData("UPN;Path;Password-File", "If it is PasswordFile")]
    [InlineData("UPN;Path;Password;Purpose", "a column 'Purpose' in line 1. If it is IntendedPurpose")]
    [InlineData("UPN;Full Name;Password", "If it is Path")]
    [InlineData("User;File;Secret", "has no column UserPrincipalName and no column Path in line 1, but User, File, Secret. ")]
    [InlineData("UPN|Path|Password", "has no column UserPrincipalName and no column Path in line 1, but UPN|Path|Password. ")]
    [InlineData("\"UPN,Path,Password\"", "its whole line 1 in one pair of quotes")]
    [InlineData("Certificates 2026;;", "in line 1, but Certificates 2026. ")]
    [InlineData("UPN;Path;Password;UserPrincipalName", "has the column UserPrincipalName twice in line 1")]
    public async Task A_header_that_is_not_right_says_what_was_found_and_what_is_needed(string header, string problem)
    {
        var path = _folder.Write("users.csv", header + "\r\na@contoso.com;a.pfx;hush\r\n");

        var error = await Assert.ThrowsAsync<ManifestException>(() => ReadAsync(path));

        Assert.Equal((ManifestErrorKind.Invalid, 1), (error.Kind, error.Line));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_of_others_are_passed_over()
    {
        var path = _folder.Write(
            "users.csv", "Department;Mail;Display Name;UPN;Path;Password;Paths;Department\r\nR&D;;A;" + A + ";x;y\r\n");
        using var manifest = await ImportManifest.OpenAsync(path, needsPassword: true, CancellationToken.None);

        Assert.Equal(["Department", "Mail", "Display Name", "Paths"], manifest.UnknownColumns.Distinct());
        Assert.Equal(["2 a@contoso.com a.pfx pw-a"], await ReadAsync(path));
    }

    [Theory]
    [InlineData("504B0304140006000800", "a workbook, as Excel (.xlsx) and others have it")]
    [InlineData("D0CF11E0A1B11AE10000", "a workbook of Excel (.xls)")]
    [InlineData("255044462D312E370A25", "a PDF document")]
    [InlineData("3C68746D6C3E3C2F68746D6C3E", "in XML or HTML")]
    [InlineData("0A20205B7B7D5D", "in JSON")]
    [InlineData("FFFE3C003F0078006D006C00", "in XML or HTML")]
    [InlineData("5550004E0100020003", "no text")]
    public async Task A_file_that_is_no_list_is_called_what_it_is(string bytes, string kind)
    {
        var path = _folder.Write("users.csv", Convert.FromHexString(bytes));

        var error = await Assert.ThrowsAsync<ManifestException>(() => ReadAsync(path));

        Assert.Contains($"is {kind}", error.Message, StringComparison.Ordinal);
        Assert.Contains("'CSV UTF-8'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r\n", 1)]
    [InlineData("\r", 2)]
    [InlineData("\n", 2_500)]
    public async Task The_line_of_the_first_byte_in_another_encoding_is_named_whatever_ends_lines(string end, int row)
    {
        var lines = new[] { "UPN;Path;Password", "\"note@contoso.com\";\"n.pfx\";\"two" + end + "lines\"" }.Concat(
            Enumerable.Range(1, row).Select(i => $"a{i}@contoso.com;a.pfx;{(i == row ? "Z\u00FCrich" : "x")}"));
        var path = _folder.Write("users.csv", Encoding.Latin1.GetBytes(string.Join(end, lines) + end));

        var error = await Assert.ThrowsAsync<ManifestException>(() => ReadAsync(path));

        Assert.Equal(row + 3, error.Line);
        Assert.Contains($"is not in UTF-8: line {row + 3} has", error.Message, StringComparison.Ordinal);
        Assert.Contains("save it as 'CSV UTF-8'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("rich", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_in_UTF_16_with_half_a_character_is_refused_by_its_line()
    {
        var path = _folder.Write(
            "users.txt", [.. Utf16.GetPreamble(), .. Utf16.GetBytes(Header + "a@contoso.com;"), 0x00, 0xD8, (byte)'x', 0]);

        var error = await Assert.ThrowsAsync<ManifestException>(() => ReadAsync(path));

        Assert.Contains("is not in UTF-16: line 2 has", error.Message, StringComparison.Ordinal);
    }

    private async Task<List<string>> ReadAsync(string path)
    {
        using var manifest = await ImportManifest.OpenAsync(path, needsPassword: true, CancellationToken.None);
        var rows = new List<string>();
        while (await manifest.ReadAsync(CancellationToken.None) is { } row)
        {
            using (row)
            {
                rows.Add($"{row.Number} {row.UserPrincipalName} " + (row.Error is { } error
                    ? $"{error.ErrorId} {error}"
                    : $"{Path.GetRelativePath(_folder.Path, row.Path!)} {row.Password?.Span.ToString()}"));
            }
        }

        return rows;
    }
}
