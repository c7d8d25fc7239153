using System;
using System.IO;
using System.Reflection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Core.Tests.Import;
using SmimeCertTools.Core.Tests.KeyProtection;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Secrets;

/// <summary>What a platform throws that refuses or fails, and what becomes of it.</summary>
public sealed class PlatformCryptographyTests : IDisposable
{
    private static readonly TestKey Connector = new();
    private readonly TempFolder _folder = new();

    public static TheoryData<Exception> Failures() => new(
        new CryptographicException(unchecked((int)0xC00000BB)),
        new PlatformNotSupportedException("not here"),
        new TargetInvocationException(new InvalidOperationException("not FIPS validated")));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_platform_that_does_not_encrypt_is_an_error_with_an_identifier_and_its_code(Exception cause)
    {
        var error = Assert.Throws<KeyProtectionException>(() => Protector(cause).Protect(Password(), "anna.pfx"));
        Assert.Equal("CryptographyFailed", error.ErrorId);
        Assert.Equal("anna.pfx", error.Item);
        Assert.Contains("anna.pfx", error.Message);
        Assert.Contains("0x" + (cause.InnerException ?? cause).HResult.ToString("X8"), error.Message);
        Assert.Same(cause, error.InnerException);
    }

    [ToolTheory("openssl")]
    [InlineData(SmimePfxEncryption.Unchanged)]
    [InlineData(SmimePfxEncryption.TripleDesSha1)]
    public async Task A_platform_that_does_not_encrypt_fails_the_file_at_hand(SmimePfxEncryption encryption)
    {
        using var certificate = TestPfx.Certificate(X509KeyUsageFlags.KeyEncipherment);
        var path = await TestPfx.WriteAsync(_folder, "anna.pfx", certificate, "password");
        var source = new ImportRow { UserPrincipalName = "anna@contoso.com", Path = path, Password = Password() };
        var protection = new UserPfxProtection
        {
            Protector = Protector(new CryptographicException("refused")),
            ProviderName = "Provider",
            KeyName = "Key",
            Encryption = encryption,
        };

        var error = await Assert.ThrowsAsync<KeyProtectionException>(
            () => UserPfxPreparer.PrepareAsync(source, protection, default));

        Assert.Equal(KeyProtectionErrorKind.CryptographyFailed, error.Kind);
        Assert.Contains(path, error.Message);
    }

    [Fact]
    public void Other_errors_pass()
    {
        Assert.Throws<InvalidOperationException>(() => Protector(new InvalidOperationException()).Protect(Password(), "x"));
        Assert.False(PlatformCryptography.IsFailure(new TargetInvocationException(new IOException())));
        Assert.False(PlatformCryptography.IsFailure(new OperationCanceledException()));
    }

    private static PasswordProtector Protector(Exception cause) => new(
        ConnectorPublicKey.Parse(Connector.Export("PEM PUBLIC KEY"), "connector.pem"),
        UserPfxPaddingScheme.OaepSha512,
        (_, _, _) => throw cause);

    private static SecretText Password() => SecretText.Copy("password");
}
