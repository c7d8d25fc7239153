using System;
using System.IO;
using System.Text;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Files;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Files;

/// <summary>What is written is on the disk soon, and what others do to the file is noticed.</summary>
[Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
public sealed class KeptFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly OneTimerClock _clock = new();

    private string Target => _folder.Combine("kept.txt");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bytes_are_brought_to_the_disk_a_second_after_the_first_of_them()
    {
        using var file = Open();
        file.Begin();

        file.Write(Bytes("a"));
        file.Write(Bytes("b"));

        Assert.Equal(0, file.Syncs);
        Assert.Equal([KeptFile.SyncInterval], _clock.Waits);
        Assert.True(KeptFile.SyncInterval <= TimeSpan.FromSeconds(1));

        _clock.Fire();
        Assert.Equal(1, file.Syncs);
        _clock.Fire();
        Assert.Equal(1, file.Syncs);

        file.Write(Bytes("c"));
        Assert.Equal(2, _clock.Waits.Count);
        file.Complete();
        Assert.Equal(2, file.Syncs);
        _clock.Fire();
        Assert.Equal(2, file.Syncs);
    }

    [Fact]
    public void Bytes_that_must_be_there_are_on_the_disk_at_once()
    {
        using var file = Open();
        file.Begin();

        file.Write(Bytes("a"), isSynced: true);

        Assert.Equal(1, file.Syncs);
        Assert.Empty(_clock.Waits);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_disk_that_refuses_later_is_told_to_whoever_comes_next(bool isCompleted)
    {
        using var file = Open();
        file.Begin();
        file.Write(Bytes("a"));
        file.BeforeDisk = () => throw new IOException("Input/output error");
        _clock.Fire();
        file.BeforeDisk = null;

        var error = Assert.Throws<ResultsFileException>(() =>
        {
            if (isCompleted)
            {
                file.Complete();
            }
            else
            {
                file.Write(Bytes("b"));
            }
        });

        Assert.Contains("Input/output error", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, file.Syncs);
    }

    [Fact]
    public void A_disk_that_is_full_for_a_moment_leaves_no_part_of_a_line()
    {
        using (var file = Open())
        {
            file.Begin();
            file.Write(Bytes("a\n"));
            file.BeforeDisk = () => throw new UnauthorizedAccessException("No.");
            Assert.Throws<ResultsFileException>(() => file.Write(Bytes("b\n")));
            file.BeforeDisk = null;
            file.Write(Bytes("c\n"));
        }

        Assert.Equal("a\nc\n", File.ReadAllText(Target));
    }

    [Fact]
    public void What_comes_behind_the_length_is_cut_off()
    {
        File.WriteAllText(Target, "a\nb");
        using (var file = Open())
        {
            file.Begin(2);
            file.Write(Bytes("c\n"), isSynced: true);
        }

        Assert.Equal("a\nc\n", File.ReadAllText(Target));
    }

    [Theory]
    [InlineData("rm", "no longer there")]
    [InlineData("cp", "another file")]
    [InlineData("printf x >", "shorter")]
    [InlineData("printf xxxxxxxx >>", "longer")]
    public void What_others_did_is_noticed_at_the_next_sync_and_ever_after(string command, string finding)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var file = Open();
        file.Begin();
        file.Write(Bytes("a line\n"));
        HeldFileShell.Run(
            command == "cp" ? $"cp '{Target}' '{Target}.new' && mv '{Target}.new' '{Target}'" : $"{command} '{Target}'");
        _clock.Fire();

        var error = Assert.Throws<ResultsFileException>(file.Complete);
        Assert.Equal(ResultsFileErrorKind.Changed, error.Kind);
        Assert.Contains(finding, error.Message, StringComparison.Ordinal);
        Assert.Same(error, Assert.Throws<ResultsFileException>(() => file.Write(Bytes("b"))));
    }

    [Fact]
    public void A_shortened_file_is_not_written_behind()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var file = Open();
        file.Begin();
        file.Write(Bytes("a line\n"));
        HeldFileShell.Run($"printf x > '{Target}'");

        Assert.Equal(
            ResultsFileErrorKind.Changed, Assert.Throws<ResultsFileException>(() => file.Write(Bytes("another\n"))).Kind);
        Assert.Equal("x", HeldFileShell.Run($"cat '{Target}'"));
    }

    [Theory]
    [InlineData("mkfifo", ResultsFileErrorKind.NotOrdinary, true)]
    [InlineData("mkfifo", ResultsFileErrorKind.NotOrdinary, false)]
    [InlineData("mkdir", ResultsFileErrorKind.NotOrdinary, true)]
    [InlineData("ln -s /dev/zero", ResultsFileErrorKind.NotOrdinary, false)]
    [InlineData("ln -s /nowhere/at/all", ResultsFileErrorKind.NotOrdinary, true)]
    public void Pipes_folders_devices_and_links_to_nothing_are_refused_and_do_not_hang(
        string command, ResultsFileErrorKind kind, bool refusesLinks)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        HeldFileShell.Run($"{command} '{Target}'");

        Assert.Equal(kind, Assert.Throws<ResultsFileException>(() => Open(refusesLinks)).Kind);
    }

    [Theory]
    [InlineData("ln -s")]
    [InlineData("ln")]
    public void A_link_is_refused_where_it_matters_and_followed_where_it_does_not(string command)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var real = _folder.Write("real.txt", "real\n");
        HeldFileShell.Run($"{command} '{real}' '{Target}'");

        Assert.Equal(
            ResultsFileErrorKind.NotOrdinary, Assert.Throws<ResultsFileException>(() => Open(refusesLinks: true)).Kind);
        Assert.Equal("real\n", File.ReadAllText(real));

        using (var file = Open(refusesLinks: false))
        {
            file.Begin();
            file.Write(Bytes("more\n"), isSynced: true);
        }

        Assert.Equal("real\nmore\n", File.ReadAllText(real));
    }

    [Fact]
    public void A_new_file_is_the_owners_alone_and_one_that_exists_is_made_so_when_asked()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Open().Dispose();
        Assert.Equal(Owner, File.GetUnixFileMode(Target));
        File.SetUnixFileMode(Target, Owner | UnixFileMode.OtherWrite | UnixFileMode.GroupRead);

        using var file = Open();
        Assert.NotEqual(Owner, File.GetUnixFileMode(Target));
        file.RestrictToOwner();

        Assert.Equal(Owner, File.GetUnixFileMode(Target));
    }

    [Fact]
    public void A_second_writer_and_a_missing_folder_are_told_apart()
    {
        using var file = Open();

        Assert.Equal(ResultsFileErrorKind.InUse, Assert.Throws<ResultsFileException>(() => Open()).Kind);
        var missing = _folder.Combine("no", "x.txt");
        var error = Assert.Throws<ResultsFileException>(() => KeptFile.Open(
            missing, false, (fault, cause) => ResultsFileErrors.Make(missing, fault, cause), _clock));
        Assert.Contains("does not exist", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);

    private KeptFile Open(bool refusesLinks = false) =>
        KeptFile.Open(Target, refusesLinks, (fault, cause) => ResultsFileErrors.Make(Target, fault, cause), _clock);
}
