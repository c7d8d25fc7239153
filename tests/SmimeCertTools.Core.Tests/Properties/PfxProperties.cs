using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Fuzzing;
using SmimeCertTools.Fuzzing.Mutation;
using SmimeCertTools.Fuzzing.Seeds;
using Xunit;

namespace SmimeCertTools.Core.Tests.Properties;

/// <summary>What holds for every PFX, however it is written and arranged.</summary>
public sealed class PfxProperties
{
    private static readonly IReadOnlyList<PfxRecipe> Recipes = PfxSeeds.Create();
    private static readonly SeedKey[] People =
    [
        SeedKey.Create("rsa", "Alice", "Middle"),
        SeedKey.Create("ec-p256", "Bob", "Middle"),
        SeedKey.Create("ed25519", "Carol", "Middle"),
    ];

    private static readonly byte[][] Others =
    [
        SeedKey.Create("authority", "Middle", "Root").Certificate,
        SeedKey.Create("authority", "Root", "Root").Certificate,
        SeedKey.Create("ed448", "Stranger", "Nobody").Certificate,
        SeedKey.Create("x25519", "Other", "Nobody").Certificate,
    ];

    [SeededProperty(MaxTest = 300)]
    public void Any_form_of_BER_opens_to_the_same_contents(FuzzRandom random)
    {
        var recipe = random.Pick(Recipes);
        var rewritten = recipe.Build((layer, content) =>
            layer == PfxLayer.Certificate || random.OneIn(4) ? content : BerRewriter.Rewrite(content, random));

        Assert.Equal(OpenedPfx.Summary(recipe), OpenedPfx.Summary(rewritten, recipe.Password));
    }

    [SeededProperty(MaxTest = 120)]
    public void The_password_opens_and_no_other_does(FuzzRandom random, AnyPassword password, AnyPassword other)
    {
        var file = Protected(random, password.Text);

        using var contents = OpenedPfx.Open(file, password.Text);

        Assert.Single(contents.KeyPairs);
        if (other != password)
        {
            Assert.Equal(PfxErrorKind.PasswordIncorrect, OpenedPfx.KindOfRefusal(file, other.Text));
        }

        Assert.Equal(PfxErrorKind.PasswordIncorrect, OpenedPfx.KindOfRefusal(file, password.Text + "x"));
    }

    [SeededProperty(MaxTest = 60)]
    public void Half_a_character_in_a_password_is_taken_as_it_is(FuzzRandom random, AnyPassword start, AnyPassword end)
    {
        var half = (char)(0xD800 + random.Next(0x800));
        var password = start.Text + half + end.Text;
        var file = Protected(random, password, PfxMac.All[random.Next(7)]);

        using var contents = OpenedPfx.Open(file, password);

        Assert.Single(contents.KeyPairs);

        // UTF-8 has one mark for every such half, so the decryption cannot tell them apart; the integrity check takes UTF-16 and
        // does.
        var other = start.Text + (char)(half ^ 1) + end.Text;
        Assert.Contains(OpenedPfx.KindOfRefusal(file, other), new[] { PfxErrorKind.PasswordIncorrect, PfxErrorKind.Damaged });
    }

    [SeededProperty(MaxTest = 60)]
    public void Empty_and_absent_stand_for_each_other_but_for_no_text(FuzzRandom random, AnyPassword text)
    {
        var file = Protected(random, random.OneIn(2) ? null : string.Empty);

        using var empty = OpenedPfx.Open(file, string.Empty);
        using var absent = OpenedPfx.Open(file, null);

        Assert.Single(empty.KeyPairs);
        Assert.Single(absent.KeyPairs);
        Assert.Equal(PfxErrorKind.PasswordIncorrect, OpenedPfx.KindOfRefusal(file, text.Text + "x"));
    }

    [SeededProperty(MaxTest = 150)]
    public void Keys_find_their_certificates_whatever_the_order_and_the_attributes_say(FuzzRandom random)
    {
        // Any identifier on any bag: absent, shared, swapped.
        var bags = Bags(random).Select(bag => bag with { LocalKeyId = random.OneIn(3) ? null : [(byte)random.Next(3)] });
        var (certificates, keys) = (random.Shuffle(bags), random.Shuffle(Keys(random)));

        Check(Whole(new PfxPartRecipe(PfxCipher.Usual, certificates), new PfxPartRecipe(null, keys)));
    }

