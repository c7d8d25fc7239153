using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using SmimeCertTools.Package;
using SmimeCertTools.Packaging.Tests.Staged;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Package;

public sealed class NoticesTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(StagedModule.Folder, "ThirdPartyNotices.txt"));

    private static IEnumerable<string> Named => Lines.Where(line => new[] { "  core/", "  desktop/", "  shared/" }
        .Any(folder => line.StartsWith(folder, StringComparison.Ordinal)));

    private static string FileOf(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];

    [Fact]
    public void Every_file_of_others_is_named_once_and_nothing_else_is()
    {
        var others = StagedModule.Files.Where(file => file.EndsWith(".dll", StringComparison.Ordinal)
            && !Path.GetFileName(file).StartsWith("SmimeCertTools", StringComparison.Ordinal));
        Assert.Equal(others.Order(StringComparer.Ordinal), Named.Select(FileOf).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("BouncyCastle.Cryptography 2.7.0", "Legion of the Bouncy Castle")]
    [InlineData("CsvHelper 33.1.0", "Licence: MS-PL OR Apache-2.0; taken under Apache-2.0")]
    [InlineData("Microsoft.Graph 6.10.0", "Licence: the text below")]
    public void A_package_is_told_with_its_licence(string package, string text) => Assert.Contains(
        Lines.SkipWhile(line => line != package).TakeWhile(line => line.Length > 0),
        line => line.Contains(text, StringComparison.Ordinal));

    [Theory]
    [InlineData("The licence MIT", "Permission is hereby granted, free of charge")]
    [InlineData("The licence Apache-2.0", "Apache License")]
    public void A_licence_that_packages_only_name_stands_there_whole(string heading, string text)
    {
        var after = Lines.SkipWhile(line => line != heading).ToList();
        Assert.NotEmpty(after);
        Assert.Contains(after, line => line.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_is_marked_as_reduced_just_when_it_is_not_its_vendors()
    {
        var published = StagedModule.Published("core").Concat(StagedModule.Published("desktop"))
            .ToLookup(path => Path.GetFileName(path), File.ReadAllBytes);
        var marks = Named.ToDictionary(line => FileOf(line), line => line.EndsWith(" (reduced)", StringComparison.Ordinal));
        Assert.Contains(true, marks.Values);
        Assert.Contains(false, marks.Values);
        Assert.All(marks, mark => Assert.NotEqual(mark.Value, published[Path.GetFileName(mark.Key)]
            .Any(bytes => bytes.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(StagedModule.Folder, mark.Key))))));
    }

    [Fact]
    public void A_licence_without_a_text_is_an_error_that_says_where_to_put_it()
    {
        var package = new RedistributedPackage("Odd", "1.0.0", ["core/Odd.dll"], "Copyright (c) Odd", "Odd-1.0", null, null);
        var error = Assert.Throws<PackageToolException>(() => NoticesText.Of([package], []));
        Assert.Contains("src/SmimeCertTools.Package/Licences/Odd-1.0.txt", error.Message, StringComparison.Ordinal);
    }
}
