using System;
using System.IO;
using System.Linq;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Revocation;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Bulk;

[Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
public sealed class RevocationListFileTests
{
    private static readonly string Print = new('A', 40);

    [Theory]
    [InlineData(".cmd")]
    [InlineData(".txt")]
    public void A_hostile_issuer_makes_no_command(string extension)
    {
        using var folder = new TempFolder();
        var path = folder.Combine("list" + extension);
        Write(path, Entry("CN=x\r\ndel /q c:\\ & format %PATH% | more > y ^\n`calc` $(calc) \"q\""));

        var lines = File.ReadAllLines(path);

        Assert.All(lines, line => Assert.True(
            line == "@echo off" || line.StartsWith("rem ", StringComparison.Ordinal)
                || line.StartsWith("# ", StringComparison.Ordinal)
                || line.StartsWith("certutil ", StringComparison.Ordinal),
            line));
        Assert.DoesNotContain(lines, line => line.IndexOfAny(['&', '%', '|', '>', '<', '^', '`', '$']) >= 0);
        Assert.Single(lines, line => line == "certutil -revoke 0a1b2c 5");
    }

    [Fact]
    public void A_hostile_issuer_makes_no_formula()
    {
        using var folder = new TempFolder();
        var path = folder.Combine("list.csv");
        Write(path, Entry("=HYPERLINK(\"http://x\")"));

        Assert.Contains("\"'=HYPERLINK(\"\"http://x\"\")\"", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0A 1b:2C", "0A1b2C")]
    [InlineData("00ff", "00ff")]
    [InlineData("abc", "0abc")]
    [InlineData("12; del", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Serial_numbers_are_hexadecimal_or_unknown(string? given, string? expected) =>
        Assert.Equal(
            expected,
            new RevocationEntry { UserPrincipalName = "a@contoso.com", Thumbprint = Print, SerialNumber = given }.SerialNumber);

    [Fact]
    public void A_file_that_exists_is_added_to_and_keeps_its_end()
    {
        using var folder = new TempFolder();
        var path = folder.Combine("list.txt");
        RevocationList.Open(path, SmimeRevocationReason.Superseded, null).Dispose();
        File.AppendAllText(path, "# a note without an end");
        using (var list = RevocationList.Open(path, SmimeRevocationReason.Superseded, null))
        {
            list.Add(Entry("CN=CA"));
            list.Add(Entry("CN=CA"));
            Assert.Equal((1, 0), (list.Known, list.Unknown));
            Assert.Contains("given one", list.Repair, StringComparison.Ordinal);
        }

        Assert.Equal(
            ["# a note without an end", $"# alice@contoso.com: {Print}, issued by CN=CA, valid 1970-01-01 to 9000-01-02",
                "certutil -revoke 0a1b2c 4"],
            File.ReadAllLines(path).Skip(1));
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_said_so()
    {
        using var folder = new TempFolder();
        var error = Assert.Throws<FileWriteException>(
            () => RevocationList.Open(folder.Combine("no", "list.csv"), SmimeRevocationReason.Unspecified, null));
        Assert.Equal(FileWriteErrorKind.FolderNotFound, error.Kind);
    }

    private static RevocationEntry Entry(string issuer) => new()
    {
        UserPrincipalName = "alice@contoso.com",
        Thumbprint = Print,
        Issuer = issuer,
        SerialNumber = "0a1b2c",
        NotBefore = DateTimeOffset.UnixEpoch,
        NotAfter = new DateTimeOffset(9000, 1, 2, 0, 0, 0, TimeSpan.Zero),
    };

    private static void Write(string path, RevocationEntry entry)
    {
        using var list = RevocationList.Open(path, SmimeRevocationReason.CessationOfOperation, null);
        list.Add(entry);
    }
}
