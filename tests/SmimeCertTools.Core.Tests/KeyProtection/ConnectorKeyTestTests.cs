using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Core.Tests.Import;
using Xunit;

namespace SmimeCertTools.Core.Tests.KeyProtection;

public sealed class ConnectorKeyTestTests : IDisposable
{
    private const string Provider = MemoryKeyProviders.SoftwareProvider;
    private const string Name = "PFXEncryptionKey";
    private const string Password = "records password 1";

    private readonly MemoryKeyProviders _providers = new();
    private readonly ConnectorKeyStorage _storage;
    private readonly ConnectorPrivateKey _key = PrivateKeys.Parse(PrivateKeys.Export(PrivateKeys.Shared, "RSAFULLPRIVATEBLOB"));

    public ConnectorKeyTestTests()
    {
        _storage = new ConnectorKeyStorage(_providers);
        const string Account = MemoryKeyProviders.ServiceAccount;
        _storage.Import(new ConnectorKeyRequest { ProviderName = Provider, KeyName = Name, ServiceAccount = Account }, _key);
    }

    [Fact]
    public void A_good_key_passes_the_round_trip_in_memory_and_in_its_provider()
    {
        foreach (var test in new[] { ConnectorKeyTest.Of(_key), ConnectorKeyTest.Of(_storage, Provider, Name) })
        {
            var findings = test.RoundTrip();
            Assert.Equal(["RoundTripOaepSha256", "RoundTripOaepSha384", "RoundTripOaepSha512"], findings.Select(f => f.Id));
            Assert.All(findings, finding => Assert.Equal(SmimeConnectorKeyCheck.Passed, finding.Check));
        }
    }

    [Fact]
    public void A_key_whose_private_half_is_gone_fails_the_round_trip()
    {
        var test = ConnectorKeyTest.Of(_storage, Provider, Name);
        using var stranger = PrivateKeys.New(2048, "stranger");
        _storage.Import(new ConnectorKeyRequest { ProviderName = Provider, KeyName = Name, Replace = true }, stranger);
        Assert.All(test.RoundTrip(), finding => Assert.Equal(SmimeConnectorKeyCheck.Failed, finding.Check));

        _providers.Delete(Provider, Name);
        Assert.All(test.RoundTrip(), finding => Assert.Equal(SmimeConnectorKeyCheck.Failed, finding.Check));
        Assert.Throws<KeyProtectionException>(() => ConnectorKeyTest.Of(_storage, Provider, Name));
    }

    [Fact]
    public void The_public_half_is_told_from_another()
    {
        var test = ConnectorKeyTest.Of(_key);
        using var stranger = new TestKey();
        var own = ConnectorPublicKey.Parse(PrivateKeys.Shared.Export("PEM CERTIFICATE"), "own.pem");
        var other = ConnectorPublicKey.Parse(stranger.Export("PEM PUBLIC KEY"), "other.pem");

        Assert.Equal(SmimeConnectorKeyCheck.Passed, test.Matches(own).Check);
        var finding = test.Matches(other);
        Assert.Equal(SmimeConnectorKeyCheck.Failed, finding.Check);
        Assert.Contains("other.pem", finding.Message);
    }

    [Theory]
    [InlineData(UserPfxPaddingScheme.OaepSha256)]
    [InlineData(UserPfxPaddingScheme.OaepSha512)]
    public void A_record_that_the_key_opens_passes(UserPfxPaddingScheme padding)
    {
        var record = Record(padding);
        Assert.Equal(SmimeConnectorKeyCheck.Passed, ConnectorKeyTest.Of(_key).Opens(record).Check);
        var finding = ConnectorKeyTest.Of(_storage, Provider, Name).Opens(record);
        Assert.Equal(("Record", SmimeConnectorKeyCheck.Passed), (finding.Id, finding.Check));
        Assert.Contains(record.UserPrincipalName, finding.Message);
    }

    [Fact]
    public void A_record_that_no_device_could_use_fails_and_says_why()
    {
        using var stranger = PrivateKeys.New(2048, "stranger");
        var record = Record();

        Fails(ConnectorKeyTest.Of(stranger), record, "does not open");
        Fails(ConnectorKeyTest.Of(_key), record with { PaddingScheme = UserPfxPaddingScheme.OaepSha256 }, "does not open");
        Fails(ConnectorKeyTest.Of(_key), record with { PaddingScheme = UserPfxPaddingScheme.Pkcs1 }, "Pkcs1");
        Fails(ConnectorKeyTest.Of(_key), record with { EncryptedPfxPassword = "not base64!" }, "no base64");
        Fails(ConnectorKeyTest.Of(_key), record with { Thumbprint = new string('A', 40) }, "another certificate");
        Fails(ConnectorKeyTest.Of(_key), record with { EncryptedPfxBlob = [1, 2, 3] }, "its PFX does not open");
        Fails(ConnectorKeyTest.Of(_key), record with { EncryptedPfxPassword = Protect("another one") }, "its PFX does not open");
        Fails(ConnectorKeyTest.Of(_storage, Provider, Name), record with { KeyName = "Other" }, "'Other'");

        static void Fails(ConnectorKeyTest test, UserPfxRecord record, string words)
        {
            var finding = test.Opens(record);
            Assert.Equal(SmimeConnectorKeyCheck.Failed, finding.Check);
            Assert.Contains(words, finding.Message);
            Assert.DoesNotContain(Password, finding.Message);
        }
    }

