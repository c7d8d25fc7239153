using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Secrets;
using Xunit;

namespace SmimeCertTools.Core.Tests.Secrets;

public sealed class RandomPasswordTests
{
    [Fact]
    public void It_carries_at_least_190_bits()
    {
        Assert.Equal(RandomPassword.Alphabet.Length, RandomPassword.Alphabet.Distinct().Count());
        Assert.True(RandomPassword.Length * Math.Log2(RandomPassword.Alphabet.Length) >= 190);
    }

    [Fact]
    public void It_consists_of_ASCII_letters_and_digits()
    {
        using var password = RandomPassword.Create();

        Assert.False(password.IsAbsent);
        Assert.Equal(RandomPassword.Length, password.Length);
        Assert.All(password.Span.ToArray(), character => Assert.True(char.IsAsciiLetterOrDigit(character)));
        Assert.All(password.Span.ToArray(), character => Assert.Contains(character, RandomPassword.Alphabet));
    }

    [Fact]
    public void No_two_are_the_same()
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 2000; i++)
        {
            using var password = RandomPassword.Create();
            Assert.True(seen.Add(new string(password.Span)));
        }
    }

    [Fact]
    public void Every_character_is_equally_likely_at_every_place()
    {
        const int Samples = 20_000;
        var counts = new int[RandomPassword.Alphabet.Length];
        var places = new HashSet<char>[RandomPassword.Length];
        for (var i = 0; i < Samples; i++)
        {
            using var password = RandomPassword.Create();
            for (var at = 0; at < RandomPassword.Length; at++)
            {
                counts[RandomPassword.Alphabet.IndexOf(password.Span[at], StringComparison.Ordinal)]++;
                (places[at] ??= []).Add(password.Span[at]);
            }
        }

        // 61 degrees of freedom: a fair source exceeds 150 once in 10^8 runs. Taking each byte modulo 62 gives the first eight
        // letters a quarter more than the others, and several thousands here.
        var expected = (double)Samples * RandomPassword.Length / RandomPassword.Alphabet.Length;
        Assert.InRange(counts.Sum(count => (count - expected) * (count - expected) / expected), 0, 150);
        Assert.All(places, place => Assert.Equal(RandomPassword.Alphabet.Length, place.Count));
    }
}
