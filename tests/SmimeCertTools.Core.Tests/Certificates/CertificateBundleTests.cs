using System.Linq;
using System.Security.Cryptography.Pkcs;
using System.Threading.Tasks;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Certificates;

public sealed class CertificateBundleTests
{
    [Fact]
    public void A_bundle_holds_the_certificates_and_nobody_signed_it()
    {
        var first = SerializedStoreTests.Certificate("CN=First");
        var second = SerializedStoreTests.Certificate("CN=Second");

        var read = new SignedCms();
        read.Decode(CertificateBundle.Write([first, second]));

        Assert.Equal(["CN=First", "CN=Second"], read.Certificates.Select(certificate => certificate.Subject).Order());
        Assert.Empty(read.SignerInfos);
        var asn = new System.Formats.Asn1.AsnReader(
            CertificateBundle.Write([first]), System.Formats.Asn1.AsnEncodingRules.DER).ReadSequence();
        Assert.Equal("1.2.840.113549.1.7.2", asn.ReadObjectIdentifier());
        var tag = new System.Formats.Asn1.Asn1Tag(System.Formats.Asn1.TagClass.ContextSpecific, 0, isConstructed: true);
        var data = asn.ReadSequence(tag).ReadSequence();
        Assert.True(data.TryReadInt32(out var version));
        Assert.Equal(1, version);
        Assert.False(data.ReadSetOf().HasData);
        var content = data.ReadSequence();
        Assert.Equal("1.2.840.113549.1.7.1", content.ReadObjectIdentifier());
        Assert.False(content.HasData);
        Assert.Equal(first, data.ReadSetOf(tag).ReadEncodedValue().ToArray());
        Assert.False(data.ReadSetOf().HasData);
        Assert.False(data.HasData);
    }

    [ToolFact("openssl")]
    public async Task OpenSsl_lists_what_is_in_a_bundle()
    {
        using var folder = new TempFolder();
        var path = folder.Write("bundle.p7b", CertificateBundle.Write([SerializedStoreTests.Certificate("CN=First")]));

        var listing = await OpenSsl.RunTextAsync("pkcs7", "-inform", "DER", "-in", path, "-print_certs", "-noout");

        Assert.Contains("First", listing, System.StringComparison.Ordinal);
    }
}
