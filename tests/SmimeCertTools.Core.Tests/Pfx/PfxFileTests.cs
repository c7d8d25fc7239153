using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Pfx;
using Xunit;

namespace SmimeCertTools.Core.Tests.Pfx;

public sealed class PfxFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smimecerttools-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_file_is_read_whole()
    {
        var path = Write(new byte[200_000]);

        Assert.Equal(200_000, (await PfxFile.ReadAsync(path)).Length);
    }

    [Fact]
    public async Task A_file_above_the_limit_is_refused()
    {
        var path = Write(new byte[1001]);

        var options = new PfxReadOptions { MaxFileSize = 1000 };

        var error = await Assert.ThrowsAsync<PfxException>(() => PfxFile.ReadAsync(path, options));

        Assert.Equal(PfxErrorKind.LimitExceeded, error.Kind);
        Assert.Equal(path, error.Path);
    }

    [Theory]
    [InlineData("missing.pfx", "PathNotFound")]
    [InlineData("missing/folder/alice.pfx", "PathNotFound")]
    [InlineData("", "PfxUnreadable")]
    public async Task What_is_no_file_is_unreadable(string name, string id)
    {
        var path = Path.Combine(_folder.FullName, name);

        var error = await Assert.ThrowsAsync<PfxException>(() => PfxFile.ReadAsync(path));

        Assert.Equal(PfxErrorKind.Unreadable, error.Kind);
        Assert.Equal(id, error.ErrorId);
        Assert.Equal(path, error.Item);
        Assert.Contains(path, error.Message);
    }

    [Fact]
    public async Task A_relative_path_is_a_mistake_of_the_caller() =>
        await Assert.ThrowsAsync<ArgumentException>(() => PfxFile.ReadAsync("alice.pfx"));

    [Fact]
    public async Task Reading_can_be_cancelled()
    {
        var path = Write(new byte[10]);

        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PfxFile.ReadAsync(path, null, cancelled));
    }

    private string Write(byte[] content)
    {
        var path = Path.Combine(_folder.FullName, "alice.pfx");
        File.WriteAllBytes(path, content);
        return path;
    }
}
