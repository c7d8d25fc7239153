using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;
using Xunit;

namespace SmimeCertTools.Core.Tests.Pfx;

/// <summary>What is no usable PFX is named for what it is.</summary>
public sealed class PfxErrorTests
{
    public static IEnumerable<object[]> Mistakes()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = MakeCertificate(key, "CN=Alice");
        yield return ["it is empty", Array.Empty<byte>()];
        yield return ["PEM text", Encoding.ASCII.GetBytes(certificate.ExportCertificatePem())];
        yield return ["base64 text", Encoding.ASCII.GetBytes(Convert.ToBase64String(MakePfx(key, certificate)))];
        yield return ["UTF-16 text", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("secret")).ToArray()];
        yield return ["HTML", Encoding.ASCII.GetBytes("<html><body>Sign in</body></html>")];
        yield return ["it is text", Encoding.ASCII.GetBytes("see the other folder")];
        yield return ["certificate without a private key", certificate.RawData];
        yield return ["bare private key", key.ExportPkcs8PrivateKey()];
        yield return ["PKCS#7", new X509Certificate2Collection(certificate).Export(X509ContentType.Pkcs7)!];
        var encryption = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1);
        yield return ["encrypted private key", key.ExportEncryptedPkcs8PrivateKey("x", encryption)];
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void What_people_hand_over_by_mistake_is_recognized(string part, byte[] content)
    {
        var error = Assert.Throws<PfxException>(() => Open(content));

        Assert.Equal(PfxErrorKind.NotPfx, error.Kind);
        Assert.Equal("PfxNotRecognized", error.ErrorId);
        Assert.Contains(part, error.Message);
        Assert.Contains("/data/alice.pfx", error.Message);
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_named_so()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = MakeCertificate(key, "CN=Alice");
        var whole = MakePfx(key, certificate);

        for (var length = 1; length < whole.Length; length++)
        {
            Assert.Equal(PfxErrorKind.Truncated, Assert.Throws<PfxException>(() => Open(whole[..length])).Kind);
        }
    }

    [Fact]
    public void No_single_changed_byte_goes_unnoticed_or_ends_in_another_exception()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = MakeCertificate(key, "CN=Alice");
        var whole = MakePfx(key, certificate);

        for (var at = 0; at < whole.Length; at++)
        {
            var changed = (byte[])whole.Clone();
            changed[at] ^= (byte)(1 << (at % 8));
            try
            {
                using var contents = Open(changed);
                Assert.Equal([certificate.Thumbprint], contents.KeyPairs.Select(pair => pair.Certificate.Thumbprint));
            }
            catch (PfxException)
            {
            }
        }
    }

    [Fact]
    public void A_key_of_another_certificate_is_a_mismatch()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = MakeCertificate(otherKey, "CN=Alice");

        using var contents = Open(MakePfx(key, certificate));

        Assert.Empty(contents.KeyPairs);
        Assert.Single(contents.UnmatchedKeys);
        Assert.Equal(PfxErrorKind.KeyMismatch, Assert.Throws<PfxException>(() => PfxKeyPairs.Single(contents, null)).Kind);
    }

    [Fact]
    public void Several_key_pairs_are_all_found_and_named()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var first = MakeCertificate(key, "CN=First");
        using var second = MakeCertificate(key, "CN=Second");

        using var contents = Open(MakePfx(key, first, second, first));

        Assert.Equal([first.Thumbprint, second.Thumbprint], contents.KeyPairs.Select(pair => pair.Certificate.Thumbprint));
        var error = Assert.Throws<PfxException>(() => PfxKeyPairs.Single(contents, null));
        Assert.Equal(PfxErrorKind.MultipleKeyPairs, error.Kind);
        Assert.Contains(second.Thumbprint, error.Message);
    }

    [Fact]
    public void A_file_above_the_limit_is_refused() =>
        Assert.Equal(
            PfxErrorKind.LimitExceeded,
            Assert.Throws<PfxException>(() => Open(new byte[11], new PfxReadOptions { MaxFileSize = 10 })).Kind);

    private static X509Certificate2 MakeCertificate(ECDsa key, string subject) =>
        new CertificateRequest(subject, key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(80));

    private static byte[] MakePfx(ECDsa key, params X509Certificate2[] certificates)
    {
        var encryption = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1);
        var builder = new System.Security.Cryptography.Pkcs.Pkcs12Builder();
        var keys = new System.Security.Cryptography.Pkcs.Pkcs12SafeContents();
        keys.AddShroudedKey(key, "Secret-1", encryption);
        builder.AddSafeContentsUnencrypted(keys);
        var safe = new System.Security.Cryptography.Pkcs.Pkcs12SafeContents();
        foreach (var certificate in certificates)
        {
            safe.AddCertificate(certificate);
        }

        builder.AddSafeContentsEncrypted(safe, "Secret-1", encryption);
        builder.SealWithMac("Secret-1", HashAlgorithmName.SHA256, 1);
        return builder.Encode();
    }

    private static PfxContents Open(byte[] content, PfxReadOptions? options = null)
    {
        using var password = SecretText.Copy("Secret-1");
        return PfxReader.Open(content, password, options ?? new PfxReadOptions { Path = "/data/alice.pfx" });
    }
}
