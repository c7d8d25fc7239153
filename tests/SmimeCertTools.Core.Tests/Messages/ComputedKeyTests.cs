using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Messages;
using SmimeCertTools.Core.Messages.Reading;
using SmimeCertTools.Core.Tests.Import;
using Xunit;

namespace SmimeCertTools.Core.Tests.Messages;

/// <summary>Messages that name by its key a certificate that has no identifier of it.</summary>
public sealed class ComputedKeyTests
{
    public static TheoryData<bool> Ways => [true, false];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_signers_certificate_is_found_by_a_computed_key_identifier(bool isWhole)
    {
        using var key = RSA.Create(2048);
        var der = Certificate(key);
        var generator = new CmsSignedDataGenerator();
        generator.AddSigner(
            PrivateKeyFactory.CreateKey(key.ExportPkcs8PrivateKey()), Identifier(key, isWhole), CmsSignedGenerator.DigestSha256);
        generator.AddCertificate(new X509CertificateParser().ReadCertificate(der));
        var signed = generator.Generate(new CmsProcessableByteArray([1, 2, 3]), encapsulate: true).GetEncoded();

        using var stream = new MemoryStream(signed);
        var message = MessageReader.Read(stream, null, null, CancellationToken.None);

        var signer = Assert.Single(Assert.IsType<SignedLayer>(Assert.Single(message.Layers)).Signers);
        Assert.Equal(MessageSignatureState.Verified, signer.State);
        Assert.Equal(CertificateReader.Read(der).Thumbprint, signer.Certificate?.Thumbprint);
        Assert.Equal(signer.Certificate?.Thumbprint, KnownCertificates.Carried(message, signer)?.Thumbprint);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_archives_certificate_is_found_by_a_computed_key_identifier(bool isWhole)
    {
        using var key = RSA.Create(2048);
        using var other = RSA.Create(2048);
        var entry = CatalogEntry.Of(CertificateReader.Read(Certificate(key)));
        var known = new KnownCertificates(
            new CertificateArchive([CatalogEntry.Of(CertificateReader.Read(Certificate(other))), entry]));

        var found = known.InArchive(
            new MessageCertificateId { KeyIdentifier = Convert.ToHexString(Identifier(key, isWhole)) });

        Assert.Equal(entry.Thumbprint, Assert.Single(found).Thumbprint);
    }

    private static byte[] Identifier(RSA key, bool isWhole) =>
        SHA1.HashData(isWhole ? key.ExportSubjectPublicKeyInfo() : key.ExportRSAPublicKey());

    private static byte[] Certificate(RSA key)
    {
        var request = new CertificateRequest("CN=alice", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(TestPfx.Now.AddYears(-1), TestPfx.Now.AddYears(1));
        return certificate.RawData;
    }
}
