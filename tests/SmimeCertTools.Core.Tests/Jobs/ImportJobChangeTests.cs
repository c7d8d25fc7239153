using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk.Manifest;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Core.Tests.Import;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Jobs;

/// <summary>Lists, PFX files and password files that somebody changes between their check and their upload.</summary>
/// <remarks>A list that is open cannot be changed on Windows.</remarks>
public sealed class ImportJobChangeTests : ImportJobRunner
{
    // More than is read ahead in one piece, so that what is done in the upload reaches rows that were not read yet.
    private const int ManyRows = 2_000;

    [ToolTheory("openssl")]
    [InlineData("SmimeEncryption", "SmimeSigning   ")]
    [InlineData("anna@contoso.com", "bert@contoso.com")]
    [InlineData("False", "True ")]
    [InlineData("a.pfx", "b.pfx")]
    public async Task A_list_changed_in_place_with_its_size_and_date_restored_ends_the_job_before_anything_is_sent(
        string before, string after)
    {
        await using var service = await PfxService.StartAsync();
        var list = Rewrite(await ListAsync("a.pfx", "b.pfx"), text => text
            .Replace("Password\n", "Password,IntendedPurpose,AllowOtherAddress\n", StringComparison.Ordinal)
            .Replace(Password + "\n", Password + ",SmimeEncryption,False\n", StringComparison.Ordinal));

        await AssertChangedAsync(service, list, () => Rewrite(list, text =>
            text[..text.IndexOf(before, StringComparison.Ordinal)] + after
            + text[(text.IndexOf(before, StringComparison.Ordinal) + before.Length)..]));

        Assert.Empty(service.Requests);
    }

    [ToolFact("openssl")]
    public async Task Another_password_in_the_list_ends_the_job_before_anything_is_sent()
    {
        await using var service = await PfxService.StartAsync();
        var list = await ListAsync("a.pfx");

        await AssertChangedAsync(service, list, () => Rewrite(list, text =>
            text.Replace(Password, new string('x', Password.Length), StringComparison.Ordinal)));

        Assert.Empty(service.Requests);
    }

    [ToolFact("openssl")]
    public async Task A_list_that_another_one_takes_the_place_of_is_uploaded_as_it_was_checked()
    {
        await using var service = await PfxService.StartAsync();
        var list = await ListAsync("a.pfx");
        var other = Folder.Write("other.csv", "UserPrincipalName,Path,Password\nbert@contoso.com,a.pfx," + Password + "\n");

        await RunAsync(service, list, betweenPasses: () => File.Move(other, list, overwrite: true));

        Assert.Equal("anna@contoso.com", (string?)Assert.Single(service.Records.Values)["userPrincipalName"]);
    }

    [ToolTheory("openssl")]
    [InlineData("cut", "its last rows are gone. They were not uploaded.")]
    [InlineData("append", "line 2003 is not the one that was checked. The rows from there on were not uploaded.")]
    [InlineData("swap", "line 2001 is not the one that was checked. The rows from there on were not uploaded.")]
    [InlineData("purpose", "line 2002 is not the one that was checked. The rows from there on were not uploaded.")]
    public async Task A_list_changed_during_the_upload_is_noticed_where_it_is_read(string change, string finding)
    {
        await using var service = await PfxService.StartAsync();
        var list = await LongListAsync();

        var error = await Assert.ThrowsAsync<ManifestException>(() => RunAsync(service, list, inUpload: () => Rewrite(
            list,
            text =>
            {
                var lines = text.Split('\n');
                return change switch
                {
                    "cut" => string.Join('\n', lines[..^2]) + "\n",
                    "append" => text + lines[^2].Replace("b.pfx", "c.pfx", StringComparison.Ordinal) + "\n",
                    "swap" => string.Join('\n', [.. lines[..^3], lines[^2], lines[^3], ""]),
                    _ => string.Join('\n', [.. lines[..^2], lines[^2] + "SmimeSigning", ""]),
                };
            })));

        Assert.Equal(ManifestErrorKind.Changed, error.Kind);
        Assert.Contains(finding, error.Message, StringComparison.Ordinal);
        Assert.Equal(change switch { "append" => 2, "swap" => 0, _ => 1 }, service.Records.Count);
    }

