using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Tests.Pfx.Writing;
using Xunit;

namespace SmimeCertTools.Core.Tests.Import;

/// <summary>Files that are written anew under a random password, and what becomes of each of their key pairs.</summary>
public sealed class UserPfxRewrapTests : UserPfxPreparing
{
    [Theory]
    [InlineData(SmimePfxEncryption.TripleDesSha1, "HMAC-SHA1", "PBES1 3DES-CBC (SHA-1)", 100)]
    [InlineData(SmimePfxEncryption.Aes256Sha256, "HMAC-SHA256", "PBES2 AES-256-CBC (HMAC-SHA256)", 1_000)]
    public async Task The_record_holds_the_pair_and_its_chain_under_a_password_for_the_connector(
        SmimePfxEncryption scheme, string mac, string encryption, int iterations)
    {
        var root = Source.Make("Root", isAuthority: true);
        var anna = Source.Make("Anna", root, usage: Encryption);
        Source.AddCertificate(Source.Make("Stranger", isAuthority: true)).AddCertificate(root).AddPair(anna, "Anna's old key");
        using var original = Source.Open();

        var file = await PrepareAsync(Source.Encode(), Source.Password, scheme);

        Assert.Empty(file.Failures);
        var record = Assert.Single(file.Records).Record;
        UserPfxRecordValidator.Validate(record);
        Assert.Equal((anna.Thumbprint, UserPfxPurpose.SmimeEncryption), (record.Thumbprint, record.IntendedPurpose));
        using var delivered = Deliver(record);
        var pair = Assert.Single(delivered.KeyPairs);
        Assert.Equal(original.KeyPairs[0].PrivateKey.Span.ToArray(), pair.PrivateKey.Span.ToArray());
        Assert.Equal(["CN=Anna", "CN=Root"], delivered.Certificates.Select(certificate => certificate.Subject));
        Assert.Null(pair.FriendlyName);
        Assert.Equal(mac, delivered.Protection.MacAlgorithm);
        Assert.Equal([encryption], delivered.Protection.KeyEncryption.Select(part => part.Algorithm));
        Assert.Equal([encryption], delivered.Protection.CertificateEncryption.Select(part => part.Algorithm));
        Assert.Equal(iterations, delivered.Protection.MacIterations);
    }

