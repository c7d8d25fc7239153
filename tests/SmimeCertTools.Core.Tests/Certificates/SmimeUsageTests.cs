using System;
using SmimeCertTools.Core.Certificates;
using Xunit;
using static SmimeCertTools.Core.Certificates.CertificateKeyUsages;

namespace SmimeCertTools.Core.Tests.Certificates;

public sealed class SmimeUsageTests
{
    private const string EmailProtection = "1.3.6.1.5.5.7.3.4";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string AnyPurpose = "2.5.29.37.0";

    [Theory]
    [InlineData("RSA", DigitalSignature, SmimeCertCapability.Signing)]
    [InlineData("RSA", NonRepudiation, SmimeCertCapability.Signing)]
    [InlineData("RSA", KeyEncipherment, SmimeCertCapability.Encryption)]
    [InlineData("RSA", DataEncipherment, SmimeCertCapability.Encryption)]
    [InlineData("RSA", DigitalSignature | KeyEncipherment, SmimeCertCapability.Both)]
    [InlineData("RSA", KeyAgreement, SmimeCertCapability.None)]
    [InlineData("RSA", KeyCertSign | CrlSign, SmimeCertCapability.None)]
    [InlineData("EC", DigitalSignature, SmimeCertCapability.Signing)]
    [InlineData("EC", KeyAgreement, SmimeCertCapability.Encryption)]
    [InlineData("EC", KeyAgreement | EncipherOnly, SmimeCertCapability.Encryption)]
    [InlineData("EC", NonRepudiation | KeyAgreement, SmimeCertCapability.Both)]
    [InlineData("EC", KeyEncipherment, SmimeCertCapability.None)]
    [InlineData("Ed25519", DigitalSignature | KeyEncipherment | KeyAgreement, SmimeCertCapability.Signing)]
    [InlineData("Ed448", KeyAgreement, SmimeCertCapability.None)]
    [InlineData("X25519", KeyAgreement | DigitalSignature, SmimeCertCapability.Encryption)]
    [InlineData("X448", DigitalSignature, SmimeCertCapability.None)]
    [InlineData("RSASSA-PSS", DigitalSignature | KeyEncipherment, SmimeCertCapability.Signing)]
    [InlineData("RSAES-OAEP", DigitalSignature | KeyEncipherment, SmimeCertCapability.Encryption)]
    [InlineData("1.2.643.7.1.1.1.1", DigitalSignature | KeyEncipherment, SmimeCertCapability.None)]
    public void Key_usage_and_key_decide_together(string algorithm, CertificateKeyUsages usage, SmimeCertCapability expected) =>
        Assert.Equal(expected, SmimeUsage.Classify(Make(algorithm, usage)));

    [Theory]
    [InlineData("RSA", SmimeCertCapability.Both)]
    [InlineData("EC", SmimeCertCapability.Both)]
    [InlineData("RSASSA-PSS", SmimeCertCapability.Signing)]
    [InlineData("Ed25519", SmimeCertCapability.Signing)]
    [InlineData("X25519", SmimeCertCapability.Encryption)]
    public void Without_key_usage_a_key_does_what_it_can(string algorithm, SmimeCertCapability expected) =>
        Assert.Equal(expected, SmimeUsage.Classify(Make(algorithm, null)));

    [Theory]
    [InlineData(new string[0], SmimeCertCapability.Both)]
    [InlineData(new[] { EmailProtection }, SmimeCertCapability.Both)]
    [InlineData(new[] { ClientAuthentication, EmailProtection }, SmimeCertCapability.Both)]
    [InlineData(new[] { AnyPurpose }, SmimeCertCapability.Both)]
    [InlineData(new[] { ClientAuthentication }, SmimeCertCapability.None)]
    public void Purposes_must_allow_mail(string[] purposes, SmimeCertCapability expected) =>
        Assert.Equal(expected, SmimeUsage.Classify(Make("RSA", null, purposes)));

    private static CertificateInfo Make(string algorithm, CertificateKeyUsages? usage, params string[] purposes) => new()
    {
        RawData = [],
        Thumbprint = string.Empty,
        ThumbprintSha256 = string.Empty,
        Subject = "CN=Alice",
        Issuer = "CN=CA",
        SerialNumber = "01",
        NotBefore = DateTimeOffset.UnixEpoch,
        NotAfter = DateTimeOffset.UnixEpoch.AddYears(1),
        KeyAlgorithm = algorithm,
        KeySize = 0,
        SignatureAlgorithm = "sha256WithRSAEncryption",
        KeyUsage = usage,
        ExtendedKeyUsage = purposes,
    };
}
