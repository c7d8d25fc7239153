using System.Linq;
using SmimeCertTools.Core.Pfx.Algorithms;
using Xunit;

namespace SmimeCertTools.Core.Tests.Pfx;

/// <summary>The two ways of hashing, of which a machine uses one.</summary>
public sealed class DigestKindTests
{
    [Theory]
    [InlineData("1.2.840.113549.2.5")]
    [InlineData("1.3.14.3.2.26")]
    [InlineData("2.16.840.1.101.3.4.2.1")]
    [InlineData("2.16.840.1.101.3.4.2.2")]
    [InlineData("2.16.840.1.101.3.4.2.3")]
    [InlineData("2.16.840.1.101.3.4.2.8")]
    [InlineData("2.16.840.1.101.3.4.2.9")]
    [InlineData("2.16.840.1.101.3.4.2.10")]
    public void The_runtime_and_BouncyCastle_hash_alike(string identifier)
    {
        var digest = DigestKind.FromHash(identifier)!;
        foreach (var length in new[] { 0, 1, digest.BlockSize - 9, digest.BlockSize, 3 * digest.BlockSize })
        {
            foreach (var iterations in new[] { 1, 2, 1000 })
            {
                byte[] input = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
                var portable = new byte[digest.Size];
                var native = new byte[digest.Size];
                digest.HashPortably(input, iterations, portable);
                if (digest.HashNatively(input, iterations, native))
                {
                    Assert.Equal(portable, native);
                }

                var chosen = new byte[digest.Size];
                digest.HashRepeatedly(input, iterations, chosen);
                Assert.Equal(portable, chosen);
            }
        }
    }
}
