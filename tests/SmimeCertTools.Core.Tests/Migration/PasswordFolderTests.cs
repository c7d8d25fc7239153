using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk.Manifest;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Lists;
using SmimeCertTools.Core.Migration;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.TestSupport.Tools;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Core.Tests.Migration;

[Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
public sealed class PasswordFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Passwords =>
    [
        "plain", " both ends ", "\ttab", "=1+1", "@sum", "-x", "+x", "=\"quoted\"", "a,b;c", "\"", "\"\"", "'", "ä€\U0001F511",
        "\uFEFFmark", "<U+001B>", string.Empty, "\u001B[31m", new string('x', 2000),
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Passwords))]
    public async Task A_password_comes_back_from_its_file_as_it_was(string password)
    {
        var folder = new PasswordFolder(_folder.Combine("secrets"), overwrite: false);
        ImportListRow[] rows = [Row("a.pfx", password)];

        folder.Check();
        var planned = folder.Plan(rows);
        Assert.False(Directory.Exists(_folder.Combine("secrets")));
        Assert.Equal(1, await folder.WriteAsync(rows, planned, default));

        using var read = PasswordFile.Read(planned[0].PasswordFile!);
        Assert.Equal(password, read.Span.ToString());
    }

    [Theory]
    [MemberData(nameof(Passwords))]
    [InlineData("line\nbreak")]
    [InlineData("line\r\nbreak")]
    public async Task A_password_comes_back_from_the_list_as_it_was(string password)
    {
        var list = _folder.Combine("import.csv");
        await ImportListFile.WriteAsync(list, [Row("a.pfx", password)], includePasswords: true, overwrite: false, default);

        using var manifest = await ImportManifest.OpenAsync(list, needsPassword: true, default);
        using var row = await manifest.ReadAsync(default);

        Assert.Null(row!.Error);
        Assert.Equal(password, row.Password!.Span.ToString());
    }

    [Fact]
    public async Task A_password_that_no_file_of_one_line_holds_fails_its_file_alone()
    {
        var folder = new PasswordFolder(_folder.Combine("secrets"), overwrite: false);
        string[] unfit = ["line\nbreak", "line\rbreak", "nul\0", "half\uD83D", new string('x', PasswordFile.MaxLength + 1)];
        ImportListRow[] rows = [.. unfit.Select((password, number) => Row($"{number}.pfx", password)), Row("b.pfx", "good")];

        var planned = folder.Plan(rows);

        Assert.All(planned.Take(unfit.Length), row =>
        {
            Assert.Equal((SmimeImportListStatus.Failed, "PasswordNotOneLine"), (row.Status, row.Error!.ErrorId));
            Assert.DoesNotContain(row.Password!.Span.ToString(), row.Message!, StringComparison.Ordinal);
        });
        Assert.Equal(1, await folder.WriteAsync(rows, planned, default));
    }

    [Fact]
    public void Files_of_one_name_and_long_names_get_files_of_their_own()
    {
        var folder = new PasswordFolder(_folder.Combine("secrets"), overwrite: false);
        var name = new string('n', 59) + "\U0001F511" + new string('n', 190) + ".pfx";

        var names = folder.Plan([Row("a.pfx", "1"), Row(Path.Combine("old", "A.pfx"), "2"), Row(name, "3"), Row(name, "4")])
            .Select(row => Path.GetFileName(row.PasswordFile)!).ToList();

        Assert.Equal(["a.pfx.txt", "A.pfx.2.txt", new string('n', 59) + ".txt", new string('n', 59) + ".2.txt"], names);
    }

    [Fact]
    public async Task Nothing_is_left_behind_by_a_run_that_was_ended_and_nothing_is_replaced_unasked()
    {
        var path = _folder.Combine("secrets");
        var folder = new PasswordFolder(path, overwrite: false);
        ImportListRow[] rows = [Row("a.pfx", "1"), Row("b.pfx", "2")];
        var planned = folder.Plan(rows);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => folder.WriteAsync(rows, planned, new CancellationToken(canceled: true)));
        Assert.Empty(Directory.GetFiles(path));

        // Somebody else's file of the second name comes in between.
        File.WriteAllText(planned[1].PasswordFile!, "theirs");
        await Assert.ThrowsAsync<FileWriteException>(() => folder.WriteAsync(rows, planned, default));
        Assert.Equal(planned[1].PasswordFile, Assert.Single(Directory.GetFiles(path)));
        Assert.Equal("theirs", File.ReadAllText(planned[1].PasswordFile!));
        Assert.Throws<FileWriteException>(() => folder.Plan(rows));
        Assert.Equal(2, await new PasswordFolder(path, overwrite: true).WriteAsync(rows, planned, default));
    }

    private ImportListRow Row(string name, string password) => new()
    {
        Path = _folder.Combine(name),
        Status = SmimeImportListStatus.Matched,
        UserPrincipalName = "alice@contoso.com",
        Password = SecretText.Copy(password),
    };
}
