using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.KeyProtection;

public sealed class PasswordProtectorTests
{
    private const string Item = "anna.pfx";

    // One for all tests of the class, which run one after another: making a key takes a while.
    private static readonly TestKey Key = new();

    [ToolTheory("openssl")]
    [InlineData("PEM PUBLIC KEY", UserPfxPaddingScheme.OaepSha512, "sha512")]
    [InlineData("PEM RSA PUBLIC KEY", UserPfxPaddingScheme.OaepSha384, "sha384")]
    [InlineData("PEM CERTIFICATE", UserPfxPaddingScheme.OaepSha256, "sha256")]
    [InlineData("DER PUBLIC KEY", UserPfxPaddingScheme.OaepSha256, "sha256")]
    [InlineData("CNG blob", UserPfxPaddingScheme.OaepSha512, "sha512")]
    [InlineData("CNG blob base64", UserPfxPaddingScheme.OaepSha384, "sha384")]
    public async Task OpenSSL_decrypts_what_was_protected(string form, UserPfxPaddingScheme padding, string digest)
    {
        const string Password = " !\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~";
        using var folder = new TempFolder();
        var privateKey = folder.Write("key.pem", Key.Rsa.ExportPkcs8PrivateKeyPem());
        var protector = new PasswordProtector(ConnectorPublicKey.Parse(Key.Export(form), form), padding);
        using var password = SecretText.Copy(Password);

        foreach (var encrypted in new[]
        {
            protector.Protect(password, Item),
            RsaOaep.EncryptPortably(protector.Key, padding, Encoding.ASCII.GetBytes(Password)),
        })
        {
            Assert.Equal(256, encrypted.Length);
            var decrypted = await OpenSsl.RunAsync(
                [
                    "pkeyutl", "-decrypt", "-inkey", privateKey, "-in", folder.Write("secret.bin", encrypted),
                    "-pkeyopt", "rsa_padding_mode:oaep",
                    "-pkeyopt", "rsa_oaep_md:" + digest,
                    "-pkeyopt", "rsa_mgf1_md:" + digest,
                ]);
            Assert.Equal(Password, Encoding.ASCII.GetString(decrypted));
        }
    }

    [Theory]
    [InlineData(2048, UserPfxPaddingScheme.OaepSha256, 190)]
    [InlineData(2048, UserPfxPaddingScheme.OaepSha384, 158)]
    [InlineData(2048, UserPfxPaddingScheme.OaepSha512, 126)]
    [InlineData(3072, UserPfxPaddingScheme.OaepSha512, 254)]
    public void The_longest_password_is_known_and_fits(int bits, UserPfxPaddingScheme padding, int longest)
    {
        using var key = new TestKey(bits);
        var protector = new PasswordProtector(ConnectorPublicKey.Parse(key.CngBlob(), "key"), padding);
        Assert.Equal(longest, protector.MaxPasswordLength);

        using var fits = SecretText.Copy(new string('x', longest));
        var hash = padding switch
        {
            UserPfxPaddingScheme.OaepSha256 => RSAEncryptionPadding.OaepSHA256,
            UserPfxPaddingScheme.OaepSha384 => RSAEncryptionPadding.OaepSHA384,
            _ => RSAEncryptionPadding.OaepSHA512,
        };
        Assert.Equal(longest, key.Rsa.Decrypt(protector.Protect(fits, Item), hash).Length);
        var portably = RsaOaep.EncryptPortably(protector.Key, padding, Encoding.ASCII.GetBytes(new string('x', longest)));
        Assert.Equal(longest, key.Rsa.Decrypt(portably, hash).Length);

        using var tooLong = SecretText.Copy(new string('x', longest + 1));
        var error = Refused(protector, tooLong, KeyProtectionErrorKind.PasswordTooLong);
        Assert.Contains($"at most {longest} characters", error.Message);
        Assert.Equal(padding != UserPfxPaddingScheme.OaepSha256, error.Message.Contains("padding scheme OaepSha256"));
        Assert.Contains("larger connector key", error.Message);
        Assert.DoesNotContain((longest + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message);
    }

    [Theory]
    [InlineData("pä")]
    [InlineData("p\u00A0q")]
    [InlineData("tab\there")]
    [InlineData("line\n")]
    [InlineData("nul\0")]
    [InlineData("del\u007F")]
    [InlineData("😀")]
    public void Other_characters_than_printable_ASCII_are_refused_and_not_shown(string text)
    {
        using var password = SecretText.Copy(text);
        var error = Refused(Protector(), password, KeyProtectionErrorKind.PasswordNotAscii);
        Assert.DoesNotContain(text, error.Message);
        Assert.DoesNotContain(error.Message, character => character > '~');
    }

    [Fact]
    public void An_empty_or_absent_password_is_refused()
    {
        using var absent = SecretText.Absent();
        using var empty = SecretText.Copy(string.Empty);
        Refused(Protector(), absent, KeyProtectionErrorKind.PasswordEmpty);
        Refused(Protector(), empty, KeyProtectionErrorKind.PasswordEmpty);
    }

    [Theory]
    [InlineData(UserPfxPaddingScheme.None)]
    [InlineData(UserPfxPaddingScheme.Pkcs1)]
    [InlineData(UserPfxPaddingScheme.OaepSha1)]
    [InlineData((UserPfxPaddingScheme)99)]
    public void Padding_that_Intune_refuses_is_refused(UserPfxPaddingScheme padding)
    {
        var key = ConnectorPublicKey.Parse(Key.CngBlob(), "key");
        var error = Assert.Throws<KeyProtectionException>(() => new PasswordProtector(key, padding));
        Assert.Equal(KeyProtectionErrorKind.PaddingNotSupported, error.Kind);
        Assert.Contains("OaepSha512", error.Message);
    }

    [Fact]
    public async Task One_protector_serves_many_threads()
    {
        var protector = Protector();
        using var password = SecretText.Copy("shared by all");
        var results = new ConcurrentBag<byte[]>();
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => results.Add(protector.Protect(password, Item)))));

        Assert.Equal(64, results.Select(Convert.ToBase64String).Distinct().Count()); // OAEP is randomized
        Assert.All(results, result =>
            Assert.Equal("shared by all", Encoding.ASCII.GetString(Key.Rsa.Decrypt(result, RSAEncryptionPadding.OaepSHA512))));
    }

    private static KeyProtectionException Refused(PasswordProtector protector, SecretText password, KeyProtectionErrorKind kind)
    {
        var error = Assert.Throws<KeyProtectionException>(() => protector.Validate(password, Item));
        Assert.Equal(kind, error.Kind);
        Assert.Equal(Item, error.Item);
        Assert.Contains(Item, error.Message);
        Assert.Equal(kind, Assert.Throws<KeyProtectionException>(() => protector.Protect(password, Item)).Kind);
        return error;
    }

    private PasswordProtector Protector() => new(ConnectorPublicKey.Parse(Key.CngBlob(), "key"), UserPfxPaddingScheme.OaepSha512);
}
