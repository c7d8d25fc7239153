using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Core.Tests.KeyProtection;
using SmimeCertTools.Core.Tests.Pfx.Writing;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Import;

/// <summary>Files that are written anew under a random password, and what becomes of each of their key pairs.</summary>
public sealed class UserPfxRewrapTests : IDisposable
{
    private const string User = "anna@contoso.com";
    private const X509KeyUsageFlags Signing = X509KeyUsageFlags.DigitalSignature;
    private const X509KeyUsageFlags Encryption = X509KeyUsageFlags.KeyAgreement;

    private static readonly TestKey Connector = new();

    private readonly TempFolder _folder = new();
    private readonly SourcePfx _source = new();

    public void Dispose()
    {
        _source.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(PfxEncryptionScheme.TripleDesSha1, "HMAC-SHA1", "PBES1 3DES-CBC (SHA-1)")]
    [InlineData(PfxEncryptionScheme.Aes256Sha256, "HMAC-SHA256", "PBES2 AES-256-CBC (HMAC-SHA256)")]
    public async Task The_record_holds_the_pair_and_its_chain_under_a_password_for_the_connector(
        PfxEncryptionScheme scheme, string mac, string encryption)
    {
        var root = _source.Make("Root", isAuthority: true);
        var anna = _source.Make("Anna", root, usage: Encryption);
        _source.AddCertificate(_source.Make("Stranger", isAuthority: true)).AddCertificate(root).AddPair(anna, "Anna's old key");
        using var original = _source.Open();

        var file = await PrepareAsync(_source.Encode(), _source.Password, scheme);

        Assert.Empty(file.Failures);
        var record = Assert.Single(file.Records).Record;
        UserPfxRecordValidator.Validate(record);
        Assert.Equal((anna.Thumbprint, IntendedPurpose.SmimeEncryption), (record.Thumbprint, record.IntendedPurpose));
        using var delivered = Deliver(record);
        var pair = Assert.Single(delivered.KeyPairs);
        Assert.Equal(original.KeyPairs[0].PrivateKey.Span.ToArray(), pair.PrivateKey.Span.ToArray());
        Assert.Equal(["CN=Anna", "CN=Root"], delivered.Certificates.Select(certificate => certificate.Subject));
        Assert.Null(pair.FriendlyName);
        Assert.Equal(mac, delivered.Protection.MacAlgorithm);
        Assert.Equal([encryption], delivered.Protection.KeyEncryption.Select(part => part.Algorithm));
        Assert.Equal([encryption], delivered.Protection.CertificateEncryption.Select(part => part.Algorithm));
        Assert.InRange(delivered.Protection.MacIterations, 1000, 10_000);
    }

    [Fact]
    public async Task Each_pair_becomes_a_record_with_its_own_purpose_and_its_own_password()
    {
        var signing = _source.Make("Anna signs", usage: Signing);
        var old = _source.Make("Anna encrypted", usage: Encryption);
        var current = _source.Make("Anna encrypts", usage: Encryption);
        _source.AddPair(signing).AddPair(old).AddPair(current);

        var file = await PrepareAsync(_source.Encode(), _source.Password);

        Assert.Empty(file.Failures);
        Assert.Equal(
            [
                (signing.Thumbprint, IntendedPurpose.SmimeSigning),
                (old.Thumbprint, IntendedPurpose.SmimeEncryption),
                (current.Thumbprint, IntendedPurpose.SmimeEncryption),
            ],
            file.Records.Select(prepared => (prepared.Record.Thumbprint, prepared.Record.IntendedPurpose)));
        Assert.Equal(3, file.Records.Select(prepared => Password(prepared.Record)).Distinct().Count());
        foreach (var prepared in file.Records)
        {
            Assert.Empty(prepared.Warnings);
            using var delivered = Deliver(prepared.Record);
            Assert.Equal(prepared.Record.Thumbprint, Assert.Single(delivered.Certificates).Thumbprint);
            Assert.Single(delivered.KeyPairs);
        }
    }

    [Fact]
    public async Task The_same_file_gets_another_password_each_time()
    {
        var content = _source.AddPair(_source.Make("Anna", usage: Encryption)).Encode();

        var one = Assert.Single((await PrepareAsync(content, _source.Password)).Records).Record;
        var two = Assert.Single((await PrepareAsync(content, _source.Password)).Records).Record;

        Assert.NotEqual(Password(one), Password(two));
        Assert.NotEqual(one.EncryptedPfxBlob, two.EncryptedPfxBlob);
        Assert.All([Password(one), Password(two)], password => Assert.Matches("^[A-Za-z0-9]{32}$", password));
    }