    [ToolTheory("openssl")]
    [InlineData(0, "other", "2 FileChanged, 3 Imported")]
    [InlineData(int.MaxValue, "other", "2 FileChanged, 3 Imported")]
    [InlineData(int.MaxValue, null, "2 ManifestRowInvalid, 3 Imported")]
    public async Task A_password_file_that_was_changed_fails_its_row_and_the_others_go_on(
        int mostKept, string? password, string expected)
    {
        await using var service = await PfxService.StartAsync();
        await ListAsync("a.pfx", "b.pfx");
        Folder.Write("a.txt", Password);
        Folder.Write("b.txt", Password);
        var list = Folder.Write(
            "files.csv",
            "UserPrincipalName,Path,PasswordFile,AllowOtherAddress\nanna@contoso.com,a.pfx,a.txt,True\n"
            + "anna@contoso.com,b.pfx,b.txt,True\n");

        await RunAsync(service, list, new ImportOptions { MostKept = mostKept }, betweenPasses: () =>
        {
            File.Delete(Folder.Combine("a.txt"));
            if (password is not null)
            {
                Folder.Write("a.txt", password);
            }
        });

        Assert.Equal(expected, Outcomes());
        var failed = Results().Single(result => result.Error is not null);
        Assert.Contains("a.txt", failed.Error!.Message, StringComparison.Ordinal);
        Assert.ThrowsAny<ObjectDisposedException>(() => (failed.Row.Password ?? Gone()).Encode(Encoding.UTF8));
        Assert.Single(service.Records);
    }

    [ToolTheory("openssl")]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public async Task A_file_behind_a_link_that_leads_elsewhere_now_fails_its_row(int mostKept)
    {
        await using var service = await PfxService.StartAsync();
        var list = await ListAsync("a.pfx", "b.pfx", "c.pfx");
        var (first, second) = (Folder.Combine("first.pfx"), Folder.Combine("second.pfx"));
        File.Move(Folder.Combine("a.pfx"), first);
        File.Move(Folder.Combine("c.pfx"), second);
        Rewrite(list, text => text[..text.IndexOf("anna@contoso.com,c.pfx", StringComparison.Ordinal)]);
        File.CreateSymbolicLink(Folder.Combine("a.pfx"), first);

        await RunAsync(service, list, new ImportOptions { MostKept = mostKept }, betweenPasses: () =>
        {
            File.Delete(Folder.Combine("a.pfx"));
            File.CreateSymbolicLink(Folder.Combine("a.pfx"), second);
        });

        Assert.Equal("2 FileChanged, 3 Imported", Outcomes());
    }

    [ToolTheory("openssl")]
    [InlineData(0, false, "2 FileChanged, 3 Imported")]
    [InlineData(int.MaxValue, false, "2 FileChanged, 3 Imported")]
    [InlineData(0, true, "2 PathNotFound, 3 Imported")]
    [InlineData(int.MaxValue, true, "2 PathNotFound, 3 Imported")]
    public async Task A_file_changed_in_one_bit_with_size_and_date_restored_or_gone_fails_its_row(
        int mostKept, bool isGone, string expected)
    {
        await using var service = await PfxService.StartAsync();
        var list = await ListAsync("a.pfx", "b.pfx");

        await RunAsync(service, list, new ImportOptions { MostKept = mostKept }, betweenPasses: () =>
        {
            var path = Folder.Combine("a.pfx");
            var (date, content) = (File.GetLastWriteTimeUtc(path), File.ReadAllBytes(path));
            content[^1] ^= 1;
            File.WriteAllBytes(path, content);
            File.SetLastWriteTimeUtc(path, date);
            if (isGone)
            {
                File.Delete(path);
            }
        });

        Assert.Equal(expected, Outcomes());
    }

    private static SecretText Gone()
    {
        var gone = SecretText.Copy("x");
        gone.Dispose();
        return gone;
    }

    private string Outcomes() => string.Join(", ", Results().OrderBy(result => result.Entry.Line)
        .Select(result => $"{result.Entry.Line} {result.Entry.ErrorId ?? result.Entry.Status.ToString()}"));

    private async Task AssertChangedAsync(PfxService service, string list, Action change)
    {
        var (length, date) = (new FileInfo(list).Length, File.GetLastWriteTimeUtc(list));

        var error = await Assert.ThrowsAsync<ManifestException>(() => RunAsync(service, list, betweenPasses: change));

        Assert.Equal((ManifestErrorKind.Changed, length, date),
            (error.Kind, new FileInfo(list).Length, File.GetLastWriteTimeUtc(list)));
    }

    /// <summary>Many rows that come to nothing, and two at the end that do not.</summary>
    private async Task<string> LongListAsync()
    {
        var list = await ListAsync("a.pfx", "b.pfx");
        var rows = new StringBuilder("UserPrincipalName,Path,Password,IntendedPurpose\n");
        foreach (var i in Enumerable.Range(0, ManyRows - 1))
        {
            rows.Append("anna@contoso.com,missing").Append(i).Append(".pfx,x,\n");
        }

        foreach (var name in new[] { "a.pfx", "b.pfx" })
        {
            rows.Append("anna@contoso.com,").Append(name).Append(',').Append(Password).Append(",\n");
        }

        await File.WriteAllTextAsync(list, rows.ToString());
        return list;
    }

    private static string Rewrite(string path, Func<string, string> change)
    {
        var (date, text) = (File.GetLastWriteTimeUtc(path), File.ReadAllText(path));

        // In place: the file that is open is the one that changes.
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            stream.SetLength(0);
            stream.Write(Encoding.UTF8.GetBytes(change(text)));
        }

        File.SetLastWriteTimeUtc(path, date);
        return path;
    }
}
