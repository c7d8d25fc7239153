using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.History;

public sealed class ArchiveManifestTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SecretText _default = SecretText.Copy("for all the others");
    private readonly List<SmimeException> _errors = [];
    private readonly List<string> _unknown = [];

    public void Dispose()
    {
        _default.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(",", false)]
    [InlineData(";", false)]
    [InlineData("\t", false)]
    [InlineData(",", true)]
    public async Task Any_usual_delimiter_is_read_with_and_without_a_byte_order_mark(string delimiter, bool mark)
    {
        var text = string.Join('\n', "Password,UserPrincipalName,Path", "secret,alice@contoso.com,alice/a.pfx", "")
            .Replace(",", delimiter);
        var path = _folder.Combine("archive.csv");
        File.WriteAllText(path, text, new UTF8Encoding(mark));

        var item = Assert.Single(await FindAsync(path));

        Assert.Equal(_folder.Combine("alice", "a.pfx"), item.Path);
        Assert.Equal("alice@contoso.com", item.UserPrincipalName);
        Assert.Equal("secret", item.Password.Span.ToString());
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task A_password_keeps_its_quotes_delimiters_and_spaces()
    {
        var path = _folder.Write("archive.csv", "Path,Password\na.pfx,\" a,\"\"b\"\"; \"\n");

        Assert.Equal(" a,\"b\"; ", Assert.Single(await FindAsync(path)).Password.Span.ToString());
    }

    [Fact]
    public async Task A_row_without_password_takes_the_one_given_for_all()
    {
        var path = _folder.Write("archive.csv", "Path,Password\na.pfx,own\nb.pfx,\n");

        Assert.Equal(["own", "for all the others"], (await FindAsync(path)).Select(item => item.Password.Span.ToString()));
    }

    [Fact]
    public async Task A_manifest_for_an_import_is_a_list_of_an_archive_as_well()
    {
        _folder.Write("pw.txt", "from a file\n");
        var path = _folder.Write(
            "archive.csv",
            "UPN,FullName,PfxPassword,PasswordFile,IntendedPurpose,Department\n"
            + "a@contoso.com,a.pfx,own,,encrypt,Sales\nb@contoso.com,b.pfx,,pw.txt\n");

        var items = await FindAsync(path);

        Assert.Equal(
            ["a@contoso.com a.pfx own", "b@contoso.com b.pfx from a file"],
            items.Select(item => $"{item.UserPrincipalName} {Path.GetFileName(item.Path)} {item.Password.Span}"));
        Assert.Empty(_errors);
        Assert.Equal(["Department"], _unknown);
    }

    [Fact]
    public async Task Excels_Unicode_text_is_a_list_of_an_archive_as_well()
    {
        var path = _folder.Combine("archive.txt");
        File.WriteAllText(
            path, "Path\tPassword\tUPN\t\r\na.pfx\t\"o\"\"wn\"\r\nb.pfx\t\tb@contoso.com\t\r\n",
            new UnicodeEncoding(bigEndian: false, byteOrderMark: true));

        Assert.Equal(
            [" a.pfx o\"wn", "b@contoso.com b.pfx for all the others"],
            (await FindAsync(path)).Select(
                item => $"{item.UserPrincipalName} {Path.GetFileName(item.Path)} {item.Password.Span}"));
    }

    [Fact]
    public async Task A_workbook_is_called_one()
    {
        var path = _folder.Write("archive.xlsx", [(byte)'P', (byte)'K', 3, 4, 20, 0]);

        var error = await Assert.ThrowsAsync<ArchiveException>(() => FindAsync(path));

        Assert.Contains("is a workbook", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Path,UserPrincipleName,Password\na.pfx,a@contoso.com,x\n", "UserPrincipalName")]
    [InlineData("Path,UPN,Passwort\na.pfx,a@contoso.com,x\n", "Password")]
    public async Task A_misspelt_column_is_refused_and_not_taken_for_nothing(string text, string meant)
    {
        var path = _folder.Write("archive.csv", text);

        var error = await Assert.ThrowsAsync<ArchiveException>(() => FindAsync(path));

        Assert.Equal("ArchiveManifestInvalid", error.ErrorId);
        Assert.Contains($"If it is {meant}, name it so", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_with_too_many_fields_is_named_for_that_and_not_for_its_password()
    {
        var path = _folder.Write("archive.csv", "Path,Password\na.pfx,hush,hush\nb.pfx,x\n");

        Assert.Equal("x", Assert.Single(await FindAsync(path)).Password.Span.ToString());

        var error = Assert.Single(_errors);
        Assert.Equal("ArchiveManifestRowInvalid", error.ErrorId);
        Assert.Contains("3 fields and the header 2", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_without_path_is_named_by_its_line_and_the_others_go_on()
    {
        var path = _folder.Write("archive.csv", "Path,Password\na.pfx,one\n,topsecret\nc.pfx,three\n");

        Assert.Equal(2, (await FindAsync(path)).Count);

        var error = Assert.IsType<ArchiveException>(Assert.Single(_errors));
        Assert.Equal(ArchiveErrorKind.ManifestRowInvalid, error.Kind);
        Assert.Contains("Line 3 ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.pfx,\"q7x\"zz9\n", 2)]
    [InlineData("b.pfx,ok\na.pfx,\"q7x\"zz9\"\n", 3)]
    public async Task Broken_quotes_are_reported_by_line_without_the_row(string rows, int line)
    {
        var path = _folder.Write("archive.csv", "Path,Password\n" + rows);

        var error = await Assert.ThrowsAsync<ArchiveException>(() => FindAsync(path));

        Assert.Equal("ArchiveManifestInvalid", error.ErrorId);
        Assert.Equal(path, error.Item);
        Assert.Contains($"line {line}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("zz9", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("File,Password\na.pfx,x\n")]
    [InlineData("")]
    public async Task A_table_without_the_column_Path_is_refused(string text)
    {
        var path = _folder.Write("archive.csv", text);

        Assert.Equal("ArchiveManifestInvalid", (await Assert.ThrowsAsync<ArchiveException>(() => FindAsync(path))).ErrorId);
    }

    [Fact]
    public async Task A_table_in_another_encoding_is_refused()
    {
        var path = _folder.Combine("archive.csv");
        File.WriteAllBytes(path, [.. "Path,Password\na.pfx,"u8, 0xE4, .. "\n"u8]);

        var error = await Assert.ThrowsAsync<ArchiveException>(() => FindAsync(path));

        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_reported()
    {
        var path = _folder.Combine("archive.csv");

        Assert.Equal("PathNotFound", (await Assert.ThrowsAsync<ArchiveException>(() => FindAsync(path))).ErrorId);
    }

    [Fact]
    public async Task A_folder_gives_all_its_pfx_files_at_any_depth()
    {
        Directory.CreateDirectory(_folder.Combine("alice"));
        File.WriteAllText(_folder.Combine("alice", "a.PFX"), "");
        File.WriteAllText(_folder.Combine("b.p12"), "");
        File.WriteAllText(_folder.Combine("readme.txt"), "");

        var items = await FindAsync(_folder.Combine("."));

        Assert.Equal(["a.PFX", "b.p12"], items.Select(item => Path.GetFileName(item.Path)).OrderBy(name => name));
        Assert.All(items, item => Assert.Equal("for all the others", item.Password.Span.ToString()));
    }

    private Task<IReadOnlyList<ArchiveItem>> FindAsync(string path) =>
        ArchiveItems.FindAsync(path, _default, _errors.Add, CancellationToken.None, _unknown.AddRange);
}
