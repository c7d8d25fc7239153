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
    [InlineData("RSA", DigitalSignature, SmimeCapability.Signing)]
    [InlineData("RSA", NonRepudiation, SmimeCapability.Signing)]
    [InlineData("RSA", KeyEncipherment, SmimeCapability.Encryption)]
    [InlineData("RSA", DataEncipherment, SmimeCapability.Encryption)]
    [InlineData("RSA", DigitalSignature | KeyEncipherment, SmimeCapability.Both)]
    [InlineData("RSA", KeyAgreement, SmimeCapability.None)]
    [InlineData("RSA", KeyCertSign | CrlSign, SmimeCapability.None)]
    [InlineData("EC", DigitalSignature, SmimeCapability.Signing)]
    [InlineData("EC", KeyAgreement, SmimeCapability.Encryption)]
    [InlineData("EC", KeyAgreement | EncipherOnly, SmimeCapability.Encryption)]
    [InlineData("EC", NonRepudiation | KeyAgreement, SmimeCapability.Both)]
    [InlineData("EC", KeyEncipherment, SmimeCapability.None)]
    [InlineData("Ed25519", DigitalSignature | KeyEncipherment | KeyAgreement, SmimeCapability.Signing)]
    [InlineData("Ed448", KeyAgreement, SmimeCapability.None)]
    [InlineData("X25519", KeyAgreement | DigitalSignature, SmimeCapability.Encryption)]
    [InlineData("X448", DigitalSignature, SmimeCapability.None)]
    [InlineData("RSASSA-PSS", DigitalSignature | KeyEncipherment, SmimeCapability.Signing)]
    [InlineData("RSAES-OAEP", DigitalSignature | KeyEncipherment, SmimeCapability.Encryption)]
    [InlineData("1.2.643.7.1.1.1.1", DigitalSignature | KeyEncipherment, SmimeCapability.None)]
    public void Key_usage_and_key_decide_together(string algorithm, CertificateKeyUsages usage, SmimeCapability expected) =>
        Assert.Equal(expected, SmimeUsage.Classify(Make(algorithm, usage)));

    [Theory]
    [InlineData("RSA", SmimeCapability.Both)]
    [InlineData("EC", SmimeCapability.Both)]
    [InlineData("RSASSA-PSS", SmimeCapability.Signing)]
    [InlineData("Ed25519", SmimeCapability.Signing)]
    [InlineData("X25519", SmimeCapability.Encryption)]
    public void Without_key_usage_a_key_does_what_it_can(string algorithm, SmimeCapability expected) =>
        Assert.Equal(expected, SmimeUsage.Classify(Make(algorithm, null)));

    [Theory]
    [InlineData(new string[0], SmimeCapability.Both)]
    [InlineData(new[] { EmailProtection }, SmimeCapability.Both)]
    [InlineData(new[] { ClientAuthentication, EmailProtection }, SmimeCapability.Both)]
    [InlineData(new[] { AnyPurpose }, SmimeCapability.Both)]
    [InlineData(new[] { ClientAuthentication }, SmimeCapability.None)]
    public void Purposes_must_allow_mail(string[] purposes, SmimeCapability expected) =>
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
