using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx;
using Xunit;

namespace SmimeCertTools.Core.Tests.KeyProtection;

public sealed class ConnectorPrivateKeyHostileTests
{
    private const int ExponentLengthAt = 8;
    private const int HeaderLength = 24;

    private static TestKey Key => PrivateKeys.Shared;

    [Theory]
    [InlineData("RSA3")]
    [InlineData("RSA2")]
    public void A_blob_cut_off_anywhere_is_damaged(string magic)
    {
        var blob = Key.PrivateBlob(magic);
        for (var length = 4; length < blob.Length; length += length < 40 ? 1 : 37)
        {
            var error = PrivateKeys.Refused(blob.AsSpan(0, length).ToArray(), KeyProtectionErrorKind.PrivateKeyDamaged);
            Assert.Contains("CNG private key blob", error.Message);
        }

        PrivateKeys.Refused([.. blob, 0], KeyProtectionErrorKind.PrivateKeyDamaged);
    }

    [Theory]
    [InlineData("RSA3")]
    [InlineData("RSA2")]
    public void A_blob_whose_header_lies_is_damaged(string magic)
    {
        for (var at = 4; at < HeaderLength; at += 4)
        {
            foreach (var value in new uint[] { 0, 1, 2, 4, 7, 9, 127, 129, 255, 257, 0x7FFFFFFF, 0x80000000, 0xFFFFFF00, 0xFFFFFFFF })
            {
                var blob = Key.PrivateBlob(magic);
                if (BinaryPrimitives.ReadUInt32LittleEndian(blob.AsSpan(at)) != value)
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(blob.AsSpan(at), value);
                    PrivateKeys.Refused(blob, KeyProtectionErrorKind.PrivateKeyDamaged);
                }
            }
        }
    }

    [Fact]
    public void A_blob_whose_numbers_contradict_each_other_is_damaged()
    {
        // One byte of each number in turn: modulus, primes, exponents, coefficient, private exponent.
        var starts = new[] { 0, 3, 259, 387, 515, 643, 771, 899 };
        foreach (var start in starts)
        {
            var blob = Key.PrivateBlob("RSA3");
            blob[HeaderLength + start + 60 - (start == 0 ? 60 : 0)] ^= 0x10;
            PrivateKeys.Refused(blob, KeyProtectionErrorKind.PrivateKeyDamaged);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_short_blob_with_primes_that_are_none_is_damaged(byte prime)
    {
        var blob = Key.PrivateBlob("RSA2");
        var exponent = BinaryPrimitives.ReadInt32LittleEndian(blob.AsSpan(ExponentLengthAt));
        var primes = blob.AsSpan(HeaderLength + exponent + 256);
        primes.Slice(0, 128).Clear();
        primes[127] = prime;
        PrivateKeys.Refused(blob, KeyProtectionErrorKind.PrivateKeyDamaged);
        primes.Slice(128).Clear();
        primes[255] = prime;
        PrivateKeys.Refused(blob, KeyProtectionErrorKind.PrivateKeyDamaged);
    }

    [Fact]
    public void An_encrypted_key_cut_off_anywhere_is_a_clean_error()
    {
        var der = PrivateKeys.Export(Key, "DER");
        for (var length = 2; length < der.Length; length += 23)
        {
            var kind = PrivateKeys.Refused(der.AsSpan(0, length).ToArray(), KeyProtectionErrorKind.PrivateKeyDamaged);
            Assert.Contains("it ends before its content does", kind.Message);
        }

        PrivateKeys.Refused([.. der, 0], KeyProtectionErrorKind.PrivateKeyDamaged);
        var pem = PrivateKeys.Export(Key, "PEM");
        PrivateKeys.Refused(pem.AsSpan(0, 900).ToArray(), KeyProtectionErrorKind.PrivateKeyDamaged);
        PrivateKeys.Refused(Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(pem).Replace("\nMII", "\n!II")), KeyProtectionErrorKind.PrivateKeyDamaged);
    }

    [Theory]
    [InlineData("DER", 1500)]
    [InlineData("DER 3DES", 400)]
    [InlineData("PEM", 1000)]
    [InlineData("PFX", 400)]
    [InlineData("RSAFULLPRIVATEBLOB", 600)]
    [InlineData("RSAPRIVATEBLOB", 150)]
    public void Any_change_ends_in_the_same_key_or_a_clean_error(string form, int count)
    {
        var original = PrivateKeys.Export(Key, form);
        var random = new Random(2026);
        var outcomes = new HashSet<string>();
        for (var i = 0; i < count; i++)
        {
            var content = Mutate(original, random);
            try
            {
                using var key = PrivateKeys.Parse(content);
                Assert.Equal(Key.Public.Modulus!.Length, key.PublicKey.Modulus.Length);
                outcomes.Add("key");
            }
            catch (KeyProtectionException exception)
            {
                outcomes.Add(exception.Kind.ToString());
            }
            catch (PfxException exception)
            {
                outcomes.Add(exception.Kind.ToString());
            }
        }

        Assert.True(outcomes.Count > 1, string.Join(", ", outcomes));
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        byte[] inner = [5, 0];
        for (var i = 0; i < 400; i++)
        {
            inner = Wrap(inner);
        }

        PrivateKeys.Refused(inner, KeyProtectionErrorKind.PrivateKeyLimitExceeded);

        static byte[] Wrap(byte[] content) => [0x30, 0x82, (byte)(content.Length >> 8), (byte)content.Length, .. content];
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        // Early bytes, where the structure is, more often than the ciphertext.
        var content = original.ToList();
        var changes = random.Next(1, 4);
        for (var i = 0; i < changes; i++)
        {
            var at = random.Next(3) == 0 ? random.Next(content.Count) : random.Next(Math.Min(120, content.Count));
            switch (random.Next(4))
            {
                case 0:
                    content.RemoveAt(at);
                    break;
                case 1:
                    content.Insert(at, (byte)random.Next(256));
                    break;
                case 2:
                    content[at] = (byte)random.Next(256);
                    break;
                default:
                    content[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        return [.. content];
    }
}