    [Fact]
    public async Task A_given_purpose_settles_the_pairs_that_leave_a_choice()
    {
        _source.AddPair(_source.Make("Dual", usage: Signing | Encryption));
        _source.AddPair(_source.Make("Signs", usage: Signing));
        _source.AddPair(_source.Make("Encrypts", usage: Encryption));

        var file = await PrepareAsync(_source.Encode(), _source.Password, purpose: IntendedPurpose.SmimeEncryption);

        Assert.Empty(file.Failures);
        Assert.Equal(
            [IntendedPurpose.SmimeEncryption, IntendedPurpose.SmimeSigning, IntendedPurpose.SmimeEncryption],
            file.Records.Select(prepared => prepared.Record.IntendedPurpose));
        Assert.Equal([0, 1, 0], file.Records.Select(prepared => prepared.Warnings.Count));
        Assert.Contains("gets the purpose SmimeSigning and not SmimeEncryption", file.Records[1].Warnings[0]);
        Assert.Contains(file.Path, file.Records[1].Warnings[0]);
    }

    [Fact]
    public async Task A_given_purpose_other_than_mail_applies_to_every_pair()
    {
        _source.AddPair(_source.Make("Signs", usage: Signing)).AddPair(_source.Make("Encrypts", usage: Encryption));

        var file = await PrepareAsync(_source.Encode(), _source.Password, purpose: IntendedPurpose.Wifi);

        Assert.Equal(
            [IntendedPurpose.Wifi, IntendedPurpose.Wifi], file.Records.Select(prepared => prepared.Record.IntendedPurpose));
    }

    [Fact]
    public async Task A_given_purpose_wins_for_the_only_pair()
    {
        _source.AddPair(_source.Make("Signs", usage: Signing));

        var file = await PrepareAsync(_source.Encode(), _source.Password, purpose: IntendedPurpose.SmimeEncryption);

        var prepared = Assert.Single(file.Records);
        Assert.Equal(IntendedPurpose.SmimeEncryption, prepared.Record.IntendedPurpose);
        Assert.Contains("cannot decrypt mail", Assert.Single(prepared.Warnings));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(IntendedPurpose.SmimeEncryption)]
    public async Task Pairs_that_cannot_be_used_do_not_take_the_others_with_them(IntendedPurpose? purpose)
    {
        var root = _source.Make("Root", isAuthority: true, usage: Signing);
        var server = _source.Make("Server", usage: Signing | Encryption, extendedKeyUsage: "1.3.6.1.5.5.7.3.1");
        var anna = _source.Make("Anna", root, usage: Encryption);
        _source.AddPair(root).AddPair(server).AddPair(anna);

        var file = await PrepareAsync(_source.Encode(), _source.Password, purpose: purpose);

        Assert.Equal(anna.Thumbprint, Assert.Single(file.Records).Record.Thumbprint);
        Assert.Equal([root.Thumbprint, server.Thumbprint], file.Failures.Select(failure => failure.Certificate.Thumbprint));
        Assert.All(file.Failures, failure => Assert.Equal(ImportErrorKind.PurposeNotAllowed, failure.Error.Kind));
        Assert.All(file.Failures, failure => Assert.Contains(failure.Certificate.Thumbprint, failure.Error.Message));
        Assert.All(file.Failures, failure => Assert.Equal(file.Path, failure.Error.Item));
        Assert.Contains("certification authority", file.Failures[0].Error.Message);
        Assert.Contains("lacks emailProtection", file.Failures[1].Error.Message);
        Assert.Contains("Convert-SmimePfx", file.Failures[1].Error.Message);

        // The authority's certificate is in the chain, without its key.
        using var delivered = Deliver(file.Records[0].Record);
        Assert.Equal(["CN=Anna", "CN=Root"], delivered.Certificates.Select(certificate => certificate.Subject));
        Assert.Single(delivered.KeyPairs);
    }

    [Fact]
    public async Task Dual_use_without_a_purpose_is_the_failure_of_that_pair_alone()
    {
        var dual = _source.Make("Dual", usage: Signing | Encryption);
        _source.AddPair(dual).AddPair(_source.Make("Signs", usage: Signing));

        var file = await PrepareAsync(_source.Encode(), _source.Password);

        Assert.Single(file.Records);
        var failure = Assert.Single(file.Failures);
        Assert.Equal((dual.Thumbprint, ImportErrorKind.PurposeRequired), (failure.Certificate.Thumbprint, failure.Error.Kind));
    }

    [Fact]
    public async Task An_authority_alone_in_its_file_is_warned_of()
    {
        _source.AddPair(_source.Make("Root", isAuthority: true, usage: Signing));

        var prepared = Assert.Single((await PrepareAsync(_source.Encode(), _source.Password)).Records);

        Assert.Contains("is a certification authority's", Assert.Single(prepared.Warnings));
    }