    [Fact]
    public void A_record_read_back_cannot_be_told()
    {
        var test = ConnectorKeyTest.Of(_key);
        Assert.Equal(SmimeConnectorKeyCheck.Unknown, test.Opens(Record() with { EncryptedPfxBlob = [0] }).Check);
        Assert.Equal(SmimeConnectorKeyCheck.Unknown, test.Opens(Record() with { EncryptedPfxPassword = string.Empty }).Check);
        var empty = Record() with { EncryptedPfxBlob = null, EncryptedPfxPassword = null };
        Assert.Equal(SmimeConnectorKeyCheck.Unknown, test.Opens(empty).Check);
    }

    [Theory]
    [InlineData(null, SmimeConnectorKeyCheck.Passed)]
    [InlineData("LocalSystem", SmimeConnectorKeyCheck.Passed)]
    [InlineData(MemoryKeyProviders.ServiceAccount, SmimeConnectorKeyCheck.Passed)]
    [InlineData("svc-intune@contoso.com", SmimeConnectorKeyCheck.Passed)]
    [InlineData("S-1-5-21-1-2-3-1234", SmimeConnectorKeyCheck.Unknown)]
    [InlineData(@"CONTOSO\nobody", SmimeConnectorKeyCheck.Failed)]
    public void The_services_access_is_told_as_far_as_the_list_goes(string? account, SmimeConnectorKeyCheck expected)
    {
        var finding = ConnectorKeyTest.Of(_storage, Provider, Name).MayBeUsedBy(account);
        Assert.Equal(("ServiceAccount", expected), (finding.Id, finding.Check));
        Assert.Contains(account ?? "LocalSystem", finding.Message);
    }

    [Fact]
    public void A_service_that_is_denied_or_not_listed_fails()
    {
        const string Service = MemoryKeyProviders.ServiceSid;
        const uint All = KeySecurityDescriptor.GenericAll;
        var denied = new KeyAccessEntry(Service, All, IsDenied: true);
        Assert.Equal((SmimeConnectorKeyCheck.Failed, true), Check("denies", denied, new KeyAccessEntry("S-1-5-18", All)));
        Assert.Equal((SmimeConnectorKeyCheck.Failed, true), Check("no entry", new KeyAccessEntry("S-1-5-18", All)));
        Assert.Equal((SmimeConnectorKeyCheck.Unknown, true), Check("Administrators", new KeyAccessEntry("S-1-5-32-544", All)));
        _providers.SetSecurityDescriptor(Provider, Name, null);
        Assert.Equal(SmimeConnectorKeyCheck.Unknown, ConnectorKeyTest.Of(_storage, Provider, Name).MayBeUsedBy(null).Check);
        Assert.Equal(SmimeConnectorKeyCheck.Unknown, ConnectorKeyTest.Of(_key).MayBeUsedBy(null).Check);

        (SmimeConnectorKeyCheck Check, bool Says) Check(string words, params KeyAccessEntry[] entries)
        {
            _providers.SetSecurityDescriptor(Provider, Name, KeySecurityDescriptor.Write(entries));
            var finding = ConnectorKeyTest.Of(_storage, Provider, Name).MayBeUsedBy(MemoryKeyProviders.ServiceAccount);
            return (finding.Check, finding.Message.Contains(words, StringComparison.Ordinal));
        }
    }

    public void Dispose() => _key.Dispose();

    private UserPfxRecord Record(UserPfxPaddingScheme padding = UserPfxPaddingScheme.OaepSha512)
    {
        using var certificate = TestPfx.Certificate(TestPfx.Dual);
        return new UserPfxRecord
        {
            UserPrincipalName = "anna@contoso.com",
            Thumbprint = certificate.Thumbprint,
            IntendedPurpose = UserPfxPurpose.SmimeEncryption,
            StartDateTime = certificate.NotBefore,
            ExpirationDateTime = certificate.NotAfter,
            ProviderName = Provider,
            KeyName = Name,
            PaddingScheme = padding,
            EncryptedPfxBlob = certificate.ExportPkcs12(
                new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2000), Password),
            EncryptedPfxPassword = Protect(Password, padding),
        };
    }

    private string Protect(string password, UserPfxPaddingScheme padding = UserPfxPaddingScheme.OaepSha512)
    {
        using var secret = SecretText.Copy(password);
        return Convert.ToBase64String(new PasswordProtector(_key.PublicKey, padding).Protect(secret, "anna"));
    }
}
