using System;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Algorithms;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Fuzzing.Seeds;
using Xunit;

namespace SmimeCertTools.Core.Tests.Pfx;

/// <summary>Key derivation ends when it is told to, and no file asks for more than some seconds of it.</summary>
public sealed class KeyDerivationTests
{
    private static readonly byte[] Password = Encoding.UTF8.GetBytes("Secret-1");
    private static readonly byte[] Salt = [1, 2, 3, 4, 5, 6, 7, 8];

    [Fact]
    public void Hashing_again_and_again_stops_within_some_thousand_rounds()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        foreach (var kind in DigestKinds.All())
        {
            var result = new byte[kind.Size];
            Assert.Throws<OperationCanceledException>(
                () => kind.HashRepeatedly(Password, int.MaxValue, result, source.Token));
            Assert.Throws<OperationCanceledException>(
                () => kind.HashPortably(Password, int.MaxValue, result, source.Token));
            Assert.Throws<OperationCanceledException>(
                () => Pkcs12Kdf.Derive(kind, Pkcs12Kdf.Key, Password, Salt, int.MaxValue, 24, source.Token));
        }
    }

    [Fact]
    public void PBKDF2_stops_whoever_computes_it()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        foreach (var kind in DigestKinds.All())
        {
            Assert.Throws<OperationCanceledException>(() => kind.Pbkdf2(Password, Salt, int.MaxValue, 32, source.Token));
        }
    }

    [Fact]
    public void PBKDF2_is_what_BouncyCastle_makes_of_it()
    {
        foreach (var row in IntegrityCheckTests.Digests())
        {
            var kind = DigestKind.FromHash((string)row[1])!;
            var generator = new Pkcs5S2ParametersGenerator(DigestUtilities.GetDigest((string)row[0]));
            generator.Init(Password, Salt, 37);
            var expected = ((KeyParameter)generator.GenerateDerivedMacParameters(8 * 200)).GetKey();

            Assert.Equal(expected, kind.Pbkdf2(Password, Salt, 37, 200));
        }
    }

    [Fact]
    public async Task What_cannot_be_stopped_is_left_behind_and_overwrites_what_it_had()
    {
        using var source = new CancellationTokenSource();
        using var gate = new ManualResetEventSlim();
        byte[]? copy = null;
        var made = new byte[] { 1, 2, 3 };
        var waiting = Task.Run(() => LeavableWork.Run(
            Password,
            secret =>
            {
                copy = secret;
                source.Cancel();
                gate.Wait();
                return made;
            },
            source.Token));

        // The work still waits for its gate.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.NotSame(Password, copy);
        Assert.Equal(Password, copy);

        gate.Set();
        Assert.True(SpinWait.SpinUntil(() => copy!.All(octet => octet == 0) && made.All(octet => octet == 0), 60_000));
    }

    [Fact]
    public void What_goes_wrong_in_it_arrives_as_it_was()
    {
        using var source = new CancellationTokenSource();

        Assert.Throws<FormatException>(() => LeavableWork.Run(Password, _ => throw new FormatException(), source.Token));
        Assert.Throws<FormatException>(
            () => LeavableWork.Run(Password, _ => throw new FormatException(), CancellationToken.None));
    }

    [Fact]
    public void A_reader_that_was_told_to_stop_derives_nothing()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        using var password = SecretText.Copy("Secret-1");
        var file = PfxSeeds.Usual(SeedKey.Create("ec-p256", "Alice"), PfxCipher.Usual, PfxMac.All[1]).Build();

        Assert.Throws<OperationCanceledException>(() => PfxReader.Open(file, password, null, source.Token));
    }

    [Theory]
    [InlineData("SHA1", 10_000_000, 1)] // hashes
    [InlineData("SHA512", 10_000_000, 1)]
    [InlineData("MD2", 909_090, 11)]
    [InlineData("GOST R 34.11-94", 416_666, 24)]
    [InlineData("Whirlpool", 1_000_000, 10)]
    public void A_slow_hash_function_counts_as_what_it_costs(string name, int most, int cost)
    {
        var kind = DigestKinds.All().Single(kind => kind.Name == name);
        Assert.Equal(cost, kind.HashCost);

        Assert.False(IsRefused(new Derivation(DerivationKind.Pkcs12, kind, "00", most, kind.Size)));
        Assert.True(IsRefused(new Derivation(DerivationKind.Pkcs12, kind, "00", most + 1, kind.Size)));
        Assert.True(IsRefused(new Derivation(DerivationKind.Pkcs12, kind, "00", (most / 2) + 1, kind.Size + 1)));
    }

    [Theory]
    [InlineData(16384, 8, 1, 8, false)] // what openssl writes
    [InlineData(16384, 8, 38, 8, false)]
    [InlineData(16384, 8, 39, 8, true)] // 39 lanes of 262,144
    [InlineData(32768, 8, 1, 8, true)] // 32 MiB
    [InlineData(2, 1, 65535, 8, false)]
    [InlineData(2, 8, 65535, 8, true)] // 64 MiB of lanes
    [InlineData(2, 2, 65535, 4096, true)] // 524,280 blocks, each from a salt of 64 blocks
    public void scrypt_counts_its_lanes_its_memory_and_its_salt(int cost, int blockSize, int lanes, int salt, bool isRefused) =>
        Assert.Equal(isRefused, IsRefused(new Derivation(
            DerivationKind.Scrypt, null, new string('0', 2 * salt), cost, 32, 0, blockSize, lanes)));

    [Fact]
    public void Many_parts_below_the_limit_count_together_and_the_error_says_how_many()
    {
        using var deriver = new KeyDeriver(new DerivationLimits(1000, 2500), new PfxErrors("/data/alice.pfx"));
        using var forms = new PasswordForms(SecretText.Copy("Secret-1"));
        var kind = DigestKind.Sha256;
        deriver.Derive(new Derivation(DerivationKind.Pbkdf2, kind, "00", 1000, 32), forms.Primary[0]);
        deriver.Derive(new Derivation(DerivationKind.Pbkdf2, kind, "01", 1000, 32), forms.Primary[0]);

        var error = Assert.Throws<PfxException>(() => deriver.Derive(
            new Derivation(DerivationKind.Pbkdf2, kind, "02", 1000, 32), forms.Primary[0]));

        Assert.Equal("PfxLimitExceeded", error.ErrorId);
        Assert.Contains("3,000 key derivation iterations or more", error.Message);
        Assert.Contains("the limit is 2,500", error.Message);
    }

    [Fact]
    public void Whoever_raises_the_limit_of_one_raises_that_of_all()
    {
        Assert.Equal(10_000_000, new PfxReadOptions().Limits.MaxTotalIterations);
        Assert.Equal(10_000_000, new PfxReadOptions { MaxIterations = 5 }.Limits.MaxTotalIterations);
        Assert.Equal(120_000_000, new PfxReadOptions { MaxIterations = 15_000_000 }.Limits.MaxTotalIterations);
        Assert.Equal(8L * int.MaxValue, new PfxReadOptions { MaxIterations = int.MaxValue }.Limits.MaxTotalIterations);
    }

    private static bool IsRefused(Derivation what)
    {
        var limits = new PfxReadOptions().Limits with { MaxIterations = int.MaxValue };
        using var deriver = new KeyDeriver(limits, new PfxErrors(null));
        return deriver.WouldExceed(what);
    }
}