    [Theory]
    [InlineData("Schlüssel")]
    [InlineData("🔑🔑🔑")]
    [InlineData("line\nbreak")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        + "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task Any_password_of_the_source_will_do(string? password)
    {
        using var source = new SourcePfx { Password = password ?? string.Empty };
        var content = source.AddPair(source.Make("Anna", usage: Encryption)).Encode();

        var file = await PrepareAsync(content, password);

        using var delivered = Deliver(Assert.Single(file.Records).Record);
        Assert.Single(delivered.KeyPairs);
        await Assert.ThrowsAsync<KeyProtectionException>(() => PrepareAsync(content, password, scheme: null));
    }

    [Fact]
    public async Task A_key_in_clear_is_encrypted()
    {
        var content = _source.AddPair(_source.Make("Anna", usage: Encryption)).Encode(inClear: true);

        var file = await PrepareAsync(content, _source.Password);

        using var delivered = Deliver(Assert.Single(file.Records).Record);
        Assert.Equal("PBES1 3DES-CBC (SHA-1)", Assert.Single(delivered.Protection.KeyEncryption).Algorithm);
        var key = delivered.KeyPairs[0].PrivateKey.Span.Slice(40, 16);
        Assert.NotEqual(-1, content.AsSpan().IndexOf(key));
        Assert.Equal(-1, file.Records[0].Record.EncryptedPfxBlob.AsSpan().IndexOf(key));
        var refused = await Assert.ThrowsAsync<ImportException>(() => PrepareAsync(content, _source.Password, scheme: null));
        Assert.Equal(ImportErrorKind.PrivateKeyUnprotected, refused.Kind);
        Assert.Contains("-PfxEncryption TripleDesSha1", refused.Message);
    }

    [Fact]
    public async Task Unchanged_files_keep_their_bytes_and_their_password()
    {
        var content = _source.AddPair(_source.Make("Anna", usage: Encryption), "Anna's").Encode();

        var record = Assert.Single((await PrepareAsync(content, _source.Password, scheme: null)).Records).Record;

        Assert.Equal(content, record.EncryptedPfxBlob);
        Assert.Equal(_source.Password, Password(record));
    }

    [Fact]
    public async Task Several_pairs_cannot_go_unchanged_and_the_error_says_what_to_do()
    {
        _source.AddPair(_source.Make("Signs", usage: Signing)).AddPair(_source.Make("Encrypts", usage: Encryption));

        var error = await Assert.ThrowsAsync<PfxException>(
            () => PrepareAsync(_source.Encode(), _source.Password, scheme: null));

        Assert.Equal(PfxErrorKind.MultipleKeyPairs, error.Kind);
        Assert.Contains("-PfxEncryption TripleDesSha1", error.Message);
        Assert.Contains("Convert-SmimePfx", error.Message);
    }

    [Fact]
    public async Task A_wrong_password_is_still_one()
    {
        var content = _source.AddPair(_source.Make("Anna", usage: Encryption)).Encode();

        var error = await Assert.ThrowsAsync<PfxException>(() => PrepareAsync(content, "falsch, ß"));

        Assert.Equal(PfxErrorKind.PasswordIncorrect, error.Kind);
    }

    private static string Password(UserPfxRecord record) => Encoding.ASCII.GetString(
        Connector.Rsa.Decrypt(Convert.FromBase64String(record.EncryptedPfxPassword!), RSAEncryptionPadding.OaepSHA512));

    // What the connector and the device do: decrypt the password with the connector's private key and open the PFX with it.
    private static PfxContents Deliver(UserPfxRecord record)
    {
        using var platform = X509CertificateLoader.LoadPkcs12(record.EncryptedPfxBlob!, Password(record));
        Assert.True(platform.HasPrivateKey);
        Assert.Equal(record.Thumbprint, platform.Thumbprint);
        using var password = SecretText.Copy(Password(record));
        return PfxReader.Open(record.EncryptedPfxBlob, password);
    }

    private async Task<PreparedUserPfxFile> PrepareAsync(
        byte[] content,
        string? sourcePassword,
        PfxEncryptionScheme? scheme = PfxEncryptionScheme.TripleDesSha1,
        IntendedPurpose? purpose = null)
    {
        using var password = sourcePassword is null ? SecretText.Absent() : SecretText.Copy(sourcePassword);
        var source = new UserPfxSource
        {
            UserPrincipalName = User,
            Path = _folder.Write("anna.pfx", content),
            Password = password,
            IntendedPurpose = purpose,
        };
        var protection = new UserPfxProtection
        {
            Protector = new PasswordProtector(ConnectorPublicKey.Parse(Connector.CngBlob(), "connector"), PaddingScheme.OaepSha512),
            ProviderName = "Provider",
            KeyName = "Key",
            Encryption = scheme,
        };
        var file = await UserPfxPreparer.PrepareAsync(source, protection, new FixedClock(TestPfx.Now), CancellationToken.None);
        Assert.Equal(source.Path, file.Path);
        return file;
    }
}
