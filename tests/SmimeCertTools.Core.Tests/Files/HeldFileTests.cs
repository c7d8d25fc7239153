using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Revocation;
using SmimeCertTools.Core.Secrets;
using Xunit;

namespace SmimeCertTools.Core.Tests.Files;

/// <summary>A stream that shares with nobody stands for another program: the runtime locks the file on every system.</summary>
public sealed class HeldFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("held-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_another_program_holds_is_said_to_be_held_and_not_a_matter_of_permissions()
    {
        var path = Path.Combine(_folder, "held.csv");
        using var holder = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        Held(await Assert.ThrowsAsync<PfxException>(() => PfxFile.ReadAsync(path)));
        Held(await Assert.ThrowsAsync<KeyProtectionException>(() => ConnectorKeyReader.ReadPublicAsync(path, default)));
        Held(await Assert.ThrowsAsync<KeyProtectionException>(
            () => ConnectorKeyReader.ReadAsync(path, SecretText.Absent(), onlyPrivate: true, default)));
        var list = Assert.Throws<RevocationListException>(
            () => RevocationList.Open(path, SmimeRevocationReason.Superseded, null));
        Assert.Contains("in use by another process", list.Message);
        Assert.True(HeldFile.IsCause(list.InnerException));
        Assert.Equal(ResultsFileErrorKind.InUse, Assert.Throws<ResultsFileException>(() => ResultsFile.Open(path)).Kind);

        static void Held(SmimeException error)
        {
            Assert.Contains("another program has it open", error.Message);
            Assert.DoesNotContain("permission", error.Message, StringComparison.OrdinalIgnoreCase);
            Assert.True(HeldFile.IsCause(error.InnerException));
        }
    }

    [Fact]
    public async Task What_is_let_go_in_a_moment_is_read_all_the_same()
    {
        var path = Path.Combine(_folder, "scanned.pfx");
        await File.WriteAllTextAsync(path, "content");
        var holder = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var reading = PfxFile.ReadAsync(path);
        await Task.Delay(30);
        Assert.False(reading.IsCompleted);
        await holder.DisposeAsync();
        Assert.Equal("content", Encoding.ASCII.GetString(await reading));
    }

    [Fact]
    public async Task Waiting_for_a_file_ends_when_the_work_is_cancelled()
    {
        var path = Path.Combine(_folder, "held.pfx");
        await using var holder = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        using var cancellation = new CancellationTokenSource();
        var reading = PfxFile.ReadAsync(path, null, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task A_renaming_is_tried_again_while_the_target_is_held_and_at_once_otherwise()
    {
        var held = new IOException("held", OperatingSystem.IsWindows() ? unchecked((int)0x80070020)
            : OperatingSystem.IsMacOS() ? 35 : 11);
        var tries = 0;
        await HeldFile.RenameAsync("x", () => _ = ++tries < 3 ? throw held : 0, default);
        Assert.Equal(3, tries);

        tries = 0;
        Assert.Same(held, await Assert.ThrowsAsync<IOException>(() => HeldFile.RenameAsync("x", () => Fail(held), default)));
        Assert.InRange(tries, 4, 10);

        tries = 0;
        var path = Path.Combine(_folder, "free");
        await File.WriteAllTextAsync(path, string.Empty);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(
            () => HeldFile.RenameAsync(path, () => Fail(new UnauthorizedAccessException()), default));
        Assert.Equal(1, tries);

        void Fail(Exception error)
        {
            tries++;
            throw error;
        }
    }
}
