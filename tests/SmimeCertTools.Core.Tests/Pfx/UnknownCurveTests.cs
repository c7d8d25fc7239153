using System;
using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Preflight;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Core.Tests.Pfx.Memory;
using Xunit;

namespace SmimeCertTools.Core.Tests.Pfx;

/// <summary>Elliptic curves that are named by something without a meaning.</summary>
public sealed class UnknownCurveTests
{
    // One arc of 63 significant bits and more, which is larger than any number a registered name has.
    private static readonly byte[] Enormous =
        HostileDer.Element(0x06, [0x2B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]);

    private static readonly byte[] Unregistered = HostileDer.Identifier("1.3.6.1.4.1.99999.1");

    public static TheoryData<byte[]> Curves() => [Enormous, Unregistered];

    [Theory]
    [MemberData(nameof(Curves))]
    public void A_private_key_on_an_unknown_curve_belongs_to_no_certificate(byte[] curve)
    {
        var key = HostileDer.Element(
            HostileDer.Sequence,
            HostileDer.Integer(0),
            Algorithm(curve),
            HostileDer.Element(
                HostileDer.OctetString,
                HostileDer.Element(
                    HostileDer.Sequence,
                    HostileDer.Integer(1),
                    HostileDer.Element(HostileDer.OctetString, new byte[] { 1, 2, 3 }))));

        using var contents = Open(HostileDer.Bag(1, key), HostileDer.CertificateBag(HostileDer.Certificate(1)));

        Assert.Empty(contents.KeyPairs);
        Assert.Equal(["EC on a curve without a known name"], contents.UnsupportedKeys);
    }

    [Fact]
    public void Explicit_parameters_of_no_named_curve_are_told_as_such()
    {
        // The prime field of 7, y² = x³ + x + 1.
        var curve = HostileDer.Element(
            HostileDer.Sequence,
            HostileDer.Integer(1),
            HostileDer.Element(HostileDer.Sequence, HostileDer.Identifier("1.2.840.10045.1.1"), HostileDer.Integer(7)),
            HostileDer.Element(
                HostileDer.Sequence,
                HostileDer.Element(HostileDer.OctetString, new byte[] { 1 }),
                HostileDer.Element(HostileDer.OctetString, new byte[] { 1 })),
            HostileDer.Element(HostileDer.OctetString, new byte[] { 4, 0, 1 }),
            HostileDer.Integer(5));
        var key = HostileDer.Element(HostileDer.Sequence, Algorithm(curve), HostileDer.Element(0x03, new byte[] { 0, 4, 0, 1 }));
        var secret = HostileDer.Element(
            HostileDer.Sequence,
            HostileDer.Integer(0),
            Algorithm(curve),
            HostileDer.Element(
                HostileDer.OctetString,
                HostileDer.Element(
                    HostileDer.Sequence,
                    HostileDer.Integer(1),
                    HostileDer.Element(HostileDer.OctetString, new byte[] { 3 }))));

        using var contents = Open(HostileDer.Bag(1, secret), HostileDer.CertificateBag(HostileDer.Certificate(1, key: key)));

        Assert.True(contents.Certificates.Single().HasExplicitCurve);
        Assert.Equal("none that has a name", contents.Certificates.Single().Curve);
        var error = Assert.Throws<PfxException>(() => PfxKeyPairs.All(contents, "/data/alice.pfx"));
        Assert.Equal("PfxUnsupported", error.ErrorId);
        Assert.Contains("EC with explicit parameters", error.Message);
    }

    [OpenSslFact]
    public void Explicit_parameters_of_a_named_curve_open_and_are_told()
    {
        using var openSsl = new OpenSsl();
        openSsl.MakeCertificate(
            "alice", "ec", "-pkeyopt", "ec_paramgen_curve:P-384", "-pkeyopt", "ec_param_enc:explicit");
        openSsl.Run(
            "pkcs12", "-export", "-in", "alice.pem", "-inkey", "alice.key", "-out", "alice.pfx", "-passout", "pass:unused");
        using var password = SecretText.Copy("unused");

        using var contents = PfxReader.Open(openSsl.Read("alice.pfx"), password);

        var certificate = Assert.Single(contents.KeyPairs).Certificate;
        Assert.Equal(("P-384", true, 384), (certificate.Curve, certificate.HasExplicitCurve, certificate.KeySize));
        var findings = PfxPreflight.Check(
            openSsl.PathOf("alice.pfx"), openSsl.Read("alice.pfx"), password, new PreflightOptions(), DateTimeOffset.UnixEpoch);
        var finding = Assert.Single(findings, finding => finding.Id == "CurveExplicit");
        Assert.Contains("explicit EC parameters", finding.Message);
        Assert.DoesNotContain(findings, finding => finding.Id == "CurveUnusual");
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void A_certificate_with_a_compressed_point_on_an_unknown_curve_is_read(byte[] curve)
    {
        byte[] point = [0, 2, .. new byte[32]];
        var key = HostileDer.Element(HostileDer.Sequence, Algorithm(curve), HostileDer.Element(0x03, point));

        using var contents = Open(HostileDer.CertificateBag(HostileDer.Certificate(1, key: key)));

        Assert.Equal("EC", contents.Certificates.Single().KeyAlgorithm);
    }

    private static byte[] Algorithm(byte[] curve) =>
        HostileDer.Element(HostileDer.Sequence, HostileDer.Identifier("1.2.840.10045.2.1"), curve);

    private static PfxContents Open(params byte[][] bags)
    {
        using var password = SecretText.Copy("unused");
        return PfxReader.Open(HostileDer.File(HostileDer.ClearPart(bags)), password);
    }
}
