using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Secrets;
using Xunit;

namespace SmimeCertTools.Core.Tests.KeyProtection;

public sealed class ConnectorKeyStorageTests
{
    private const string Provider = MemoryKeyProviders.SoftwareProvider;
    private const string Name = "PFXEncryptionKey";

    private readonly MemoryKeyProviders _providers = new();
    private readonly ConnectorKeyStorage _storage;

    public ConnectorKeyStorageTests() => _storage = new ConnectorKeyStorage(_providers);

    [Fact]
    public void A_new_key_is_there_with_its_access_list()
    {
        var made = _storage.Create(Request(service: MemoryKeyProviders.ServiceAccount));

        Assert.Equal(2048, made.PublicKey.KeySize);
        Assert.False(made.IsExportable);
        Assert.Equal(
            [@"NT AUTHORITY\SYSTEM", @"BUILTIN\Administrators", MemoryKeyProviders.ServiceAccount],
            made.Access!.Select(entry => entry.Account));
        Assert.All(made.Access!, entry => Assert.True(entry is { CanUse: true, IsDenied: false }));
        Assert.Equal([Name], _storage.List(Provider));
        Assert.Equal(made.PublicKey.Fingerprint, _storage.Get(Provider, Name).PublicKey.Fingerprint);
        Assert.Equal(Provider + "\\" + Name, _storage.OpenPublicKey(Provider, Name).Source);
    }

    [Fact]
    public void Passwords_go_around_through_the_provider()
    {
        var key = _storage.Create(Request()).PublicKey;
        using var password = SecretText.Copy("pass word");
        var encrypted = new PasswordProtector(key, UserPfxPaddingScheme.OaepSha384).Protect(password, "anna");

        using var decrypted = _storage.Decrypt(Provider, Name, encrypted, UserPfxPaddingScheme.OaepSha384);
        Assert.Equal("pass word", Encoding.ASCII.GetString(decrypted.Span));

        Refused(KeyProtectionErrorKind.KeyDecryptionFailed, () => Decrypt(encrypted, UserPfxPaddingScheme.OaepSha512));
        Refused(KeyProtectionErrorKind.KeyDecryptionFailed, () => Decrypt([1, 2, 3], UserPfxPaddingScheme.OaepSha512));
        Refused(KeyProtectionErrorKind.PaddingNotSupported, () => Decrypt(encrypted, UserPfxPaddingScheme.Pkcs1));

        SecretBytes Decrypt(byte[] bytes, UserPfxPaddingScheme padding) => _storage.Decrypt(Provider, Name, bytes, padding);
    }

    [Fact]
    public void A_key_travels_from_one_connector_to_another_in_an_encrypted_file()
    {
        _storage.Create(Request(exportable: true));
        using var password = PrivateKeys.Secret();
        using var exported = _storage.ExportPrivateKey(Provider, Name);
        using var read = PrivateKeys.Parse(Encoding.ASCII.GetBytes(exported.ToEncryptedPem(password)));

        var second = new ConnectorKeyStorage(new MemoryKeyProviders());
        var imported = second.Import(Request(), read);

        Assert.Equal(_storage.Get(Provider, Name).PublicKey.Fingerprint, imported.PublicKey.Fingerprint);
        Assert.False(imported.IsExportable);
        Refused(KeyProtectionErrorKind.KeyNotExportable, () => second.ExportPrivateKey(Provider, Name));
    }

    [Fact]
    public void A_key_that_is_there_stays_unless_it_is_to_be_replaced()
    {
        var former = _storage.Create(Request()).PublicKey;
        using var key = PrivateKeys.New(2048, "new");

        Assert.Contains("have it replaced", Refused(KeyProtectionErrorKind.KeyExists, () => _storage.Create(Request())).Message);
        Refused(KeyProtectionErrorKind.KeyExists, () => _storage.Import(Request(), key));
        Assert.Equal(former.Fingerprint, _storage.OpenPublicKey(Provider, Name).Fingerprint);

        Assert.Equal(key.PublicKey.Fingerprint, _storage.Import(Request(replace: true), key).PublicKey.Fingerprint);
        Assert.NotEqual(key.PublicKey.Fingerprint, _storage.Create(Request(replace: true)).PublicKey.Fingerprint);
        Assert.Equal([Name], _storage.List(Provider));
    }

