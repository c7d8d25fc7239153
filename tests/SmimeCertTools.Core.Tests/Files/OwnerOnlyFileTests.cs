using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Files;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Files;

public sealed class OwnerOnlyFileTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Everybody = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static readonly byte[] Old = [1, 2, 3];
    private static readonly byte[] New = [4, 5, 6, 7];

    private readonly TempFolder _folder = new();

    private string Target => _folder.Combine("alice.pfx");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task A_new_file_has_the_content_and_nothing_else_is_left(bool overwrite)
    {
        await OwnerOnlyFile.WriteAsync(Target, New, overwrite, CancellationToken.None);

        AssertOnly("alice.pfx", New);
    }

    [UnixFact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task Only_the_owner_may_read_and_write_it()
    {
        await OwnerOnlyFile.WriteAsync(Target, New, overwrite: false, CancellationToken.None);

        Assert.Equal(OwnerOnly, GetMode(Target));
    }

    [UnixFact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task A_file_that_everybody_could_read_is_replaced_by_one_of_the_owners()
    {
        _folder.Write("alice.pfx", Old);
        SetMode(Target, Everybody);

        await OwnerOnlyFile.WriteAsync(Target, New, overwrite: true, CancellationToken.None);

        AssertOnly("alice.pfx", New);
        Assert.Equal(OwnerOnly, GetMode(Target));
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task An_empty_file_can_be_written()
    {
        await OwnerOnlyFile.WriteAsync(Target, ReadOnlyMemory<byte>.Empty, overwrite: false, CancellationToken.None);

        AssertOnly("alice.pfx", []);
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task What_is_there_stays_unless_it_may_be_replaced()
    {
        _folder.Write("alice.pfx", Old);

        var error = await RefusedAsync(Target, overwrite: false);

        Assert.Equal((FileWriteErrorKind.Exists, "FileExists", Target), (error.Kind, error.ErrorId, error.Item));
        Assert.Contains(Target, error.Message);
        AssertOnly("alice.pfx", Old);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task A_cancelled_call_leaves_what_was_there(bool overwrite)
    {
        if (overwrite)
        {
            _folder.Write("alice.pfx", Old);
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => OwnerOnlyFile.WriteAsync(Target, New, overwrite, new CancellationToken(canceled: true)));

        if (overwrite)
        {
            AssertOnly("alice.pfx", Old);
        }
        else
        {
            Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        }
    }

    [UnixFact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task A_failure_at_the_last_step_leaves_nothing_behind()
    {
        _folder.Write("other.pfx", Old);

        // File names end at 255 bytes: the content is written, and then cannot be given this name.
        var error = await RefusedAsync(_folder.Combine(new string('x', 300)), overwrite: true);

        Assert.Equal(FileWriteErrorKind.NotWritable, error.Kind);
        Assert.IsType<IOException>(error.InnerException, exactMatch: false);
        AssertOnly("other.pfx", Old);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_folder_is_never_replaced(bool overwrite)
    {
        Directory.CreateDirectory(Target);

        var error = await RefusedAsync(Target, overwrite);

        Assert.Equal(FileWriteErrorKind.Exists, error.Kind);
        Assert.Contains("is a folder", error.Message);
        Assert.True(Directory.Exists(Target));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_missing_folder_is_named()
    {
        var error = await RefusedAsync(_folder.Combine("2026", "alice.pfx"), overwrite: false);

        Assert.Equal((FileWriteErrorKind.FolderNotFound, "FileFolderNotFound"), (error.Kind, error.ErrorId));
        Assert.Contains(_folder.Combine("2026"), error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("alice.pfx")]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_path_without_a_root_is_refused(string path) =>
        await Assert.ThrowsAsync<ArgumentException>(
            () => OwnerOnlyFile.WriteAsync(path, New, overwrite: true, CancellationToken.None));

    [UnixFact]
    public async Task The_root_is_a_folder_as_well() =>
        Assert.Equal(FileWriteErrorKind.Exists, (await RefusedAsync("/", overwrite: true)).Kind);

    [UnixFact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task A_link_is_replaced_and_what_it_points_to_stays()
    {
        var elsewhere = _folder.Write("elsewhere", Old);
        SetMode(elsewhere, Everybody);
        File.CreateSymbolicLink(Target, elsewhere);
        Assert.Equal(FileWriteErrorKind.Exists, (await RefusedAsync(Target, overwrite: false)).Kind);

        await OwnerOnlyFile.WriteAsync(Target, New, overwrite: true, CancellationToken.None);

        Assert.Null(File.ResolveLinkTarget(Target, returnFinalTarget: false));
        Assert.Equal(New, File.ReadAllBytes(Target));
        Assert.Equal(OwnerOnly, GetMode(Target));
        Assert.Equal(Old, File.ReadAllBytes(elsewhere));
        Assert.Equal(Everybody, GetMode(elsewhere));
    }

    [UnixFact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task Nothing_is_written_through_a_link_to_nowhere()
    {
        var nowhere = _folder.Combine("nowhere");
        File.CreateSymbolicLink(Target, nowhere);

        await RefusedAsync(Target, overwrite: false);
        Assert.False(File.Exists(nowhere));
        await OwnerOnlyFile.WriteAsync(Target, New, overwrite: true, CancellationToken.None);

        Assert.False(File.Exists(nowhere));
        AssertOnly("alice.pfx", New);
    }

    [UnixFact]
    public async Task A_link_to_a_folder_counts_as_the_folder()
    {
        Directory.CreateDirectory(_folder.Combine("folder"));
        File.CreateSymbolicLink(Target, _folder.Combine("folder"));

        Assert.Contains("is a folder", (await RefusedAsync(Target, overwrite: true)).Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Combine("folder")));
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task Of_many_writers_at_once_one_makes_the_file()
    {
        // Looking first and renaming then fails about once in ten rounds.
        for (var round = 0; round < 50; round++)
        {
            var contents = Enumerable.Range(0, 12).Select(i => Enumerable.Repeat((byte)i, 20_000).ToArray()).ToArray();

            var outcomes = await Task.WhenAll(contents.Select(content => Task.Run(() => TryWriteAsync(content))));

            AssertOnly("alice.pfx", Assert.Single(outcomes, outcome => outcome is not null)!);
            File.Delete(Target);
        }
    }

    [UnixFact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task A_reader_sees_the_old_or_the_new_content_and_never_a_part()
    {
        var one = Enumerable.Repeat((byte)1, 300_000).ToArray();
        var two = Enumerable.Repeat((byte)2, 500_000).ToArray();
        await OwnerOnlyFile.WriteAsync(Target, one, overwrite: false, CancellationToken.None);

        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                await OwnerOnlyFile.WriteAsync(Target, i % 2 == 0 ? two : one, overwrite: true, CancellationToken.None);
            }
        });
        do
        {
            var seen = await File.ReadAllBytesAsync(Target);
            Assert.True(seen.AsSpan().SequenceEqual(one) || seen.AsSpan().SequenceEqual(two));
        }
        while (!writing.IsCompleted);

        await writing;
        AssertOnly("alice.pfx", one);
    }

    private static async Task<FileWriteException> RefusedAsync(string path, bool overwrite) =>
        await Assert.ThrowsAsync<FileWriteException>(
            () => OwnerOnlyFile.WriteAsync(path, New, overwrite, CancellationToken.None));

    private static UnixFileMode GetMode(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException();
        }

        File.SetUnixFileMode(path, mode);
    }

    private async Task<byte[]?> TryWriteAsync(byte[] content)
    {
        try
        {
            await OwnerOnlyFile.WriteAsync(Target, content, overwrite: false, CancellationToken.None);
            return content;
        }
        catch (FileWriteException e)
        {
            Assert.Equal(FileWriteErrorKind.Exists, e.Kind);
            return null;
        }
    }

    private void AssertOnly(string name, byte[] content)
    {
        Assert.Equal([_folder.Combine(name)], Directory.GetFileSystemEntries(_folder.Path));
        Assert.Equal(content, File.ReadAllBytes(_folder.Combine(name)));
    }
}

/// <summary>A fact about Unix file systems, skipped with a message on Windows.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "This is about modes and links of Unix file systems.";
        }
    }
}
