using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using SmimeCertTools.Core.Bulk.Results;
using Xunit;

namespace SmimeCertTools.Core.Tests.Bulk;

/// <summary>Lines of a stream, where each begins, and which has no end.</summary>
public sealed class ResultsLinesTests
{
    private const int Longest = 1024 * 1024;

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "0 a…")]
    [InlineData("\n", "0 ")]
    [InlineData("a\n", "0 a")]
    [InlineData("a\nbc", "0 a|2 bc…")]
    [InlineData("a\n\nbc\n", "0 a|2 |3 bc")]
    [InlineData("a\r\nb\n", "0 a\r|3 b")]
    public void Each_line_has_its_beginning_and_the_last_one_perhaps_no_end(string text, string expected)
    {
        Assert.Equal(expected, string.Join("|", Read(text, most: int.MaxValue)));
        Assert.Equal(expected, string.Join("|", Read(text, most: 1)));
    }

    [Theory]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(200_000)]
    [InlineData(Longest - 1)]
    public void A_line_longer_than_the_buffer_is_one_line(int length)
    {
        var line = new string('x', length);

        Assert.Equal([$"0 {line}", $"{length + 1} b", $"{length + 3} {line[..9]}…"], Read($"{line}\nb\n{line[..9]}", 4096));
    }

    [Fact]
    public void Many_lines_keep_their_places_while_the_buffer_is_filled_again()
    {
        var lines = Enumerable.Range(0, 20_000).Select(number => $"line {number}").ToList();
        var place = 0;
        var expected = lines.Select(line =>
        {
            var start = place;
            place += line.Length + 1;
            return $"{start} {line}";
        });

        Assert.Equal(expected, Read(string.Join("\n", lines) + "\n", most: 7_001));
    }

    [Theory]
    [InlineData(Longest)]
    [InlineData(Longest * 2)]
    public void A_line_longer_than_any_entry_is_refused_before_more_is_read(int length)
    {
        var source = new Pieces(Encoding.ASCII.GetBytes(new string('x', length) + "\n"), int.MaxValue);
        var lines = new ResultsLines(source);

        Assert.Throws<InvalidDataException>(() => lines.Read());
        Assert.Equal(Longest, source.Position);
    }

    private static List<string> Read(string text, int most)
    {
        var lines = new ResultsLines(new Pieces(Encoding.ASCII.GetBytes(text), most));
        List<string> read = [];
        while (lines.Read())
        {
            read.Add($"{lines.Start} {Encoding.ASCII.GetString(lines.Line.Span)}{(lines.HasEnd ? "" : "…")}");
        }

        Assert.False(lines.Read());
        return read;
    }

    /// <summary>A stream that gives a few bytes at a time, as a file on a network does.</summary>
    private sealed class Pieces(byte[] content, int most) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));
    }
}
