using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Sources;

/// <summary>The sources keep within what .editorconfig and CONTRIBUTING.md say of lines and files.</summary>
public sealed class SourceSizeTests
{
    private const int TooManyLines = 300;

    private static readonly string[] Roots = ["src", "tests", Path.Combine("docs", "samples")];

    private static readonly string[] Built = ["bin", "obj", "artifacts", "TestResults", "StrykerOutput"];

    [Fact]
    public void No_line_is_longer_than_the_columns_of_the_editor_configuration()
    {
        var columns = MaxLineLength();
        Assert.Empty(
            from file in Sources()
            from line in LongLines(File.ReadLines(RepositoryRoot.Combine(file)), columns)
            select $"{file}:{line.Number}: {line.Columns} columns, {columns} are allowed");
    }

    [Fact]
    public void No_file_of_code_has_300_lines_or_more() =>
        Assert.Empty(
            from file in Sources()
            where file.EndsWith(".cs", StringComparison.Ordinal)
            let lines = File.ReadLines(RepositoryRoot.Combine(file)).Count()
            where lines >= TooManyLines
            select $"{file}:{lines}: fewer than {TooManyLines} lines are allowed");

    [Fact]
    public void The_scripts_and_every_folder_of_code_are_looked_at()
    {
        var sources = Sources().Select(file => file.Replace('\\', '/')).ToHashSet(StringComparer.Ordinal);
        Assert.Contains("build.ps1", sources);
        Assert.Contains("docs/samples/rollout.ps1", sources);
        Assert.Contains("tests/pester/TestEnvironment.psm1", sources);
        Assert.Contains("tests/SmimeCertTools.Packaging.Tests/Sources/SourceSizeTests.cs", sources);
        Assert.Contains("src/SmimeCertTools/UserPfx/ImportSmimeUserPfxCommand.cs", sources);
        Assert.DoesNotContain(sources, file => file.Contains("/obj/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("12345", null)]
    [InlineData("12345\n123456", "2 6")]
    [InlineData("ÄÖÜäö", null)]
    [InlineData("ÄÖÜäöü\n", "1 6")]
    [InlineData("\U0001F511\U0001F511\U0001F511\U0001F511\U0001F511", null)]
    public void Columns_are_characters_and_not_bytes(string text, string? expected)
    {
        var found = LongLines(text.Split('\n'), columns: 5).Select(line => $"{line.Number} {line.Columns}");
        Assert.Equal(expected is null ? [] : [expected], found);
    }

    private static IEnumerable<(int Number, int Columns)> LongLines(IEnumerable<string> lines, int columns) =>
        lines.Select((line, index) => (Number: index + 1, Columns: line.EnumerateRunes().Count()))
            .Where(line => line.Columns > columns);

    private static int MaxLineLength()
    {
        const string key = "max_line_length = ";
        var line = File.ReadLines(RepositoryRoot.Combine(".editorconfig"))
            .Single(line => line.StartsWith(key, StringComparison.Ordinal));
        return int.Parse(line[key.Length..], NumberStyles.None, CultureInfo.InvariantCulture);
    }

    // Paths from the root of the checkout.
    private static IEnumerable<string> Sources() =>
        Roots.SelectMany(root => Below(new DirectoryInfo(RepositoryRoot.Combine(root))))
            .Append(RepositoryRoot.Combine("build.ps1"))
            .Select(file => Path.GetRelativePath(RepositoryRoot.Path, file));

    private static IEnumerable<string> Below(DirectoryInfo folder) =>
        folder.EnumerateFiles()
            .Where(file => file.Extension is ".cs" or ".ps1" or ".psm1")
            .Select(file => file.FullName)
            .Concat(folder.EnumerateDirectories().Where(child => !Built.Contains(child.Name)).SelectMany(Below));
}
