using System;
using System.Security.Cryptography;
using System.Threading.Tasks;
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
        Assert.Contains("public half", error.Message);
    }

    [Theory]
    [InlineData(0x80090016, "has no machine key 'k'", KeyProtectionErrorKind.KeyNotFound)]
    [InlineData(0x80090011, "has no machine key 'k'", KeyProtectionErrorKind.KeyNotFound)]
    [InlineData(0x80090013, "no key storage provider 'P'", KeyProtectionErrorKind.KeyNotFound)]
    [InlineData(0x80090019, "no key storage provider 'P'", KeyProtectionErrorKind.KeyNotFound)]
    [InlineData(0x80090010, "may not be opened by this account", KeyProtectionErrorKind.KeyAccessDenied)]
    [InlineData(0x80070005, "may not be opened by this account", KeyProtectionErrorKind.KeyAccessDenied)]
    [InlineData(0x8009000F, "already", KeyProtectionErrorKind.KeyExists)]
    [InlineData(0x80090020, "0x80090020", KeyProtectionErrorKind.KeyStorageFailed)]
    public void What_a_provider_answers_is_put_in_words(uint result, string words, KeyProtectionErrorKind kind)
    {
        var error = KeyStorageErrors.FromProvider("P", "k", new CryptographicException(unchecked((int)result)), "Do this.");

        Assert.Equal(kind, error.Kind);
        Assert.Equal("k", error.Item);
        Assert.Contains(words, error.Message);
        Assert.EndsWith(" Do this.", error.Message);
    }

    [Fact]
    public void Without_providers_every_call_says_so_and_what_to_do()
    {
        var storage = new UnsupportedKeyStorage();
        using var key = PrivateKeys.New(2048, "k");
        var request = new ConnectorKeyRequest { ProviderName = Provider, KeyName = "k" };

        Assert.Contains("name that file", Refused(() => storage.OpenPublicKey(Provider, "k")));
        Assert.Contains("name a key file", Refused(() => storage.Get(Provider, "k")));
        Assert.Contains("connector's server", Refused(() => storage.List(Provider)));
        Assert.Contains("key file", Refused(() => storage.Create(request)));
        Assert.Contains("connector's server", Refused(() => storage.Import(request, key)));
        Assert.Contains("name a key file", Refused(() => storage.ExportPrivateKey(Provider, "k")));
        Assert.Contains("name a key file", Refused(() => storage.Decrypt(Provider, "k", [], UserPfxPaddingScheme.OaepSha512)));
        Assert.Contains("connector's server", Refused(() => storage.FindAccount("CONTOSO\\svc")));

        static string Refused(Func<object> call)
        {
            var error = Assert.Throws<KeyProtectionException>(call);
            Assert.Equal(KeyProtectionErrorKind.KeyStorageUnavailable, error.Kind);
            return error.Message;
        }
    }

    [Fact]
    public async Task A_substitute_is_seen_by_what_the_test_starts_and_by_nothing_else()
    {
        var outside = new TaskCompletionSource();
        var neighbour = Task.Run(async () =>
        {
            await outside.Task;
            return KeyStorage.ForThisPlatform();
        });
        using (new MemoryKeyProviders().Substitute())
        {
            var inside = KeyStorage.ForThisPlatform();
            Assert.Empty(inside.List(Provider));
            Assert.Same(inside, await Task.Run(KeyStorage.ForThisPlatform));
            var thread = default(IKeyStorage);
            var started = new System.Threading.Thread(() => thread = KeyStorage.ForThisPlatform());
            started.Start();
            started.Join();
            Assert.Same(inside, thread);

            outside.SetResult();
            Assert.NotSame(inside, await neighbour);
        }

        Assert.False(KeyStorage.ForThisPlatform() is ConnectorKeyStorage && !OperatingSystem.IsWindows());
    }
}
