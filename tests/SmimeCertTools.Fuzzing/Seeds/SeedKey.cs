using System;
using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace SmimeCertTools.Fuzzing.Seeds;

/// <summary>
/// A key pair and its certificate, made at run time from numbers that are always the same: a run can be repeated, and no key is
/// kept anywhere. Worthless as a secret, therefore.
/// </summary>
public sealed class SeedKey
{
    private const string RsaPss = "1.2.840.113549.1.1.10";
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Dictionary<string, Lazy<AsymmetricCipherKeyPair>> Pairs = new()
    {
        ["rsa"] = new(() => Rsa("rsa", 1024)),
        ["rsa-pss"] = new(() => Rsa("rsa-pss", 1024)),
        ["rsa-2048"] = new(() => Rsa("rsa-2048", 2048)),
        ["authority"] = new(() => Rsa("authority", 1024)),
        ["ec-p256"] = new(() => Ec("ec-p256", "1.2.840.10045.3.1.7")),
        ["ec-p521"] = new(() => Ec("ec-p521", "1.3.132.0.35")),
        ["ec-brainpool"] = new(() => Ec("ec-brainpool", "1.3.36.3.3.2.8.1.1.7")),
        ["ed25519"] = new(
            () => Generate(new Ed25519KeyPairGenerator(), random => new Ed25519KeyGenerationParameters(random), "ed25519")),
        ["ed448"] = new(() => Generate(new Ed448KeyPairGenerator(), random => new Ed448KeyGenerationParameters(random), "ed448")),
        ["x25519"] = new(
            () => Generate(new X25519KeyPairGenerator(), random => new X25519KeyGenerationParameters(random), "x25519")),
        ["ml-dsa"] = new(() => Generate(
            new MLDsaKeyPairGenerator(),
            random => new MLDsaKeyGenerationParameters(random, MLDsaParameters.ml_dsa_44),
            "ml-dsa")),
        ["ml-kem"] = new(() => Generate(
            new MLKemKeyPairGenerator(),
            random => new MLKemKeyGenerationParameters(random, MLKemParameters.ml_kem_512),
            "ml-kem")),
    };

    private SeedKey(byte[] privateKey, byte[] certificate)
    {
        PrivateKey = privateKey;
        Certificate = certificate;
    }

    /// <summary>The kinds of keys for <see cref="Create"/>; "rsa-2048" is the only one that a connector may have.</summary>
    public static IReadOnlyCollection<string> Kinds => Pairs.Keys;

    /// <summary>PKCS#8 PrivateKeyInfo.</summary>
    public byte[] PrivateKey { get; }

    /// <summary>The certificate in DER.</summary>
    public byte[] Certificate { get; }

    /// <summary>
    /// Makes a certificate for the key of a kind. One kind has one key; its certificates differ by name and issuer.
    /// </summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="name">The common name.</param>
    /// <param name="issuer">The common name of the issuer, who signs with the key of the kind "authority".</param>
    public static SeedKey Create(string kind, string name, string issuer = "Authority")
    {
        var pair = Pairs[kind].Value;
        var privateKey = PrivateKeyInfoFactory.CreatePrivateKeyInfo(pair.Private).GetEncoded();
        var publicKey = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(pair.Public).GetEncoded();
        if (kind == "rsa-pss")
        {
            privateKey = WithAlgorithm(privateKey, at: 1);
            publicKey = WithAlgorithm(publicKey, at: 0);
        }

        return new SeedKey(privateKey, Certify(publicKey, kind, name, issuer));
    }

    private static byte[] Certify(byte[] publicKey, string kind, string name, string issuer)
    {
        var isAuthority = kind == "authority";
        var info = SubjectPublicKeyInfo.GetInstance(publicKey);
        var names = new GeneralNames(
            [new GeneralName(GeneralName.Rfc822Name, name.ToLowerInvariant() + "@contoso.com"),
            new GeneralName(GeneralName.OtherName, new OtherName(
                new Org.BouncyCastle.Asn1.DerObjectIdentifier("1.3.6.1.4.1.311.20.2.3"),
                new Org.BouncyCastle.Asn1.DerUtf8String(name + "@contoso.com")))]);
        var extensions = new X509ExtensionsGenerator();
        extensions.AddExtension(X509Extensions.BasicConstraints, true, new BasicConstraints(isAuthority));
        extensions.AddExtension(
            X509Extensions.KeyUsage, true, new KeyUsage(KeyUsage.DigitalSignature | KeyUsage.KeyEncipherment));
        extensions.AddExtension(X509Extensions.ExtendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeID.id_kp_emailProtection));
        extensions.AddExtension(X509Extensions.SubjectAlternativeName, false, names);
        extensions.AddExtension(X509Extensions.SubjectKeyIdentifier, false, new SubjectKeyIdentifier(Identify(publicKey)));

        var signer = new Asn1SignatureFactory("SHA256WITHRSA", Pairs["authority"].Value.Private, RandomOf(name));
        var algorithm = (AlgorithmIdentifier)signer.AlgorithmDetails;
        var fields = new V3TbsCertificateGenerator();
        fields.SetSerialNumber(
            new Org.BouncyCastle.Asn1.DerInteger(new BigInteger(1, Identify([.. publicKey, .. Bytes(name + issuer)]))));
        fields.SetSignature(algorithm);
        fields.SetIssuer(new X509Name("O=Contoso,CN=" + issuer));
        fields.SetSubject(new X509Name("O=Contoso,CN=" + name));
        fields.SetStartDate(new Time(Start));
        fields.SetEndDate(new Time(Start.AddYears(5)));
        fields.SetSubjectPublicKeyInfo(info);
        fields.SetExtensions(extensions.Generate());
        var signed = fields.GenerateTbsCertificate().GetEncoded();
        var calculator = signer.CreateCalculator();
        using (var stream = calculator.Stream)
        {
            stream.Write(signed);
        }

        return Der.Sequence(signed, algorithm.GetEncoded(), Der.Element(0x03, [0], calculator.GetResult().Collect()));
    }

    private static AsymmetricCipherKeyPair Rsa(string name, int bits) => Generate(
        new RsaKeyPairGenerator(), random => new RsaKeyGenerationParameters(BigInteger.ValueOf(65537), random, bits, 50), name);

    private static AsymmetricCipherKeyPair Ec(string name, string curve) => Generate(
        new ECKeyPairGenerator(),
        random => new ECKeyGenerationParameters(new Org.BouncyCastle.Asn1.DerObjectIdentifier(curve), random), name);

    private static AsymmetricCipherKeyPair Generate(
        IAsymmetricCipherKeyPairGenerator generator, Func<SecureRandom, KeyGenerationParameters> parameters, string name)
    {
        generator.Init(parameters(RandomOf(name)));
        return generator.GenerateKeyPair();
    }

    private static SecureRandom RandomOf(string name)
    {
        var generator = new DigestRandomGenerator(new Sha256Digest());
        generator.AddSeedMaterial(Bytes(name));
        return new SecureRandom(generator);
    }

    private static byte[] Identify(byte[] publicKey) => [0x40, .. DigestUtilities.CalculateDigest("SHA-1", publicKey).Skip(1)];

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    // The algorithm is RSA in general; RFC 4055 has an identifier of its own for keys that sign with PSS only.
    private static byte[] WithAlgorithm(byte[] info, int at)
    {
        var root = Mutation.TlvNode.TryParse(info, unwrap: false)!;
        root.Children![at] = Mutation.TlvNode.TryParse(Der.Sequence(Der.Identifier(RsaPss)), unwrap: false)!;
        return root.Encode();
    }
}
