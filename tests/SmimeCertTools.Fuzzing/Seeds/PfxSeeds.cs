using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Fuzzing.Seeds;

/// <summary>
/// The files that inputs are made of: every encryption, integrity check, kind of key and arrangement there is a writer for.
/// </summary>
public static class PfxSeeds
{
    /// <summary>Creates them all; always the same.</summary>
    public static IReadOnlyList<PfxRecipe> Create() =>
        [.. Encryptions(), .. IntegrityChecks(), .. Keys(), .. Arrangements(), .. Passwords()];

    /// <summary>
    /// A key pair in the arrangement that most programs write: certificates encrypted together, the key on its own.
    /// </summary>
    public static PfxRecipe Usual(SeedKey key, PfxCipher cipher, PfxMac? mac, string? password = "Secret-1") => new()
    {
        Password = password,
        Mac = mac,
        Parts =
        [
            new(cipher, PfxBagRecipe.Certificate(key.Certificate) with { FriendlyName = "key", LocalKeyId = [1] }),
            new(null, PfxBagRecipe.PrivateKey(key.PrivateKey, cipher) with { LocalKeyId = [1] }),
        ],
    };

    private static IEnumerable<PfxRecipe> Encryptions()
    {
        var key = SeedKey.Create("ec-p256", "Alice");
        return PfxCipher.All.Select(cipher => Usual(key, cipher, PfxMac.All[1]) with { Name = cipher.Name });
    }

    private static IEnumerable<PfxRecipe> IntegrityChecks()
    {
        var key = SeedKey.Create("rsa", "Bob");
        return PfxMac.All.Append(null)
            .Select(mac => Usual(key, PfxCipher.Usual, mac) with { Name = mac?.Name ?? "no integrity check" });
    }

    private static IEnumerable<PfxRecipe> Keys() => SeedKey.Kinds
        .Select(kind => Usual(SeedKey.Create(kind, "Carol"), PfxCipher.Usual, PfxMac.All[0]) with { Name = "key " + kind });

    private static IEnumerable<PfxRecipe> Arrangements()
    {
        var (cipher, mac) = (PfxCipher.Usual, PfxMac.All[1]);
        var (rsa, ec) = (SeedKey.Create("rsa", "Dave", "Middle"), SeedKey.Create("ec-p256", "Dave", "Middle"));
        var middle = SeedKey.Create("authority", "Middle", "Root");
        PfxBagRecipe[] chain =
        [
            PfxBagRecipe.Certificate(SeedKey.Create("authority", "Root", "Root").Certificate),
            PfxBagRecipe.Certificate(middle.Certificate),
            PfxBagRecipe.Certificate(SeedKey.Create("ed25519", "Stranger", "Nobody").Certificate),
        ];
        var certificate = PfxBagRecipe.Certificate(rsa.Certificate);
        var key = PfxBagRecipe.PrivateKey(rsa.PrivateKey, cipher);
        var whole = new PfxRecipe { Password = "Secret-1", Mac = mac };
        yield return whole with { Name = "chain", Parts = [new(cipher, [.. chain, certificate]), new(null, key)] };
        yield return whole with
        {
            Name = "two key pairs",
            Parts =
            [
                new(
                    cipher,
                    certificate with { LocalKeyId = [1] },
                    PfxBagRecipe.Certificate(ec.Certificate) with { LocalKeyId = [2] }),
                new(
                    null,
                    key with { LocalKeyId = [2] },
                    PfxBagRecipe.PrivateKey(ec.PrivateKey, cipher) with { LocalKeyId = [1] }),
            ],
        };
        yield return whole with
        {
            Name = "nothing encrypted",
            Parts = [new(null, certificate, PfxBagRecipe.PrivateKey(rsa.PrivateKey, null))],
        };
        yield return whole with
        {
            Name = "nothing protected",
            Mac = null,
            Parts = [new(null, certificate, PfxBagRecipe.PrivateKey(ec.PrivateKey, null))],
        };
        yield return whole with { Name = "certificates only", Parts = [new(cipher, chain)] };
        yield return whole with { Name = "a key only", Parts = [new(null, key)] };
        yield return whole with { Name = "empty", Parts = [] };
        yield return whole with { Name = "empty part", Parts = [new(cipher)] };
        yield return whole with { Name = "segments", Parts = [new(cipher, certificate) { IsSegmented = true }, new(null, key)] };
        yield return whole with
        {
            Name = "nested",
            Parts = [new(cipher, PfxBagRecipe.Nested(PfxBagRecipe.Nested(chain), PfxBagRecipe.Nested(certificate, key)))],
        };
        yield return whole with
        {
            Name = "other bags",
            Parts =
            [
                new(cipher, PfxBagRecipe.Other(4, [1, 2]), certificate, PfxBagRecipe.Other(5, [3])),
                new(null, key, PfxBagRecipe.Other(5, [])),
            ],
        };
        yield return whole with
        {
            Name = "many parts",
            Parts = [.. chain.Append(certificate).Append(key).Select(bag => new PfxPartRecipe(cipher, bag))],
        };
        yield return whole with
        {
            Name = "issuers of one name",
            Parts =
            [
                new(cipher, [certificate, .. Enumerable.Range(0, 6).Select(number => PfxBagRecipe.Certificate(
                    SeedKey.Create(number % 2 == 0 ? "rsa" : "ec-p256", "Middle", "Root " + number).Certificate))]),
                new(null, key),
            ],
        };
    }

    private static IEnumerable<PfxRecipe> Passwords()
    {
        var key = SeedKey.Create("ed25519", "Erin");
        foreach (var password in new[] { null, string.Empty, "Grüße", "пароль", "\U0001F511\U0001F511", new string('x', 300) })
        {
            var length = password?.Length ?? -1;
            yield return Usual(key, PfxCipher.Usual, PfxMac.All[1], password) with { Name = "password of " + length };
            yield return Usual(key, PfxCipher.All[3], PfxMac.All[0], password) with { Name = "old password of " + length };
        }
    }
}
