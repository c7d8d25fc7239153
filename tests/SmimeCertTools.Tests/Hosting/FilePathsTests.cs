using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Tests.Hosting;

public sealed class FilePathsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public FilePathsTests()
    {
        foreach (var name in new[] { "anna.pfx", "bert.pfx", "list.csv", "old[1].pfx", "old1.pfx" })
        {
            File.WriteAllText(Path.Combine(_folder.Path, name), "content");
        }

        Directory.CreateDirectory(Path.Combine(_folder.Path, "archive.pfx"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty"));
    }

    [Theory]
    [InlineData("anna.pfx", "Files", "anna.pfx")]
    [InlineData("./anna.pfx", "Files", "anna.pfx")]
    [InlineData("empty/../anna.pfx", "LiteralFiles", "anna.pfx")]
    [InlineData("*.csv", "Files", "list.csv")]
    [InlineData("[ab]*.pfx", "Files", "anna.pfx", "bert.pfx")]
    [InlineData("old[1].pfx", "Files", "old1.pfx")]
    [InlineData("old[1].pfx", "LiteralFiles", "old[1].pfx")]
    [InlineData("old[1].pfx", "File", "old[1].pfx")]
    [InlineData("l*.csv", "File", "list.csv")]
    [InlineData("archive.pfx", "FileOrFolder", "archive.pfx")]
    [InlineData("anna.pfx", "FileOrFolder", "anna.pfx")]
    [InlineData("not yet.json", "New", "not yet.json")]
    [InlineData("Here:/anna.pfx", "Files", "anna.pfx")]
    [InlineData("Here:/*.csv", "Files", "list.csv")]
    [InlineData("Microsoft.PowerShell.Core\\FileSystem::{0}/anna.pfx", "LiteralFiles", "anna.pfx")]
    public async Task A_path_stands_for_files_at_the_shells_location(string path, string kind, params string[] expected)
    {
        var result = await ResolveAsync(path, kind);

        result.EnsureNoErrors();
        Assert.Equal(
            expected.Select(name => Path.Combine(_folder.Path, name)),
            result.OutputAs<string>().Select(Path.GetFullPath).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("none.pfx", "Files", "PathNotFound")]
    [InlineData("none*.pfx", "Files", "PathNotFound")]
    [InlineData("empty/*", "Files", "PathNotFound")]
    [InlineData("arch*", "Files", "PathNotFound")]
    [InlineData("none/anna.pfx", "Files", "PathNotFound")]
    [InlineData("*.pfx", "LiteralFiles", "PathNotFound")]
    [InlineData("none.pem", "File", "PathNotFound")]
    [InlineData("none", "FileOrFolder", "PathNotFound")]
    [InlineData("archive.pfx", "Files", "PathIsFolder")]
    [InlineData("archive.pfx", "LiteralFiles", "PathIsFolder")]
    [InlineData("archive.pfx", "File", "PathIsFolder")]
    [InlineData("*.pfx", "File", "PathAmbiguous")]
    [InlineData("Env:PATH", "Files", "PathNotFileSystem")]
    [InlineData("Env:PATH", "LiteralFiles", "PathNotFileSystem")]
    [InlineData("Function:prompt", "New", "PathNotFileSystem")]
    [InlineData("NoProvider::x", "Files", "PathNotFileSystem")]
    [InlineData("Nowhere:/x.pfx", "Files", "PathDriveNotFound")]
    [InlineData("Nowhere:/x.pfx", "LiteralFiles", "PathDriveNotFound")]
    [InlineData("../../../../../../../../../../../../../x.pfx", "Files", "PathNotFound")]
    [InlineData("anna[.pfx", "Files", "PathNotFound")]
    public async Task What_stands_for_no_file_has_an_error_of_its_own(string path, string kind, string errorId)
    {
        var result = await ResolveAsync(path, kind);

        var error = Assert.Single(result.AllErrors);
        Assert.Equal([errorId], result.ErrorIds);
        Assert.Equal(path, error.TargetObject);
        Assert.Contains(path, error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<ShellResult> ResolveAsync(string path, string kind)
    {
        await using var shell = await HostedShell.OpenAsync(typeof(ResolvePathProbeCommand).Assembly.Location);
        var session = shell.Runspace.SessionStateProxy;
        session.Path.SetLocation(_folder.Path);
        var provider = session.Provider.GetOne("FileSystem");
        session.Drive.New(new PSDriveInfo("Here", provider, _folder.Path, string.Empty, null), string.Empty);
        return await shell.RunAsync(
            "param($Path, $Kind) Resolve-PathProbe -Path $Path -Kind $Kind",
            new Dictionary<string, object?>
            {
                ["Path"] = path.Replace("{0}", _folder.Path, StringComparison.Ordinal),
                ["Kind"] = kind,
            });
    }
}
