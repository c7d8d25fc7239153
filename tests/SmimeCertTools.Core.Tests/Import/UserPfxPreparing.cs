using System;
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

/// <summary>Prepares a file as an import does, and opens the record as connector and device do.</summary>
public abstract class UserPfxPreparing : IDisposable
{
    private const string User = "anna@contoso.com";
    protected const X509KeyUsageFlags Signing = X509KeyUsageFlags.DigitalSignature;
    protected const X509KeyUsageFlags Encryption = X509KeyUsageFlags.KeyAgreement;

    private static readonly TestKey Connector = new();

    private readonly TempFolder _folder = new();
    private protected SourcePfx Source { get; } = new();

    private protected string SourcePath => _folder.Combine("anna.pfx");

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Source.Dispose();
        _folder.Dispose();
    }

    private protected static string Password(UserPfxRecord record) => Encoding.ASCII.GetString(
        Connector.Rsa.Decrypt(Convert.FromBase64String(record.EncryptedPfxPassword!), RSAEncryptionPadding.OaepSHA512));

    // What the connector and the device do: decrypt the password with the connector's private key and open the PFX with it.
    private protected static PfxContents Deliver(UserPfxRecord record)
    {
        using var platform = X509CertificateLoader.LoadPkcs12(record.EncryptedPfxBlob!, Password(record));
        Assert.True(platform.HasPrivateKey);
        Assert.Equal(record.Thumbprint, platform.Thumbprint);
        using var password = SecretText.Copy(Password(record));
        return PfxReader.Open(record.EncryptedPfxBlob, password);
    }

    private protected async Task<PreparedUserPfxFile> PrepareAsync(
        byte[] content,
        string? sourcePassword,
        SmimePfxEncryption scheme = SmimePfxEncryption.TripleDesSha1,
        UserPfxPurpose? purpose = null)
    {
        using var password = sourcePassword is null ? SecretText.Absent() : SecretText.Copy(sourcePassword);
        var source = new ImportRow
        {
            UserPrincipalName = User,
            Path = _folder.Write("anna.pfx", content),
            Password = password,
            IntendedPurpose = purpose,
        };
        var protection = new UserPfxProtection
        {
            Protector = new PasswordProtector(
                ConnectorPublicKey.Parse(Connector.CngBlob(), "connector"), UserPfxPaddingScheme.OaepSha512),
            ProviderName = "Provider",
            KeyName = "Key",
            Encryption = scheme,
        };
        var file = await UserPfxPreparer.RunAsync(
            source, protection, isWritten: true, expected: null, new FixedClock(TestPfx.Now), CancellationToken.None);
        return file;
    }
}
