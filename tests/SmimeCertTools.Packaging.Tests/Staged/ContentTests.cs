using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Staged;

public sealed class ContentTests
{
    private const string Views = "SmimeCertTools.Format.ps1xml";
    private const string Help = "en-US/SmimeCertTools.dll-Help.xml";

    [Fact]
    public void It_is_at_most_20_MB() =>
        Assert.InRange(StagedModule.Files.Sum(f => new FileInfo(Path.Combine(StagedModule.Folder, f)).Length), 1, 20_000_000);

    [Fact]
    public void It_holds_nothing_but_what_is_needed()
    {
        string[] allowed =
        [
            "SmimeCertTools.dll", "SmimeCertTools.Types.dll", "SmimeCertTools.Guard.dll", "SmimeCertTools.psd1", "LICENSE",
            "ThirdPartyNotices.txt", Views,
        ];
        Assert.All(StagedModule.Files, file => Assert.True(
            allowed.Contains(file)
            || (new[] { "core/", "desktop/", "shared/" }.Any(folder => file.StartsWith(folder, StringComparison.Ordinal))
                && file.EndsWith(".dll", StringComparison.Ordinal))
            || (file.StartsWith("en-US/", StringComparison.Ordinal)
                && (file.EndsWith("-Help.xml", StringComparison.OrdinalIgnoreCase)
                    || file.EndsWith(".help.txt", StringComparison.Ordinal))),
            file));
    }

    [Fact]
    public void No_file_is_there_twice()
    {
        var twice = StagedModule.Files.Where(file => file.EndsWith(".dll", StringComparison.Ordinal))
            .GroupBy(file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(StagedModule.Folder, file)))))
            .Where(same => same.Count() > 1).Select(same => string.Join(" = ", same));
        Assert.Empty(twice);
    }

    [Fact]
    public void Help_views_and_licence_are_there()
    {
        Assert.Contains(Help, StagedModule.Files);
        Assert.Contains(Views, StagedModule.Files);
        Assert.Contains("LICENSE", StagedModule.Files);
    }

    [Fact]
    public void Views_and_help_say_what_their_sources_say()
    {
        Assert.Equal(
            Directory.GetFiles(RepositoryRoot.Combine("src", "SmimeCertTools", "Formats"), "*.ps1xml")
                .Order(StringComparer.Ordinal).SelectMany(Leaves),
            Leaves(Path.Combine(StagedModule.Folder, Views)));
        Assert.Equal(
            Leaves(RepositoryRoot.Combine("src", "SmimeCertTools", "en-US", "SmimeCertTools.dll-Help.xml")),
            Leaves(Path.Combine(StagedModule.Folder, Help)));
    }

    // Every element that holds no other, with its path, its attributes and its text.
    private static IEnumerable<string> Leaves(string file) =>
        XDocument.Parse(File.ReadAllText(file), LoadOptions.PreserveWhitespace).Descendants()
            .Where(element => !element.HasElements)
            .Select(element => string.Join('/', element.AncestorsAndSelf().Reverse().Select(e =>
                e.Name.LocalName + string.Join(',', e.Attributes().Select(a => a.ToString())))) + " " + element.Value);

    [Fact]
    public void No_file_names_a_folder_of_the_machine_that_built_it_or_holds_a_key()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        foreach (var file in StagedModule.Files.Where(
            f => Path.GetFileName(f).StartsWith("SmimeCertTools", StringComparison.Ordinal)))
        {
            var content = File.ReadAllBytes(Path.Combine(StagedModule.Folder, file));
            foreach (var text in new[]
                { RepositoryRoot.Path + Path.DirectorySeparatorChar, home + Path.DirectorySeparatorChar + ".nuget" })
            {
                Assert.False(Contains(content, Encoding.UTF8.GetBytes(text)), $"{file} names {text}");
                Assert.False(Contains(content, Encoding.Unicode.GetBytes(text)), $"{file} names {text}");
            }

            Assert.False(Contains(content, Encoding.UTF8.GetBytes("PRIVATE KEY-----\n")), $"{file} holds a private key");
        }
    }

    private static bool Contains(byte[] content, byte[] text) => content.AsSpan().IndexOf(text) >= 0;
}
