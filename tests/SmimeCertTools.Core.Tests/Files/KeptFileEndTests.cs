using System;
using System.IO;
using System.Text;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Files;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Files;

/// <summary>How a kept file ends, and what a disk leaves of a line that it took a part of.</summary>
public sealed class KeptFileEndTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly OneTimerClock _clock = new();

    private string Target => _folder.Combine("kept.txt");

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public void What_was_not_brought_to_the_disk_yet_is_in_the_end_and_that_once()
    {
        var file = Open();
        file.Begin();
        file.Write(Bytes("a\n"));

        file.Dispose();

        Assert.Equal(1, file.Syncs);
        Assert.True(_clock.IsDisposed);
        file.Dispose();
        _clock.Fire();
        Assert.Equal(1, file.Syncs);
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public void What_is_on_the_disk_already_is_not_brought_there_again()
    {
        var file = Open();
        file.Begin();
        file.Write(Bytes("a\n"), isSynced: true);

        file.Dispose();

        Assert.Equal(1, file.Syncs);
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public void A_disk_that_refuses_in_the_end_keeps_nobody_from_ending()
    {
        var file = Open();
        file.Begin();
        file.Write(Bytes("a\n"));
        file.BeforeDisk = () => throw new IOException("Input/output error");

        file.Dispose();

        Assert.Equal("a\n", File.ReadAllText(Target));
        Open().Dispose();
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public void What_a_full_disk_took_of_a_line_is_cut_off()
    {
        using (var file = Open())
        {
            file.Begin();
            file.Write(Bytes("a line\n"));
            file.BeforeDisk = () =>
            {
                file.Content.Write(Bytes("half"), 0, 4);
                throw new IOException("No space left on device");
            };
            var error = Assert.Throws<ResultsFileException>(() => file.Write(Bytes("half a line\n")));
            Assert.Equal(ResultsFileErrorKind.NotWritable, error.Kind);

            file.BeforeDisk = null;
            file.Write(Bytes("another\n"), isSynced: true);
        }

        Assert.Equal("a line\nanother\n", File.ReadAllText(Target));
    }

    [Fact]
    public void A_name_that_the_disk_does_not_take_is_an_error_that_names_it()
    {
        var path = _folder.Combine(new string('x', 300) + ".txt");

        var error = Assert.Throws<ResultsFileException>(() => KeptFile.Open(
            path, refusesLinks: false, (fault, cause) => ResultsFileErrors.Make(path, fault, cause), _clock));

        Assert.Equal(ResultsFileErrorKind.NotWritable, error.Kind);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a line\nanother\n", "another\n", null)]
    [InlineData("a line\nanother\n", null, null)]
    [InlineData("a line\nANOTHER\n", "another\n", "another file")]
    [InlineData("a line\nANOTHER\n", null, null)]
    [InlineData("another\na line\n", "another\n", "another file")]
    [InlineData("a line\nanother\n.", "another\n", "another file")]
    [InlineData("a line\nanother\n.", null, "another file")]
    [InlineData("another\n", "another\n", "another file")]
    [InlineData("a line\nanother\n", "", null)]
    public void Where_files_have_no_number_the_length_and_the_latest_line_tell_them_apart(
        string content, string? last, string? change)
    {
        const int Length = 15;
        File.WriteAllText(Target, content);

        var found = KeptFilePlace.ChangeSince(Target, Length, last is null ? null : Bytes(last));

        Assert.Equal(change is null, found is null);
        Assert.StartsWith(change ?? string.Empty, found ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_longer_there_is_told_so_and_one_that_others_write_to_is_looked_at()
    {
        Assert.Equal("it is no longer there", KeptFilePlace.ChangeSince(Target, 2, Bytes("a\n")));

        using var writer = new FileStream(Target, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        writer.Write(Bytes("a\n"), 0, 2);
        writer.Flush();

        Assert.Null(KeptFilePlace.ChangeSince(Target, 2, Bytes("a\n")));
    }

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);

    private KeptFile Open() =>
        KeptFile.Open(Target, refusesLinks: false, (fault, cause) => ResultsFileErrors.Make(Target, fault, cause), _clock);
}
