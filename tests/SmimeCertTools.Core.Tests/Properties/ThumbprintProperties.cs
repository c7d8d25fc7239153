using System;
using System.Text;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Fuzzing;
using Xunit;

namespace SmimeCertTools.Core.Tests.Properties;

/// <summary>What holds for every thumbprint, however it is written.</summary>
public sealed class ThumbprintProperties
{
    private static readonly string[] Separators = [" ", ":", "-", "\u200E", "\t", "\uFEFF", "\r\n"];

    [SeededProperty(MaxTest = 500)]
    public void Any_way_of_writing_it_comes_back_to_its_digits(FuzzRandom random)
    {
        var digits = Convert.ToHexString(random.NextBytes(20));

        var written = Written(digits, random);

        Assert.Equal(digits, Thumbprint.Normalize(written));
        Assert.Equal(digits, Thumbprint.Normalize(Thumbprint.Normalize(written)));
    }

    [SeededProperty(MaxTest = 500)]
    public void One_digit_more_or_less_or_another_letter_is_refused(FuzzRandom random)
    {
        var digits = Convert.ToHexString(random.NextBytes(20));
        var at = random.Next(40);
        var wrong = random.Next(3) switch
        {
            0 => digits.Remove(at, 1),
            1 => digits.Insert(at, "0"),
            _ => digits.Remove(at, 1).Insert(at, random.Pick(["G", "\u0660", "\uFF11", ".", "ä", "O"])),
        };

        Assert.False(Thumbprint.TryNormalize(Written(wrong, random), out _));
    }

    private static string Written(string digits, FuzzRandom random)
    {
        var text = new StringBuilder();
        foreach (var digit in digits)
        {
            text.Append(random.OneIn(3) ? random.Pick(Separators) : string.Empty);
            text.Append(random.OneIn(2) ? char.ToLowerInvariant(digit) : digit);
        }

        return text.ToString();
    }
}