    [Fact]
    public void A_failure_that_says_nothing_of_the_key_is_no_sign_that_it_is_there()
    {
        Assert.False(_storage.Exists(Provider, Name));
        _providers.AddDamaged(Provider, Name, MemoryKeyProviders.NotFound);
        Assert.False(_storage.Exists(Provider, Name));
        Refused(KeyProtectionErrorKind.KeyNotFound, () => _storage.Exists("No such provider", Name));
        foreach (var replace in new[] { false, true })
        {
            var request = new ConnectorKeyRequest { ProviderName = "No such provider", KeyName = Name, Replace = replace };
            Assert.Contains("certutil", Refused(KeyProtectionErrorKind.KeyNotFound, () => _storage.Create(request)).Message);
        }
    }

    [Fact]
    public void A_name_that_is_longer_than_any_account_s_is_refused_by_its_start()
    {
        var name = new string('x', 600);
        var error = Refused(KeyProtectionErrorKind.ServiceAccountNotFound, () => _storage.Create(Request(service: name)));
        Assert.Contains("600 characters", error.Message);
        Assert.DoesNotContain(name, error.Message);
        Assert.Empty(_storage.List(Provider));
    }

    [Fact]
    public void Accounts_are_found_by_every_kind_of_name()
    {
        const string Sid = MemoryKeyProviders.ServiceSid;
        foreach (var name in new[]
        {
            MemoryKeyProviders.ServiceAccount, "svc-intune@contoso.com", Sid, " " + Sid.ToLowerInvariant(),
        })
        {
            Assert.Equal(Sid, _storage.FindAccount(name));
        }

        Assert.Equal("S-1-5-18", _storage.FindAccount("localsystem"));
        var error = Refused(
            KeyProtectionErrorKind.ServiceAccountNotFound, () => _storage.Create(Request(service: @"CONTOSO\nobody")));
        Assert.Equal(@"CONTOSO\nobody", error.Item);
        Assert.Empty(_storage.List(Provider));
    }

    [Fact]
    public void A_provider_for_hardware_keeps_its_own_access_list_unless_one_is_asked_for()
    {
        const string Hardware = MemoryKeyProviders.HardwareProvider;
        var made = _storage.Create(new ConnectorKeyRequest { ProviderName = Hardware, KeyName = Name, KeySize = 2048 });
        Assert.Null(made.Access);

        Refused(KeyProtectionErrorKind.KeyStorageFailed, () => _storage.Create(new ConnectorKeyRequest
        {
            ProviderName = Hardware,
            KeyName = "Other",
            KeySize = 2048,
            ServiceAccount = MemoryKeyProviders.ServiceAccount,
        }));
        Assert.Equal([Name], _storage.List(Hardware));
    }

    [Fact]
    public void What_is_not_there_or_not_rsa_is_named()
    {
        _providers.AddEc(Provider, "EC");
        const string Advice = "exported public half";
        const KeyProtectionErrorKind NotFound = KeyProtectionErrorKind.KeyNotFound;
        Assert.Contains(Advice, Refused(NotFound, () => _storage.OpenPublicKey(Provider, Name)).Message);
        Assert.DoesNotContain(Advice, Refused(NotFound, () => _storage.Get(Provider, Name)).Message);
        Refused(KeyProtectionErrorKind.KeyNotFound, () => _storage.Get("No such provider", Name));
        Refused(KeyProtectionErrorKind.KeyNotFound, () => _storage.List("No such provider"));
        Refused(KeyProtectionErrorKind.KeyNotFound, () => _storage.ExportPrivateKey(Provider, Name));
        Refused(KeyProtectionErrorKind.PublicKeyNotRsa, () => _storage.Get(Provider, "EC"));
        Refused(KeyProtectionErrorKind.PublicKeyNotRsa, () => _storage.ExportPrivateKey(Provider, "EC"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _storage.Create(Request(size: 1024)));
        Assert.Throws<ArgumentException>(() => _storage.Get(Provider, " "));
    }

    private static ConnectorKeyRequest Request(
        bool replace = false, bool exportable = false, string? service = null, int size = 2048) => new()
        {
            ProviderName = Provider,
            KeyName = Name,
            KeySize = size,
            Exportable = exportable,
            ServiceAccount = service,
            Replace = replace,
        };

    private static KeyProtectionException Refused(KeyProtectionErrorKind kind, Func<object> call)
    {
        var error = Assert.Throws<KeyProtectionException>(call);
        Assert.Equal(kind, error.Kind);
        return error;
    }
}
