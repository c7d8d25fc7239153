using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Pfx;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using Xunit;

namespace SmimeCertTools.Tests.Pfx;

public sealed class ConvertPfxDestinationTests
{
    private const string Random = "-Password $Password -RandomPassword";

    [Fact]
    public async Task A_new_file_belongs_to_its_owner_alone()
    {
        await using var bench = await PfxBench.StartAsync();
        bench.AddPfx("alice.pfx");
        File.WriteAllText(bench.Folder.Combine("old.pfx"), "readable by all");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(bench.Folder.Combine("old.pfx"), (UnixFileMode)0b110_110_110);
        }

        var items = await bench.ConvertAsync(
            $"Convert-SmimePfx alice.pfx {Random}; Convert-SmimePfx alice.pfx {Random} -DestinationPath old.pfx -Force");

        Assert.Equal(2, items.Count);
        Assert.All(items, item => AssertOwnerOnly(item.Path));
        Assert.Equal(["alice-converted.pfx", "alice.pfx", "old.pfx"], bench.Files());
    }

    [Fact]
    public async Task Wildcards_go_into_a_folder_under_their_names()
    {
        await using var bench = await PfxBench.StartAsync();
        bench.AddPfx("a.pfx");
        bench.AddPfx("b.p12");
        bench.AddPfx("c.bin");
        Directory.CreateDirectory(bench.Folder.Combine("out"));

        var items = await bench.ConvertAsync($"Convert-SmimePfx ?.* {Random} -DestinationPath out");

        Assert.Equal(3, items.Count);
        Assert.Equal(["a.pfx", "b.p12", "c.pfx"], bench.Files("out"));
        Assert.Equal(["a.pfx", "b.p12", "c.bin"], bench.Files());
    }

    [Fact]
    public async Task A_name_with_brackets_and_files_from_the_pipeline_are_taken_as_they_are()
    {
        await using var bench = await PfxBench.StartAsync();
        var (path, _) = bench.AddPfx("alice[1].pfx");
        Assert.Equal(bench.Folder.Combine("alice[1].pfx"), path);

        var piped = await bench.ConvertAsync($"Get-ChildItem *.pfx | Convert-SmimePfx {Random}");
        var named = await bench.ConvertAsync($"Convert-SmimePfx alice[1].pfx {Random} -DestinationPath 'b[2].pfx'");
        var literal = await bench.ConvertAsync(
            $"Convert-SmimePfx -LiteralPath 'alice[1].pfx' -Password $Password -NewPassword $NewPassword -DestinationPath c.pfx");

        Assert.Equal(bench.Folder.Combine("alice[1]-converted.pfx"), Assert.Single(piped).Path);
        Assert.Equal(bench.Folder.Combine("b[2].pfx"), Assert.Single(named).Path);
        Assert.Equal(bench.Folder.Combine("c.pfx"), Assert.Single(literal).Path);
    }

    [Fact]
    public async Task Rows_of_a_csv_say_password_new_password_and_destination()
    {
        await using var bench = await PfxBench.StartAsync();
        var rows = new[] { "a", "b" }.Select(name => CsvRow.Of(
            ("Path", bench.AddPfx(name + ".pfx", "old " + name).Path), ("Password", "old " + name),
            ("NewPassword", "new " + name), ("DestinationPath", name == "a" ? "new-a.pfx" : string.Empty))).ToList();

        var items = await bench.ConvertAsync("$input | Convert-SmimePfx -Iterations 1000", rows);

        Assert.Equal(
            [bench.Folder.Combine("new-a.pfx"), bench.Folder.Combine("b-converted.pfx")], items.Select(item => item.Path));
        Assert.Equal([items[0].Thumbprint], PfxBench.KeysIn(items[0].Path, "new a"));
        Assert.Equal([items[1].Thumbprint], PfxBench.KeysIn(items[1].Path, "new b"));
    }

    [Fact]
    public async Task A_file_that_exists_is_replaced_by_force_only()
    {
        await using var bench = await PfxBench.StartAsync();
        var (path, thumbprint) = bench.AddPfx("alice.pfx");
        var there = bench.Folder.Write("there.pfx", "precious");

        var refused = await bench.RunAsync($"Convert-SmimePfx alice.pfx {Random} -DestinationPath there.pfx");
        Assert.Equal("FileExists", Assert.Single(refused.ErrorIds));
        Assert.Equal(path, Assert.Single(refused.Errors).TargetObject);
        Assert.Empty(refused.Output);
        Assert.Equal("precious", File.ReadAllText(there));

        var forced = await bench.ConvertAsync($"Convert-SmimePfx alice.pfx {Random} -DestinationPath there.pfx -Force");
        Assert.Equal([thumbprint], PfxBench.KeysIn(there, PfxBench.TextOf(Assert.Single(forced).NewPassword)));
    }

    [Fact]
    public async Task The_source_is_replaced_by_force_with_a_chosen_password_and_a_warning()
    {
        await using var bench = await PfxBench.StartAsync();
        var (path, thumbprint) = bench.AddPfx("alice.pfx");
        var before = File.ReadAllBytes(path);
        const string chosen = "Convert-SmimePfx alice.pfx -Password $Password -NewPassword $NewPassword -Iterations 1000 ";

        var refused = await bench.RunAsync(chosen + "-DestinationPath .");
        Assert.Equal("FileExists", Assert.Single(refused.ErrorIds));
        var random = await bench.RunAsync($"Convert-SmimePfx alice.pfx {Random} -DestinationPath . -Force");
        Assert.Equal("SourceNotReplaced", Assert.Single(random.ErrorIds));
        Assert.Equal(before, File.ReadAllBytes(path));

        var forced = await bench.RunAsync(chosen + "-DestinationPath . -Force");
        Assert.Equal(path, Assert.Single(forced.EnsureNoErrors().OutputAs<SmimeConvertedPfx>()).Path);
        Assert.Contains("was replaced", Assert.Single(forced.Warnings), StringComparison.Ordinal);
        Assert.Equal([thumbprint], PfxBench.KeysIn(path, bench.NewPassword));
    }

    [Fact]
    public async Task Two_files_never_get_one_name()
    {
        await using var bench = await PfxBench.StartAsync();
        var (_, first) = bench.AddPfx("a.pfx");
        bench.AddPfx("b.pfx");

        var result = await bench.RunAsync(
            $"Convert-SmimePfx a.pfx, b.pfx {Random} -DestinationPath one.pfx -Force -ThrottleLimit 1");

        Assert.Equal("DestinationTaken", Assert.Single(result.ErrorIds));
        var item = Assert.Single(result.OutputAs<SmimeConvertedPfx>());
        Assert.Equal(first, item.Thumbprint);
        Assert.Equal([first], PfxBench.KeysIn(item.Path, PfxBench.TextOf(item.NewPassword)));
    }

    [Fact]
    public async Task A_source_that_is_yet_to_be_read_is_not_replaced()
    {
        await using var bench = await PfxBench.StartAsync();
        Directory.CreateDirectory(bench.Folder.Combine("archive"));
        bench.AddPfx("alice.pfx");
        var (second, _) = bench.AddPfx(Path.Combine("archive", "alice.pfx"));
        var before = File.ReadAllBytes(second);

        var result = await bench.RunAsync(
            $"Convert-SmimePfx alice.pfx, archive/alice.pfx {Random} -DestinationPath archive -Force");

        Assert.Equal(["DestinationIsSource", "SourceNotReplaced"], result.ErrorIds.Order(StringComparer.Ordinal));
        Assert.Empty(result.Output);
        Assert.Equal(before, File.ReadAllBytes(second));
    }

    [Theory]
    [InlineData("nowhere/new.pfx")]
    [InlineData("nowhere/")]
    public async Task A_folder_that_is_not_there_is_named(string destination)
    {
        await using var bench = await PfxBench.StartAsync();
        bench.AddPfx("alice.pfx");

        var result = await bench.RunAsync($"Convert-SmimePfx alice.pfx {Random} -DestinationPath '{destination}'");

        Assert.Equal("FileFolderNotFound", Assert.Single(result.ErrorIds));
        Assert.Contains("nowhere", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(["alice.pfx"], bench.Files());
    }

    [Fact]
    public async Task A_destination_outside_the_file_system_is_refused()
    {
        await using var bench = await PfxBench.StartAsync();
        bench.AddPfx("alice.pfx");

        var result = await bench.RunAsync($"Convert-SmimePfx alice.pfx {Random} -DestinationPath Variable:new");

        Assert.Equal("PathNotFileSystem", Assert.Single(result.ErrorIds));
        Assert.Equal(["alice.pfx"], bench.Files());
    }

    private static void AssertOwnerOnly(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            return;
        }

        var rules = new FileInfo(path).GetAccessControl().GetAccessRules(
            includeExplicit: true, includeInherited: true, typeof(System.Security.Principal.SecurityIdentifier));
        using var identity = System.Security.Principal.WindowsIdentity.GetCurrent();
        Assert.Equal(
            identity.User, Assert.Single(rules.Cast<System.Security.AccessControl.FileSystemAccessRule>()).IdentityReference);
    }
}
