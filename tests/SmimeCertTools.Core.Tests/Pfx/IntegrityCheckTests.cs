using System;
using System.Formats.Asn1;
using System.Linq;
using Org.BouncyCastle.Security;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Algorithms;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Fuzzing.Seeds;
using Xunit;

namespace SmimeCertTools.Core.Tests.Pfx;

/// <summary>The integrity checks that are rare, and those that are none. BouncyCastle makes them.</summary>
public sealed class IntegrityCheckTests
{
    private const string HmacSha1 = "1.2.840.113549.2.7";
    private const string HmacSha256 = "1.2.840.113549.2.9";

    public static TheoryData<string, string, string> Digests() => new()
    {
        { "SHA-1", "1.3.14.3.2.26", "SHA1" },
        { "SHA-224", "2.16.840.1.101.3.4.2.4", "SHA224" },
        { "SHA-256", "2.16.840.1.101.3.4.2.1", "SHA256" },
        { "SHA-384", "2.16.840.1.101.3.4.2.2", "SHA384" },
        { "SHA-512", "2.16.840.1.101.3.4.2.3", "SHA512" },
        { "SHA-512/224", "2.16.840.1.101.3.4.2.5", "SHA512/224" },
        { "SHA-512/256", "2.16.840.1.101.3.4.2.6", "SHA512/256" },
        { "SHA3-224", "2.16.840.1.101.3.4.2.7", "SHA3-224" },
        { "SHA3-256", "2.16.840.1.101.3.4.2.8", "SHA3-256" },
        { "SHA3-384", "2.16.840.1.101.3.4.2.9", "SHA3-384" },
        { "SHA3-512", "2.16.840.1.101.3.4.2.10", "SHA3-512" },
        { "SHAKE128-256", "2.16.840.1.101.3.4.2.11", "SHAKE128" },
        { "SHAKE256-512", "2.16.840.1.101.3.4.2.12", "SHAKE256" },
        { "MD2", "1.2.840.113549.2.2", "MD2" },
        { "MD4", "1.2.840.113549.2.4", "MD4" },
        { "MD5", "1.2.840.113549.2.5", "MD5" },
        { "RIPEMD128", "1.3.36.3.2.2", "RIPEMD128" },
        { "RIPEMD160", "1.3.36.3.2.1", "RIPEMD160" },
        { "RIPEMD256", "1.3.36.3.2.3", "RIPEMD256" },
        { "Tiger", "1.3.6.1.4.1.11591.12.2", "Tiger" },
        { "Whirlpool", "1.0.10118.3.0.55", "Whirlpool" },
        { "BLAKE2B-160", "1.3.6.1.4.1.1722.12.2.1.5", "BLAKE2b-160" },
        { "BLAKE2B-256", "1.3.6.1.4.1.1722.12.2.1.8", "BLAKE2b-256" },
        { "BLAKE2B-384", "1.3.6.1.4.1.1722.12.2.1.12", "BLAKE2b-384" },
        { "BLAKE2B-512", "1.3.6.1.4.1.1722.12.2.1.16", "BLAKE2b-512" },
        { "BLAKE2S-128", "1.3.6.1.4.1.1722.12.2.2.4", "BLAKE2s-128" },
        { "BLAKE2S-160", "1.3.6.1.4.1.1722.12.2.2.5", "BLAKE2s-160" },
        { "BLAKE2S-224", "1.3.6.1.4.1.1722.12.2.2.7", "BLAKE2s-224" },
        { "BLAKE2S-256", "1.3.6.1.4.1.1722.12.2.2.8", "BLAKE2s-256" },
        { "SM3", "1.2.156.10197.1.401", "SM3" },
        { "GOST3411", "1.2.643.2.2.9", "GOST R 34.11-94" },
        { "GOST3411-2012-256", "1.2.643.7.1.1.2.2", "Streebog-256" },
        { "GOST3411-2012-512", "1.2.643.7.1.1.2.3", "Streebog-512" },
        { "DSTU7564-256", "1.2.804.2.1.1.1.1.2.2.1", "Kupyna-256" },
        { "DSTU7564-384", "1.2.804.2.1.1.1.1.2.2.2", "Kupyna-384" },
        { "DSTU7564-512", "1.2.804.2.1.1.1.1.2.2.3", "Kupyna-512" },
    };

    [Theory]
    [MemberData(nameof(Digests))]
    public void A_check_with_any_hash_function_of_BouncyCastle_is_computed(string digest, string identifier, string name)
    {
        // That name and identifier are those of one function, BouncyCastle says; of two it knows the name alone.
        Assert.Equal(DigestUtilities.GetObjectIdentifier(digest)?.Id ?? identifier, identifier);
        var mac = PfxMac.Of(digest, identifier);
        using var contents = Open(mac, "Secret-1");

        Assert.Equal("HMAC-" + name, contents.Protection.MacAlgorithm);
        Assert.Single(contents.KeyPairs);
        Assert.Equal(PfxErrorKind.PasswordIncorrect, Refused(mac, "Secret-2").Kind);
    }

    [Fact]
    public void Every_hash_function_has_the_sizes_that_BouncyCastle_gives_it()
    {
        foreach (var kind in DigestKinds.All())
        {
            var row = Assert.Single(Digests(), row => (string)row[1] == kind.Identifier);
            var digest = DigestUtilities.GetDigest((string)row[0]);
            Assert.Equal((kind.Name, digest.GetDigestSize(), digest.GetByteLength()), (row[2], kind.Size, kind.BlockSize));
        }
    }