    [Fact]
    public async Task Each_pair_becomes_a_record_with_its_own_purpose_and_its_own_password()
    {
        var signing = Source.Make("Anna signs", usage: Signing);
        var old = Source.Make("Anna encrypted", usage: Encryption);
        var current = Source.Make("Anna encrypts", usage: Encryption);
        Source.AddPair(signing).AddPair(old).AddPair(current);

        var file = await PrepareAsync(Source.Encode(), Source.Password);

        Assert.Empty(file.Failures);
        Assert.Equal(
            [
                (signing.Thumbprint, UserPfxPurpose.SmimeSigning),
                (old.Thumbprint, UserPfxPurpose.SmimeEncryption),
                (current.Thumbprint, UserPfxPurpose.SmimeEncryption),
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
        var content = Source.AddPair(Source.Make("Anna", usage: Encryption)).Encode();

        var one = Assert.Single((await PrepareAsync(content, Source.Password)).Records).Record;
        var two = Assert.Single((await PrepareAsync(content, Source.Password)).Records).Record;

        Assert.NotEqual(Password(one), Password(two));
        Assert.NotEqual(one.EncryptedPfxBlob, two.EncryptedPfxBlob);
        Assert.All([Password(one), Password(two)], password => Assert.Matches("^[A-Za-z0-9]{32}$", password));
    }

    [Fact]
    public async Task A_given_purpose_settles_the_pairs_that_leave_a_choice()
    {
        Source.AddPair(Source.Make("Dual", usage: Signing | Encryption));
        Source.AddPair(Source.Make("Signs", usage: Signing));
        Source.AddPair(Source.Make("Encrypts", usage: Encryption));

        var file = await PrepareAsync(Source.Encode(), Source.Password, purpose: UserPfxPurpose.SmimeEncryption);

        Assert.Empty(file.Failures);
        Assert.Equal(
            [UserPfxPurpose.SmimeEncryption, UserPfxPurpose.SmimeSigning, UserPfxPurpose.SmimeEncryption],
            file.Records.Select(prepared => prepared.Record.IntendedPurpose));
        Assert.Equal([0, 1, 0], file.Records.Select(prepared => prepared.Warnings.Count));
        Assert.Contains("gets the purpose SmimeSigning and not SmimeEncryption", file.Records[1].Warnings[0]);
        Assert.Contains(SourcePath, file.Records[1].Warnings[0]);
    }

    [Fact]
    public async Task A_given_purpose_other_than_mail_applies_to_every_pair()
    {
        Source.AddPair(Source.Make("Signs", usage: Signing)).AddPair(Source.Make("Encrypts", usage: Encryption));

        var file = await PrepareAsync(Source.Encode(), Source.Password, purpose: UserPfxPurpose.Wifi);

        Assert.Equal(
            [UserPfxPurpose.Wifi, UserPfxPurpose.Wifi], file.Records.Select(prepared => prepared.Record.IntendedPurpose));
    }

    [Fact]
    public async Task A_given_purpose_wins_for_the_only_pair()
    {
        Source.AddPair(Source.Make("Signs", usage: Signing));

        var file = await PrepareAsync(Source.Encode(), Source.Password, purpose: UserPfxPurpose.SmimeEncryption);

        var prepared = Assert.Single(file.Records);
        Assert.Equal(UserPfxPurpose.SmimeEncryption, prepared.Record.IntendedPurpose);
        Assert.Contains("cannot decrypt mail", Assert.Single(prepared.Warnings));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(UserPfxPurpose.SmimeEncryption)]
    public async Task Pairs_that_cannot_be_used_do_not_take_the_others_with_them(UserPfxPurpose? purpose)
    {
        var root = Source.Make("Root", isAuthority: true, usage: Signing);
        var server = Source.Make("Server", usage: Signing | Encryption, extendedKeyUsage: "1.3.6.1.5.5.7.3.1");
        var anna = Source.Make("Anna", root, usage: Encryption);
        Source.AddPair(root).AddPair(server).AddPair(anna);

        var file = await PrepareAsync(Source.Encode(), Source.Password, purpose: purpose);

        Assert.Equal(anna.Thumbprint, Assert.Single(file.Records).Record.Thumbprint);
        Assert.Equal([root.Thumbprint, server.Thumbprint], file.Failures.Select(failure => failure.Certificate.Thumbprint));
        Assert.All(file.Failures, failure => Assert.Equal(ImportErrorKind.PurposeNotAllowed, failure.Error.Kind));
        Assert.All(file.Failures, failure => Assert.Contains(failure.Certificate.Thumbprint, failure.Error.Message));
        Assert.All(file.Failures, failure => Assert.Equal(SourcePath, failure.Error.Item));
        Assert.Contains("certification authority", file.Failures[0].Error.Message);
        Assert.Contains("lacks emailProtection", file.Failures[1].Error.Message);
        Assert.Contains("split the file", file.Failures[1].Error.Message);

        // The authority's certificate is in the chain, without its key.
        using var delivered = Deliver(file.Records[0].Record);
        Assert.Equal(["CN=Anna", "CN=Root"], delivered.Certificates.Select(certificate => certificate.Subject));
        Assert.Single(delivered.KeyPairs);
    }

    [Fact]
    public async Task Dual_use_without_a_purpose_is_the_failure_of_that_pair_alone()
    {
        var dual = Source.Make("Dual", usage: Signing | Encryption);
        Source.AddPair(dual).AddPair(Source.Make("Signs", usage: Signing));

        var file = await PrepareAsync(Source.Encode(), Source.Password);

        Assert.Single(file.Records);
        var failure = Assert.Single(file.Failures);
        Assert.Equal((dual.Thumbprint, ImportErrorKind.PurposeRequired), (failure.Certificate.Thumbprint, failure.Error.Kind));
    }

    [Fact]
    public async Task An_authority_alone_in_its_file_is_warned_of()
    {
        Source.AddPair(Source.Make("Root", isAuthority: true, usage: Signing));

        var prepared = Assert.Single((await PrepareAsync(Source.Encode(), Source.Password)).Records);

        Assert.Collection(
            prepared.Warnings.OrderBy(warning => warning.Contains("has neither a mail address")),
            warning => Assert.Contains("is a certification authority's", warning),
            warning => Assert.Contains("has neither a mail address nor a user principal name", warning));
    }

    [Theory]
    [InlineData("Schlüssel")]
    [InlineData("🔑🔑🔑")]
    [InlineData("line\nbreak")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        + "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task Any_password_of_theSource_will_do(string? password)
    {
        using var source = new SourcePfx { Password = password ?? string.Empty };
        var content = source.AddPair(source.Make("Anna", usage: Encryption)).Encode();

        var file = await PrepareAsync(content, password);

        using var delivered = Deliver(Assert.Single(file.Records).Record);
        Assert.Single(delivered.KeyPairs);
        await Assert.ThrowsAsync<KeyProtectionException>(
            () => PrepareAsync(content, password, scheme: SmimePfxEncryption.Unchanged));
    }

    [Fact]
    public async Task A_key_in_clear_is_encrypted()
    {
        var content = Source.AddPair(Source.Make("Anna", usage: Encryption)).Encode(inClear: true);

        var file = await PrepareAsync(content, Source.Password);

        using var delivered = Deliver(Assert.Single(file.Records).Record);
        Assert.Equal("PBES1 3DES-CBC (SHA-1)", Assert.Single(delivered.Protection.KeyEncryption).Algorithm);
        var key = delivered.KeyPairs[0].PrivateKey.Span.Slice(40, 16);
        Assert.NotEqual(-1, content.AsSpan().IndexOf(key));
        Assert.Equal(-1, file.Records[0].Record.EncryptedPfxBlob.AsSpan().IndexOf(key));
        var refused = await Assert.ThrowsAsync<ImportException>(
            () => PrepareAsync(content, Source.Password, scheme: SmimePfxEncryption.Unchanged));
        Assert.Equal(ImportErrorKind.PrivateKeyUnprotected, refused.Kind);
        Assert.Contains("encrypted anew", refused.Message);
    }

    [Fact]
    public async Task A_wrong_password_is_still_one()
    {
        var content = Source.AddPair(Source.Make("Anna", usage: Encryption)).Encode();

        var error = await Assert.ThrowsAsync<PfxException>(() => PrepareAsync(content, "falsch, ß"));

        Assert.Equal(PfxErrorKind.PasswordIncorrect, error.Kind);
    }
}
