using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Lists;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Profiles;
using Xunit;

namespace SmimeCertTools.Core.Tests.Files;

/// <summary>What waits for somebody else or never ends is not opened. Each of these would hang the test otherwise.</summary>
[Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
public sealed class FileKindTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smimecerttools-");

    public void Dispose() => _folder.Delete(recursive: true);

    [UnixTheory]
    [InlineData("pipe", "named pipe")]
    [InlineData("link to a pipe", "named pipe")]
    [InlineData("/dev/zero", "device")]
    [InlineData("/dev/null", "device")]
    [InlineData("/dev/tty", "device")]
    public async Task What_is_no_file_is_told_for_what_it_is_by_every_reader(string name, string what)
    {
        var path = Make(name);
        var stop = CancellationToken.None;

        SmimeException[] errors =
        [
            await Assert.ThrowsAsync<PfxException>(() => PfxFile.ReadAsync(path)),
            await Assert.ThrowsAsync<KeyProtectionException>(() => ConnectorKeyReader.ReadPublicAsync(path, stop)),
            await Assert.ThrowsAsync<ProfileException>(() => TrustedCertificateFile.ReadAsync(path)),
            Assert.Throws<FileWriteException>(() => OwnerOnlyFile.EnsureFree(path, overwrite: true)),
        ];
        var password = Assert.Throws<InvalidDataException>(() => PasswordFile.Read(path));

        Assert.All(errors, error => Assert.Contains(what, error.Message));
        Assert.All(errors, error => Assert.Contains(path, error.Message));
        Assert.All(errors, error => Assert.Contains("file on a disk", error.Message));
        Assert.Contains(what, password.Message);
        Assert.Contains("<(...)", password.Message);
    }

    [UnixTheory]
    [InlineData("pipe", "named pipe")]
    [InlineData("link to a pipe", "named pipe")]
    [InlineData("/dev/zero", "device")]
    public void What_got_the_name_of_a_file_between_look_and_opening_makes_nobody_wait(string name, string what)
    {
        var path = Make(name);

        // As after the look: nobody writes into the pipe, and the opening ends all the same.
        using var stream = ReadableFile.Open(path, FileShare.Read);

        Assert.Contains(what, FileKind.ProblemOf(stream, path));
    }

    [UnixFact]
    public void What_is_opened_so_reads_and_is_locked_as_other_files_are()
    {
        var path = Path.Combine(_folder.FullName, "file.txt");
        File.WriteAllText(path, "content");

        using (var stream = ReadableFile.Open(path, FileShare.Read))
        using (var other = ReadableFile.Open(path, FileShare.Read, bufferSize: 64))
        {
            Assert.Null(FileKind.ProblemOf(stream, path));
            Assert.Equal("content", new StreamReader(other).ReadToEnd());
            var refused = Assert.Throws<IOException>(
                () => new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None));
            Assert.True(HeldFile.IsCause(refused));
        }

        using var holder = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.True(HeldFile.IsCause(Assert.Throws<IOException>(() => ReadableFile.Open(path, FileShare.Read))));
    }

    [UnixFact]
    public void What_cannot_be_opened_so_is_told_as_the_system_tells_it()
    {
        var path = Path.Combine(_folder.FullName, "gone.txt");

        Assert.Throws<FileNotFoundException>(() => ReadableFile.Open(path, FileShare.Read));
        Assert.Throws<DirectoryNotFoundException>(() => ReadableFile.Open(Path.Combine(path, "file.txt"), FileShare.Read));
    }

    [UnixFact]
    public async Task A_device_is_not_replaced_by_a_file()
    {
        var path = Make("pipe");

        var error = await Assert.ThrowsAsync<FileWriteException>(
            () => OwnerOnlyFile.WriteAsync(path, new byte[1], overwrite: true, CancellationToken.None));

        Assert.Equal(FileWriteErrorKind.NotWritable, error.Kind);
        Assert.Contains("named pipe", FileKind.ProblemOf(path));
    }

    [UnixFact]
    public void What_the_kernel_makes_up_is_no_file()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var stream = new FileStream("/proc/self/environ", FileMode.Open, FileAccess.Read);

        Assert.Contains("made up by the system", FileKind.ProblemOf(stream, stream.Name));
    }

    [UnixFact]
    public void What_got_the_name_meanwhile_is_noticed()
    {
        using var stream = new FileStream("/dev/zero", FileMode.Open, FileAccess.Read);

        Assert.Contains("device", FileKind.ProblemOf(stream, stream.Name));
    }

    [Fact]
    public void Files_folders_and_what_is_not_there_are_fine()
    {
        var file = Path.Combine(_folder.FullName, "file");
        File.WriteAllBytes(file, []);

        Assert.Null(FileKind.ProblemOf(file));
        Assert.Null(FileKind.ProblemOf(_folder.FullName));
        Assert.Null(FileKind.ProblemOf(Path.Combine(_folder.FullName, "gone")));
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read);
        Assert.Null(FileKind.ProblemOf(stream, stream.Name));
    }

    private string Make(string name)
    {
        if (name.StartsWith('/'))
        {
            return name;
        }

        var pipe = Path.Combine(_folder.FullName, "pipe");
        using (var process = Process.Start("mkfifo", [pipe]))
        {
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }

        if (name == "pipe")
        {
            return pipe;
        }

        var link = Path.Combine(_folder.FullName, "link");
        File.CreateSymbolicLink(link, pipe);
        return link;
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class UnixFactAttribute : FactAttribute
    {
        public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Unix has these in its file system." : null;
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class UnixTheoryAttribute : TheoryAttribute
    {
        public UnixTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "Unix has these in its file system." : null;
    }
}
