using System;
using System.IO;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Pfx;
using Xunit;

namespace SmimeCertTools.Core.Tests;

/// <summary>What reaches a terminal commands it nothing and hides nothing.</summary>
public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("Anna Müller <anna@contoso.com>", "Anna Müller <anna@contoso.com>")]
    [InlineData("Пример, 例え, \U0001F511", "Пример, 例え, \U0001F511")]
    [InlineData("a\u001B]8;;http://x\u0007b", "a<U+001B>]8;;http://x<U+0007>b")]
    [InlineData("\u001B[2J\u009B2J", "<U+001B>[2J<U+009B>2J")]
    [InlineData("a\0b\b\u007F", "a<U+0000>b<U+0008><U+007F>")]
    [InlineData("exe.\u202Egpj.\u2066x\u2069\u200F\u061C", "exe.<U+202E>gpj.<U+2066>x<U+2069><U+200F><U+061C>")]
    [InlineData("\u202AC:\\a.pfx", "<U+202A>C:\\a.pfx")]
    [InlineData("pay\u200Bpal\uFEFF\u2060\u00AD", "pay<U+200B>pal<U+FEFF><U+2060><U+00AD>")]
    [InlineData("\U000E0041", "<U+E0041>")]
    [InlineData("one\r\ntwo\tthree\u2028four\u0085", "one two three four ")]
    [InlineData("\r\nVerified", "Verified")]
    [InlineData("می\u200Cخواهم क्\u200Dष", "می\u200Cخواهم क्\u200Dष")] // Persian and Hindi need these
    public void Each_character_is_shown_or_named(string text, string shown) => Assert.Equal(shown, text.Visible());

    [Fact]
    public void Half_of_a_surrogate_pair_is_named()
    {
        Assert.Equal("<U+D83D>", "\uD83D".Visible());
        Assert.Equal("<U+DD11>x", "\uDD11x".Visible());
    }

    [Fact]
    public void What_needs_nothing_is_the_same_object()
    {
        var text = "CN=Anna" + Environment.TickCount64;

        Assert.Same(text, text.Visible());
        Assert.Null(((string?)null).Visible());
    }

    [Theory]
    [InlineData("a.pfx", null)]
    [InlineData("\u202AC:\\a.pfx", "U+202A")]
    [InlineData("C:\\a\u200E.pfx", "U+200E")]
    public void The_first_hidden_character_is_told(string text, string? number) =>
        Assert.Equal(number, VisibleText.FirstHidden(text));

    [Fact]
    public void No_error_of_this_library_holds_what_it_was_made_of_raw()
    {
        var error = new PfxErrors("/data/\u001B[2Ja\u202E.pfx").NotPfx("it is text.", "Check\r\nit.");

        Assert.Equal(
            "The file '/data/<U+001B>[2Ja<U+202E>.pfx' is not a PFX (PKCS#12) file: it is text. Check it.", error.Message);
        Assert.Equal("/data/<U+001B>[2Ja<U+202E>.pfx", error.Path);
    }

    [Fact]
    public void Causes_of_the_system_are_shown_without_what_a_terminal_obeys()
    {
        var cause = new IOException(
            "\u001B[2J outer", new FileNotFoundException("Could not find '\u001B]8;;x\u0007'.", "\u001B"));

        var error = new GraphRequestException(GraphErrorKind.ConnectionFailed, "no", cause) { Target = "a\u009B" };

        var shown = Assert.IsType<IOException>(error.InnerException);
        Assert.Equal("<U+001B>[2J outer", shown.Message);
        Assert.Equal(
            "Could not find '<U+001B>]8;;x<U+0007>'.", Assert.IsType<FileNotFoundException>(shown.InnerException).Message);
        Assert.Equal("a<U+009B>", error.Target);
        Assert.DoesNotContain('\u001B', error.ToString());
    }

    [Fact]
    public void Causes_without_such_characters_stay_what_they_are()
    {
        var cause = new IOException("disk full", 28);

        Assert.Same(cause, new GraphRequestException(GraphErrorKind.ConnectionFailed, "no", cause).InnerException);
    }
}
