using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using SmimeCertTools.Core.Revocation;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Core.Tests.Revocation;

/// <summary>What a list for the CA says, and what is made of one that a crash has cut off.</summary>
public sealed partial class RevocationFormatTests
{
    private static readonly DateTimeOffset End = new(2030, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private static readonly (RevocationEntry Entry, bool IsExpired)[] Entries =
    [
        (Entry('A', "0a1b"), false),
        (Entry('B', null), false),
        (Entry('C', "7c"), true),
        (Entry('D', null), true),
        (Entry('E', "5e5e"), false),
    ];

    [Theory]
    [InlineData("x.csv")]
    [InlineData("x.cmd")]
    [InlineData("x.txt")]
    [InlineData("x.CSV", @"ca1.contoso.com\Contoso CA")]
    [InlineData("x.cmd", @"ca1.contoso.com\Contoso CA")]
    public void Cut_off_at_any_byte_it_is_made_whole_again_with_each_certificate_once(string name, string? authority = null)
    {
        var format = Format(name, authority);
        var whole = RevocationFormat.Text(Encoding.UTF8.GetBytes(
            format.Heading + string.Concat(Entries.Select(pair => format.Write(pair.Entry, pair.IsExpired)))));
        for (var length = 1; length <= whole.Length; length++)
        {
            var text = whole[..length];

            var content = format.Read(text);

            Assert.NotNull(content);
            var repaired = Complete(format, text, content);
            Assert.Equal(Normal(whole), Normal(repaired));
        }
    }

    [Theory]
    [InlineData("x.csv", "Name;Colour\r\nanna;red\r\n")]
    [InlineData("x.csv", "UserPrincipalName,Path,Password\r\nanna@contoso.com,a.pfx,x\r\n")]
    [InlineData("x.csv", "\"Time\",\"RunId\"\r\n")]
    [InlineData("x.csv", "no heading at all")]
    [InlineData("x.cmd", "@echo off\r\ndel /q c:\\\r\n")]
    [InlineData("x.cmd", "rem Certificates that were removed from Intune.\r\n@echo off\r\n")]
    [InlineData("x.txt", "# Certificates that were removed\n")]
    [InlineData("x.txt", "shopping\n")]
    public void A_file_of_something_else_is_none(string name, string content)
    {
        Assert.Null(Format(name).Read(content));
    }

    [Theory]
    [InlineData("x.cmd", "@echo off\r\n")]
    [InlineData("x.cmd", "@")]
    [InlineData("x.txt", "# Cert")]
    [InlineData("x.csv", "\u00EF\u00BB\u00BF\"User")]
    public void A_heading_that_was_cut_off_is_written_anew(string name, string content)
    {
        Assert.True(Format(name).Read(content) is { LacksHeading: true, Length: 0 });
    }

    [Fact]
    public void A_table_of_the_first_version_goes_on_without_notes()
    {
        var format = Format("x.csv");
        const string Old = "UserPrincipalName,Thumbprint,Issuer,SerialNumber,NotBefore,NotAfter,Reason,Command\r\n";

        Assert.NotNull(format.Read(Old));

        Assert.Equal(8, format.Write(Entries[1].Entry, false).Split("\",\"").Length);
    }

    [Theory]
    [InlineData("x.csv", "\"Serial number not known: find the certificate at the CA\"", "\"Expired: needs no revocation\"")]
    [InlineData("x.cmd", "Its serial number is not known: find the certificate at the CA.", "serial number 7c. Expired: needs")]
    public void What_has_no_command_says_why(string name, string unknown, string expired)
    {
        var format = Format(name);

        Assert.Contains(unknown, format.Write(Entries[1].Entry, false), StringComparison.Ordinal);
        Assert.Contains(expired, format.Write(Entries[2].Entry, true), StringComparison.Ordinal);
        Assert.DoesNotContain("certutil", format.Write(Entries[2].Entry, true), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_listed_with_a_serial_number_is_told_from_what_is_only_mentioned()
    {
        foreach (var name in new[] { "x.csv", "x.cmd", "x.txt" })
        {
            var format = Format(name);
            var content = format.Read(RevocationFormat.Text(Encoding.UTF8.GetBytes(
                format.Heading + string.Concat(Entries.Select(pair => format.Write(pair.Entry, pair.IsExpired))))))!;

            Assert.Equal([Print('A'), Print('C'), Print('E')], content.Listed.Order());
            Assert.Equal([Print('B'), Print('D')], content.Mentioned.Order());
        }
    }

    [Theory]
    [InlineData("x.txt", "# a note of somebody")]
    [InlineData("x.txt", "certutil -revoke 0a1b 5")]
    [InlineData("x.cmd", "pause ")]
    public void A_last_line_of_somebody_else_stays_and_gets_an_end(string name, string line)
    {
        var format = Format(name);

        var content = format.Read(format.Heading + line)!;

        Assert.Equal((format.Heading.Length + line.Length, true), (content.Length, content.LacksEnd));
    }

    [Theory]
    [InlineData("certutil -revoke 0a1b")]
    [InlineData("certutil -re")]
    [InlineData("certu")]
    [InlineData("rem alice@contoso.com: AAAA")]
    [InlineData("rem alice@con")]
    [InlineData("re")]
    public void A_last_line_that_was_cut_off_goes(string line)
    {
        var format = Format("x.cmd");

        var content = format.Read(format.Heading + "rem a note\r\n" + line)!;

        Assert.Equal((format.Heading.Length + 12, false), (content.Length, content.LacksEnd));
    }

    [Fact]
    public void A_command_that_somebody_took_out_in_the_middle_is_not_written_again()
    {
        var format = Format("x.cmd");
        var text = format.Heading + format.Write(Entries[0].Entry, false).Split("certutil")[0]
            + format.Write(Entries[4].Entry, false);

        var content = format.Read(text)!;

        Assert.Equal(text.Length, content.Length);
        Assert.Equal([Print('A'), Print('E')], content.Listed.Order());
    }

    // What the file becomes: what stays, its end, and every entry that it does not have.
    private static string Complete(RevocationFormat format, string text, RevocationContent content)
    {
        var repaired = text[..content.Length] + (content.LacksEnd ? Environment.NewLine : string.Empty);
        if (content.LacksHeading)
        {
            repaired += RevocationFormat.Text(Encoding.UTF8.GetBytes(format.Heading));
        }

        foreach (var (entry, isExpired) in Entries)
        {
            var isThere = content.Listed.Contains(entry.Thumbprint)
                || (entry.SerialNumber is null && content.Mentioned.Contains(entry.Thumbprint));
            repaired += isThere ? string.Empty : format.Write(entry, isExpired);
        }

        return repaired;
    }

    // Line ends may differ where one was taken and given anew, and so may the quotes of an empty note behind all that counts.
    private static string Normal(string text) =>
        LineEnd().Replace(text, "\n").Replace(",\n", ",\"\"\n", StringComparison.Ordinal);

    [GeneratedRegex("\r*\n")]
    private static partial Regex LineEnd();

    private static RevocationFormat Format(string name, string? authority = null) =>
        RevocationFormat.Of(name, SmimeRevocationReason.CessationOfOperation, authority)!;

    private static string Print(char digit) => new(digit, 40);

    private static RevocationEntry Entry(char digit, string? serial) => new()
    {
        UserPrincipalName = $"user{digit}@contoso.com",
        Thumbprint = Print(digit),
        Issuer = "CN=Contoso \"Issuing\" CA, O=Contoso",
        SerialNumber = serial,
        NotBefore = End.AddYears(-1),
        NotAfter = End,
    };
}
