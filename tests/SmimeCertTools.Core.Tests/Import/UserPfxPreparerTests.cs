using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Core.Tests.KeyProtection;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Import;

public sealed class UserPfxPreparerTests : IDisposable
{
    private const string User = "anna@contoso.com";
    private static readonly TestKey Connector = new();
    private readonly TempFolder _folder = new();
    private readonly string _password = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));

    public void Dispose() => _folder.Dispose();

    [ToolTheory("openssl")]
    [InlineData(X509KeyUsageFlags.KeyEncipherment, null, UserPfxPurpose.SmimeEncryption)]
    [InlineData(X509KeyUsageFlags.DigitalSignature, null, UserPfxPurpose.SmimeSigning)]
    [InlineData(TestPfx.Dual, UserPfxPurpose.SmimeSigning, UserPfxPurpose.SmimeSigning)]
    [InlineData(TestPfx.Dual, UserPfxPurpose.SmimeEncryption, UserPfxPurpose.SmimeEncryption)]
    [InlineData(X509KeyUsageFlags.KeyEncipherment, UserPfxPurpose.Wifi, UserPfxPurpose.Wifi)]
    public async Task A_file_becomes_a_record_that_the_connector_can_open(
        X509KeyUsageFlags usage, UserPfxPurpose? given, UserPfxPurpose expected)
    {
        using var certificate = TestPfx.Certificate(usage);
        var path = await TestPfx.WriteAsync(_folder, "anna.pfx", certificate, _password);

        var prepared = await PrepareAsync(path, given);

        var record = prepared.Record;
        UserPfxRecordValidator.Validate(record);
        Assert.Equal(expected, record.IntendedPurpose);
        Assert.Equal(User, record.UserPrincipalName);
        Assert.Equal(certificate.Thumbprint, record.Thumbprint);
        Assert.Equal(certificate.NotBefore.ToUniversalTime(), record.StartDateTime.UtcDateTime);
        Assert.Equal(certificate.NotAfter.ToUniversalTime(), record.ExpirationDateTime.UtcDateTime);
        Assert.Equal(
            ("Provider", "Key", UserPfxPaddingScheme.OaepSha512), (record.ProviderName, record.KeyName, record.PaddingScheme));
        Assert.Equal(File.ReadAllBytes(path), record.EncryptedPfxBlob);
        Assert.Equal(certificate.Thumbprint, prepared.Certificate!.Thumbprint);
        Assert.Empty(prepared.Warnings);

        var encrypted = Convert.FromBase64String(record.EncryptedPfxPassword!);
        var secret = Connector.Rsa.Decrypt(encrypted, RSAEncryptionPadding.OaepSHA512);
        using var delivered = X509CertificateLoader.LoadPkcs12(record.EncryptedPfxBlob!, Encoding.ASCII.GetString(secret));
        Assert.True(delivered.HasPrivateKey);
    }

    [ToolFact("openssl")]
    public async Task A_dual_use_certificate_asks_for_the_purpose()
    {
        using var certificate = TestPfx.Certificate(TestPfx.Dual);
        var path = await TestPfx.WriteAsync(_folder, "anna.pfx", certificate, _password);
        var error = await RefusedAsync(path, ImportErrorKind.PurposeRequired);
        Assert.Contains("dual use", error.Message);
        Assert.Contains("Say which", error.Message);
    }

    [ToolTheory("openssl")]
    [InlineData(X509KeyUsageFlags.KeyCertSign, TestPfx.EmailProtection, "its key usage is KeyCertSign")]
    [InlineData(TestPfx.Dual, "1.3.6.1.5.5.7.3.1", "its extended key usage (serverAuth) lacks emailProtection")]
    public async Task A_certificate_for_other_uses_is_refused_with_the_reason(
        X509KeyUsageFlags usage, string extended, string reason)
    {
        using var certificate = TestPfx.Certificate(usage, extended);
        var path = await TestPfx.WriteAsync(_folder, "anna.pfx", certificate, _password);
        Assert.Contains(reason, (await RefusedAsync(path, ImportErrorKind.PurposeNotAllowed)).Message);
    }

    [ToolTheory("openssl")]
    [InlineData(X509KeyUsageFlags.DigitalSignature, UserPfxPurpose.SmimeEncryption, -100, 265, "cannot decrypt mail")]
    [InlineData(X509KeyUsageFlags.KeyEncipherment, UserPfxPurpose.SmimeSigning, -100, 265, "cannot sign mail")]
    [InlineData(TestPfx.Dual, UserPfxPurpose.Unassigned, -100, 265, "no S/MIME profile delivers it")]
    [InlineData(TestPfx.Dual, UserPfxPurpose.SmimeSigning, -100, -10, "expired on 2026-11-13")]
    [InlineData(TestPfx.Dual, UserPfxPurpose.SmimeEncryption, -100, -10, null)] // old mail needs it
    [InlineData(TestPfx.Dual, UserPfxPurpose.SmimeEncryption, 10, 100, "valid from 2026-12-03 only")]
    public async Task A_given_purpose_wins_and_doubts_are_warnings(
        X509KeyUsageFlags usage, UserPfxPurpose given, int startInDays, int endInDays, string? warning)
    {
        using var certificate = TestPfx.Certificate(usage, startInDays: startInDays, endInDays: endInDays);
        var path = await TestPfx.WriteAsync(_folder, "anna.pfx", certificate, _password);

        var prepared = await PrepareAsync(path, given);

        Assert.Equal(given, prepared.Record.IntendedPurpose);
        Assert.Equal(warning is null ? 0 : 1, prepared.Warnings.Count);
        Assert.All(prepared.Warnings, text => Assert.Contains(warning!, text));
        Assert.All(prepared.Warnings, text => Assert.Contains(path, text));
    }

    [Theory]
    [InlineData(UserPfxPurpose.Vpn)]
    [InlineData((UserPfxPurpose)99)]
    public async Task A_purpose_that_Intune_does_not_take_is_refused_before_the_file_is_touched(UserPfxPurpose purpose) =>
        await RefusedAsync(_folder.Combine("none.pfx"), ImportErrorKind.PurposeNotSupported, purpose);

    [Fact]
    public async Task A_password_that_cannot_travel_is_refused_before_the_file_is_touched()
    {
        using var password = SecretText.Copy("pässword");
        var source = new ImportRow { UserPrincipalName = User, Path = _folder.Combine("none.pfx"), Password = password };
        var error = await Assert.ThrowsAsync<KeyProtectionException>(
            () => UserPfxPreparer.PrepareAsync(source, Protection(), CancellationToken.None));
        Assert.Equal(KeyProtectionErrorKind.PasswordNotAscii, error.Kind);
    }

    [Fact]
    public async Task A_name_that_is_none_is_refused()
    {
        using var password = SecretText.Copy(_password);
        var source = new ImportRow { UserPrincipalName = "anna", Path = _folder.Combine("none.pfx"), Password = password };
        var error = await Assert.ThrowsAsync<ImportException>(
            () => UserPfxPreparer.PrepareAsync(source, Protection(), CancellationToken.None));
        Assert.Equal(ImportErrorKind.UserPrincipalNameInvalid, error.Kind);
    }

    [ToolFact("openssl")]
    public async Task A_wrong_password_a_missing_file_and_other_content_are_told_apart()
    {
        using var certificate = TestPfx.Certificate(X509KeyUsageFlags.KeyEncipherment);
        var path = await TestPfx.WriteAsync(_folder, "anna.pfx", certificate, _password + "x");
        Assert.Equal(PfxErrorKind.PasswordIncorrect, (await PfxRefusedAsync(path)).Kind);
        Assert.Equal(PfxErrorKind.Unreadable, (await PfxRefusedAsync(_folder.Combine("none.pfx"))).Kind);
        Assert.Equal(PfxErrorKind.NotPfx, (await PfxRefusedAsync(_folder.Write("page.pfx", "<html></html>"))).Kind);
    }

    [ToolFact("openssl")]
    public async Task A_file_with_its_key_in_clear_is_not_sent()
    {
        using var certificate = TestPfx.Certificate(X509KeyUsageFlags.KeyEncipherment);
        var path = await TestPfx.WriteAsync(_folder, "anna.pfx", certificate, _password, "-keypbe", "NONE", "-certpbe", "NONE");
        Assert.Contains("in clear", (await RefusedAsync(path, ImportErrorKind.PrivateKeyUnprotected)).Message);
    }

    [ToolFact("openssl")]
    public async Task A_cancelled_call_ends_as_cancelled()
    {
        using var certificate = TestPfx.Certificate(X509KeyUsageFlags.KeyEncipherment);
        var path = await TestPfx.WriteAsync(_folder, "anna.pfx", certificate, _password);
        using var password = SecretText.Copy(_password);
        var source = new ImportRow { UserPrincipalName = User, Path = path, Password = password };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => UserPfxPreparer.PrepareAsync(source, Protection(), new CancellationToken(canceled: true)));
    }

    [ToolFact("openssl")]
    public async Task Many_files_are_prepared_at_the_same_time()
    {
        using var certificate = TestPfx.Certificate(X509KeyUsageFlags.KeyEncipherment);
        var path = await TestPfx.WriteAsync(_folder, "anna.pfx", certificate, _password);
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PrepareAsync(path, null)));
        Assert.Equal(8, all.Select(prepared => prepared.Record.EncryptedPfxPassword).Distinct().Count());
    }

    private static UserPfxProtection Protection() => new()
    {
        Protector = new PasswordProtector(
            ConnectorPublicKey.Parse(Connector.CngBlob(), "connector"), UserPfxPaddingScheme.OaepSha512),
        ProviderName = "Provider",
        KeyName = "Key",
    };

    private async Task<PreparedUserPfx> PrepareAsync(string path, UserPfxPurpose? purpose)
    {
        using var password = SecretText.Copy(_password);
        var source = new ImportRow { UserPrincipalName = User, Path = path, Password = password, IntendedPurpose = purpose };
        var file = await UserPfxPreparer.RunAsync(
            source, Protection(), isWritten: true, expected: null, new FixedClock(TestPfx.Now), CancellationToken.None);
        if (file.Failures.Count > 0)
        {
            // Each of these files has one key pair.
            Assert.Empty(file.Records);
            throw Assert.Single(file.Failures).Error;
        }

        return Assert.Single(file.Records);
    }

    private async Task<ImportException> RefusedAsync(string path, ImportErrorKind kind, UserPfxPurpose? purpose = null)
    {
        var error = await Assert.ThrowsAsync<ImportException>(() => PrepareAsync(path, purpose));
        Assert.Equal(kind, error.Kind);
        Assert.Equal(path, error.Item);
        Assert.Contains(path, error.Message);
        Assert.DoesNotContain(_password, error.ToString());
        return error;
    }

    private async Task<PfxException> PfxRefusedAsync(string path)
    {
        var error = await Assert.ThrowsAsync<PfxException>(() => PrepareAsync(path, null));
        Assert.Equal(path, error.Path);
        Assert.DoesNotContain(_password, error.ToString());
        return error;
    }
}