    [SeededProperty(MaxTest = 150)]
    public void How_the_bags_are_spread_over_parts_and_nested_contents_does_not_matter(FuzzRandom random)
    {
        var bags = random.Shuffle(Bags(random).Concat(Keys(random)));
        var parts = new List<PfxPartRecipe>();
        for (var at = 0; at < bags.Length;)
        {
            var count = 1 + random.Next(bags.Length - at);
            var some = bags[at..(at + count)];
            for (var depth = random.Next(4); depth > 0; depth--)
            {
                some = [PfxBagRecipe.Nested(some)];
            }

            parts.Add(
                new PfxPartRecipe(random.OneIn(4) ? null : random.Pick(PfxCipher.All), some) { IsSegmented = random.OneIn(3) });
            at += count;
        }

        Check(Whole([.. parts]));
    }

    [SeededProperty(MaxTest = 100)]
    public void Doubles_are_removed(FuzzRandom random)
    {
        var bags = Bags(random).SelectMany(bag => Enumerable.Repeat(bag, random.NextSmall(4)));
        var keys = Keys(random).SelectMany(key => Enumerable.Repeat(key, random.NextSmall(3)));

        Check(Whole(new PfxPartRecipe(PfxCipher.Usual, random.Shuffle(bags.Concat(keys)))));
    }

    [SeededProperty(MaxTest = 100)]
    public void A_chain_ends_where_an_issuer_is_missing(FuzzRandom random)
    {
        var (middle, root) = (!random.OneIn(3), !random.OneIn(3));
        byte[][] present = [.. middle ? new[] { Others[0] } : [], .. root ? new[] { Others[1] } : [], Others[2]];
        var bags = random.Shuffle(present.Append(People[0].Certificate).Select(PfxBagRecipe.Certificate));
        var file = Whole(new PfxPartRecipe(PfxCipher.Usual, bags), new PfxPartRecipe(null, Keys(random)[0]));

        using var contents = OpenedPfx.Open(file, "Secret-1");

        string[] expected = !middle ? [] : root ? ["Middle", "Root"] : ["Middle"];
        var chain = Assert.Single(contents.KeyPairs).Chain;
        Assert.Equal(expected.Select(name => "CN=" + name + ", O=Contoso"), chain.Select(issuer => issuer.Subject));
    }

    private static IEnumerable<PfxBagRecipe> Bags(FuzzRandom random) => People
        .Select(person => person.Certificate).Concat(Others)
        .Select(certificate => PfxBagRecipe.Certificate(certificate) with { FriendlyName = random.OneIn(2) ? "name" : null });

    private static PfxBagRecipe[] Keys(FuzzRandom random) =>
    [
        .. People.Select(person => PfxBagRecipe.PrivateKey(person.PrivateKey, random.OneIn(4) ? null : random.Pick(PfxCipher.All))
            with { LocalKeyId = random.OneIn(3) ? null : [(byte)random.Next(3)] }),
    ];

    private static byte[] Whole(params PfxPartRecipe[] parts) =>
        new PfxRecipe { Password = "Secret-1", Mac = PfxMac.All[1], Parts = parts }.Build();

    private static byte[] Protected(FuzzRandom random, string? password, PfxMac? mac = null) =>
        PfxSeeds.Usual(People[1], random.Pick(PfxCipher.All), mac ?? random.Pick(PfxMac.All), password).Build();

    private static void Check(byte[] file)
    {
        using var contents = OpenedPfx.Open(file, "Secret-1");
        Assert.Equal(7, contents.Certificates.Count);
        Assert.Equal(3, contents.KeyPairs.Count);
        Assert.Empty(contents.UnmatchedKeys);
        foreach (var person in People)
        {
            var pair = contents.KeyPairs.Single(pair => pair.Certificate.RawData.AsSpan().SequenceEqual(person.Certificate));
            Assert.Equal(person.PrivateKey, pair.PrivateKey.Span.ToArray());
            Assert.Equal(Others[..2], pair.Chain.Select(issuer => issuer.RawData));
        }
    }
}