    [Theory]
    [InlineData("SHA-1", HmacSha1, "SHA-256", HmacSha256, 20)]
    [InlineData("SHA-224", "1.2.840.113549.2.8", "SHA-1", HmacSha1, 28)]
    [InlineData("SHA-256", HmacSha256, "SHA-1", HmacSha1, 32)]
    [InlineData("SHA-256", HmacSha256, "SHA-512", "1.2.840.113549.2.11", 64)]
    [InlineData("SHA-256", HmacSha256, "SHA-256", HmacSha256, 20)]
    [InlineData("SHA-384", "1.2.840.113549.2.10", "SHA-256", HmacSha256, 48)]
    [InlineData("SHA-512", "1.2.840.113549.2.11", "SHA-512", "1.2.840.113549.2.11", 64)]
    [InlineData("SHA-512/256", "1.2.840.113549.2.13", "SHA-512/224", "1.2.840.113549.2.12", 32)]
    [InlineData("SHA3-256", "2.16.840.1.101.3.4.2.14", "SHA3-512", "2.16.840.1.101.3.4.2.16", 32)]
    [InlineData("SM3", "1.2.156.10197.1.401.2", "SHA-256", HmacSha256, 32)]
    public void PBMAC1_takes_any_pair_of_functions(string digest, string hmac, string function, string pseudoRandom, int length)
    {
        var mac = PfxMac.Pbmac1(digest, hmac, function, pseudoRandom, length);
        using var contents = Open(mac, "Secret-1");

        Assert.StartsWith("PBMAC1 (HMAC-", contents.Protection.MacAlgorithm);
        Assert.Equal(PfxErrorKind.PasswordIncorrect, Refused(mac, "Secret-2").Kind);
    }

    // Shorter than the MAC's output, and yet valid: RFC 9579 draws the line at 20 bytes, and OpenSSL's own test files hold one of
    // 20 bytes under HMAC-SHA-256 that is good. The corpus has it; this is the same without the corpus.
    [Theory]
    [InlineData("SHA-256", HmacSha256, 20)]
    [InlineData("SHA-256", HmacSha256, 31)]
    [InlineData("SHA-512", "1.2.840.113549.2.11", 20)]
    public void A_key_of_20_bytes_is_taken_though_the_MAC_puts_out_more(string digest, string hmac, int length)
    {
        var mac = PfxMac.Pbmac1(digest, hmac, "SHA-256", HmacSha256, length);
        using var contents = Open(mac, "Secret-1");

        Assert.Equal(PfxErrorKind.PasswordIncorrect, Refused(mac, "Secret-2").Kind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(19)]
    public void A_key_so_short_that_other_passwords_pass_is_refused_by_name(int length)
    {
        // One byte lets every 256th password pass: the right one is not needed to be refused.
        foreach (var password in new[] { "Secret-1", "Secret-2" })
        {
            var error = Refused(PfxMac.Pbmac1("SHA-256", HmacSha256, "SHA-256", HmacSha256, length), password);

            Assert.Equal("PfxIntegrityWeak", error.ErrorId);
            Assert.Contains($"key of {length} bytes", error.Message);
            Assert.Contains("RFC 9579", error.Message);
        }
    }

    [Theory]
    [InlineData(null, "states no length of its key")]
    [InlineData(0L, "key of no length")]
    [InlineData(-1L, "key of no length")]
    [InlineData(-20L, "key of no length")]
    [InlineData(65L, "key of 65 bytes")]
    [InlineData(256L, "key of 256 bytes")]
    [InlineData(2147483648L, "key of 2147483648 bytes")]
    [InlineData(4294967328L, "key of 4294967328 bytes")]
    public void A_key_length_that_is_none_is_damage_and_no_wrong_password(long? length, string what)
    {
        var error = Refused(PfxMac.Pbmac1("SHA-256", HmacSha256, "SHA-256", HmacSha256, length), "Secret-1");

        Assert.Equal(PfxErrorKind.Damaged, error.Kind);
        Assert.Contains(what, error.Message);
        Assert.Contains("PBMAC1", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_check_of_another_length_than_its_function_makes_is_damage(int length)
    {
        var mac = PfxMac.All.Single(mac => mac.Name == "HMAC SHA-256");
        var file = Recipe(mac).Build((layer, content) => layer == PfxLayer.Mac ? MacOf(length) : content);

        var error = Assert.Throws<PfxException>(() => Open(file, "Secret-1"));

        Assert.Equal(PfxErrorKind.Damaged, error.Kind);
        Assert.Contains($"it holds {length} bytes where HMAC-SHA256 makes 32", error.Message);
    }

    private static byte[] MacOf(int length)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("2.16.840.1.101.3.4.2.1");
                    writer.WriteNull();
                }

                writer.WriteOctetString(new byte[length]);
            }

            writer.WriteOctetString(new byte[8]);
            writer.WriteInteger(2);
        }

        return writer.Encode();
    }

    private static PfxException Refused(PfxMac mac, string password) =>
        Assert.Throws<PfxException>(() => Open(mac, password));

    private static PfxContents Open(PfxMac mac, string password) => Open(Recipe(mac).Build(), password);

    private static PfxContents Open(byte[] file, string password)
    {
        using var secret = SecretText.Copy(password);
        return PfxReader.Open(file, secret);
    }

    private static PfxRecipe Recipe(PfxMac mac) =>
        PfxSeeds.Usual(SeedKey.Create("ec-p256", "Alice"), PfxCipher.Usual, mac);
}
