using System;
using System.Linq;
using SmimeCertTools.Core.KeyProtection;
using Xunit;

namespace SmimeCertTools.Core.Tests.KeyProtection;

public sealed class KeyReplacementTests
{
    private const string Provider = MemoryKeyProviders.SoftwareProvider;
    private const string Name = "PFXEncryptionKey";
    private const int Internal = unchecked((int)0x80090020); // NTE_FAIL

    private readonly MemoryKeyProviders _providers = new();
    private readonly ConnectorKeyStorage _storage;

    public KeyReplacementTests() => _storage = new ConnectorKeyStorage(_providers);

    [Fact]
    public void A_replacement_that_the_provider_cannot_make_leaves_the_former_key()
    {
        var former = _storage.Create(Request()).PublicKey;
        _providers.WriteFault = _ => Internal;

        var error = Refused(KeyProtectionErrorKind.KeyStorageFailed, () => _storage.Create(Request(replace: true)));

        Assert.Contains("0x80090020", error.Message);
        Assert.EndsWith("The former key was not touched.", error.Message);
        Assert.Equal(former.Fingerprint, _storage.OpenPublicKey(Provider, Name).Fingerprint);
        Assert.Equal([Name], _storage.List(Provider));
    }

    [Fact]
    public void A_replacement_that_fails_at_the_last_moment_says_what_became_of_the_former_key()
    {
        var former = _storage.Create(Request()).PublicKey;
        _providers.WriteFault = key => key.Overwrite ? Internal : null;
        Assert.EndsWith("still there.", Replace().Message);
        Assert.Equal(former.Fingerprint, _storage.OpenPublicKey(Provider, Name).Fingerprint);

        _providers.BeforeFault = key => _providers.Delete(key.ProviderName, key.KeyName);
        Assert.Contains("no longer there", Replace().Message);
        Assert.Empty(_storage.List(Provider));

        KeyProtectionException Replace() =>
            Refused(KeyProtectionErrorKind.KeyStorageFailed, () => _storage.Create(Request(replace: true)));
    }

    [Fact]
    public void An_exportable_key_that_a_failed_replacement_took_is_put_back()
    {
        var made = _storage.Create(Request(exportable: true, service: MemoryKeyProviders.ServiceAccount));
        _providers.SetExportPolicy(Provider, Name, MemoryKeyProviders.AllowExport);
        var failed = false;
        _providers.WriteFault = key => key.Overwrite && !failed ? Internal : null;
        _providers.BeforeFault = key =>
        {
            failed = true;
            _providers.Delete(key.ProviderName, key.KeyName);
        };

        var error = Refused(KeyProtectionErrorKind.KeyStorageFailed, () => _storage.Create(Request(replace: true)));

        Assert.EndsWith("The former key was put back.", error.Message);
        var back = _storage.Get(Provider, Name);
        Assert.Equal(made.PublicKey.Fingerprint, back.PublicKey.Fingerprint);
        Assert.Equal(made.Access!.Select(entry => entry.Account), back.Access!.Select(entry => entry.Account));
        Assert.Contains(MemoryKeyProviders.ServiceAccount, back.Access!.Select(entry => entry.Account));
        Assert.Equal(MemoryKeyProviders.AllowExport, _providers.ExportPolicyOf(Provider, Name));
    }

    [Fact]
    public void A_key_that_came_back_without_a_list_to_confirm_is_said_to_need_a_look()
    {
        _storage.Create(Request(exportable: true));
        _providers.SetSecurityDescriptor(Provider, Name, null);
        var failed = false;
        _providers.WriteFault = key => key.Overwrite && !failed ? Internal : null;
        _providers.BeforeFault = key =>
        {
            failed = true;
            _providers.Delete(key.ProviderName, key.KeyName);
        };

        var error = Refused(KeyProtectionErrorKind.KeyStorageFailed, () => _storage.Create(Request(replace: true)));

        Assert.Contains("put back, but its access list could not be confirmed", error.Message);
    }

    [Theory]
    [InlineData(MemoryKeyProviders.DamagedKeyset)]
    [InlineData(MemoryKeyProviders.BadData)]
    [InlineData(Internal)]
    public void A_damaged_key_is_there_and_can_be_replaced(int result)
    {
        _providers.AddDamaged(Provider, Name, result);

        Assert.True(_storage.Exists(Provider, Name));
        Refused(KeyProtectionErrorKind.KeyExists, () => _storage.Create(Request()));
        Assert.Empty(_storage.FindDroppedAccounts(Request(replace: true)));
        Assert.Equal(2048, _storage.Create(Request(replace: true)).PublicKey.KeySize);
        Assert.Equal([Name], _storage.List(Provider));
    }

    [Fact]
    public void A_key_whose_public_half_is_no_key_can_be_replaced_and_its_fate_is_not_guessed()
    {
        _providers.AddGarbled(Provider, Name);
        _providers.WriteFault = key => key.Overwrite ? Internal : null;

        var error = Refused(KeyProtectionErrorKind.KeyStorageFailed, () => _storage.Create(Request(replace: true)));
        Assert.EndsWith("is not known.", error.Message);

        _providers.WriteFault = _ => null;
        Assert.True(_storage.Exists(Provider, Name));
        Assert.Equal(2048, _storage.Create(Request(replace: true)).PublicKey.KeySize);
    }

    [Fact]
    public void Accounts_that_a_replacement_drops_are_found()
    {
        const string Sid = "S-1-5-21-1004336348-1177238915-682003330-1106";
        _storage.Create(Request(service: MemoryKeyProviders.ServiceAccount));
        Assert.Equal([MemoryKeyProviders.ServiceAccount], _storage.FindDroppedAccounts(Request(replace: true)));
        Assert.Equal(
            [MemoryKeyProviders.ServiceAccount], _storage.FindDroppedAccounts(Request(replace: true, service: Sid)));
        Assert.Empty(_storage.FindDroppedAccounts(Request(replace: true, service: MemoryKeyProviders.ServiceSid)));
        Assert.Throws<KeyProtectionException>(() => _storage.FindDroppedAccounts(Request(replace: true, service: "nobody")));

        _providers.SetSecurityDescriptor(Provider, Name, KeySecurityDescriptor.Write(
        [
            new(SecurityIdentifiers.System, KeySecurityDescriptor.GenericAll),
            new(SecurityIdentifiers.Administrators, KeySecurityDescriptor.GenericAll),
            new(MemoryKeyProviders.ServiceSid, KeySecurityDescriptor.GenericRead, IsDenied: true),
            new(Sid, KeySecurityDescriptor.GenericRead),
        ]));
        Assert.Equal([Sid], _storage.FindDroppedAccounts(Request(replace: true)));
        Assert.Empty(_storage.FindDroppedAccounts(new ConnectorKeyRequest { ProviderName = Provider, KeyName = "None" }));
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
