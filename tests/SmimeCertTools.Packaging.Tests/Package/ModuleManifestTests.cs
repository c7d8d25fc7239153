using System;
using SmimeCertTools.Package;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Package;

public sealed class ModuleManifestTests
{
    private const string Manifest =
        "@{\n    PrivateData            = @{\n        PSData = @{\n            Tags = @('A')\n        }\n    }\n}\n";

    [Fact]
    public void An_address_leads_to_licence_and_project()
    {
        var text = ModuleManifest.Complete(Manifest, "Notes that aren't long.", "https://example.com/repository/");
        Assert.Contains("LicenseUri   = 'https://example.com/repository/blob/main/LICENSE'", text, StringComparison.Ordinal);
        Assert.Contains("ProjectUri   = 'https://example.com/repository'", text, StringComparison.Ordinal);
        Assert.Contains("ReleaseNotes = 'Notes that aren''t long.'", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_address_none_is_written() =>
        Assert.DoesNotContain("Uri", ModuleManifest.Complete(Manifest, "Notes.", " "), StringComparison.Ordinal);

    [Theory]
    [InlineData("example.com")]
    [InlineData("http://example.com/repository")]
    public void What_is_no_https_address_is_refused(string address) => Assert.Contains(
        "RepositoryAddress",
        Assert.Throws<PackageToolException>(() => ModuleManifest.Complete(Manifest, "Notes.", address)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_member_that_staging_adds_is_not_kept_twice() => Assert.Contains(
        "ReleaseNotes",
        Assert.Throws<PackageToolException>(() => ModuleManifest.Complete(
            Manifest.Replace("Tags", "ReleaseNotes = 'Old'\n            Tags", StringComparison.Ordinal), "Notes.",
            string.Empty)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("## [1.0.0] - 2026-01-01\n\n- A\n\n## [0.9.0]\n\n- B\n", "- A")]
    [InlineData("## [1.0.0]\n- A\n- B", "- A\n- B")]
    public void Release_notes_are_the_versions_section(string changelog, string expected) =>
        Assert.Equal(expected, ReleaseNotes.Of(changelog, "1.0.0"));

    [Theory]
    [InlineData("## [Unreleased]\n\n- A\n")]
    [InlineData("## [1.0.0]\n\n## [0.9.0]\n- B\n")]
    public void A_version_that_the_changelog_does_not_tell_of_is_an_error(string changelog) =>
        Assert.Throws<PackageToolException>(() => ReleaseNotes.Of(changelog, "1.0.0"));

    [Fact]
    public void Long_notes_end_with_a_whole_entry()
    {
        var entries = string.Concat(System.Linq.Enumerable.Repeat("- " + new string('a', 98) + "\n", 200));
        var notes = ReleaseNotes.Of("## [1.0.0]\n" + entries, "1.0.0");
        Assert.InRange(notes.Length, 7000, 8100);
        Assert.EndsWith("a\n\nThe rest is in CHANGELOG.md.", notes, StringComparison.Ordinal);
    }
}
