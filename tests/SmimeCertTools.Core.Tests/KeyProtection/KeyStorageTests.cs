using System;
using System.Security.Cryptography;
using SmimeCertTools.Core.KeyProtection;
using Xunit;

namespace SmimeCertTools.Core.Tests.KeyProtection;

public sealed class KeyStorageTests
{
    private const string Provider = "Microsoft Software Key Storage Provider";

    [Fact]
    public void A_key_that_is_not_there_says_so_and_what_to_do()
    {
        var name = "SmimeCertTools test " + Guid.NewGuid();
        var error = Assert.Throws<KeyProtectionException>(() => KeyStorage.ForThisPlatform().OpenPublicKey(Provider, name));

        Assert.Equal(
            OperatingSystem.IsWindows() ? KeyProtectionErrorKind.KeyNotFound : KeyProtectionErrorKind.KeyStorageUnavailable,
            error.Kind);
        Assert.Equal(name, error.Item);
        Assert.Contains(Provider, error.Message);
        Assert.Contains("-PublicKeyPath", error.Message);
    }

    [Theory]
    [InlineData(0x80090016, "has no machine key 'k'")]
    [InlineData(0x80090011, "has no machine key 'k'")]
    [InlineData(0x80090013, "no key storage provider 'P'")]
    [InlineData(0x80090019, "no key storage provider 'P'")]
    [InlineData(0x80090010, "may not be opened by this account", KeyProtectionErrorKind.KeyAccessDenied)]
    [InlineData(0x80070005, "may not be opened by this account")]
    [InlineData(0x80090020, "0x80090020")]
    public void What_a_provider_answers_is_put_in_words(uint result, string words)
    {
        var error = KeyStorageErrors.FromProvider("P", "k", new CryptographicException(unchecked((int)result)));
        Assert.Equal(KeyProtectionErrorKind.KeyNotFound, error.Kind);
        Assert.Equal("k", error.Item);
        Assert.Contains(words, error.Message);
    }
}
