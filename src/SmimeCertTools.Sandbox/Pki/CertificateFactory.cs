using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmimeCertTools.Sandbox.Pki;

/// <summary>
/// A demonstration certification authority: a root, an issuing CA below it, and people's S/MIME certificates, all made at run
/// time.
/// Not for use in earnest: its keys live in memory only and nothing can be revoked. Safe for concurrent use.
/// </summary>
public sealed class CertificateFactory : IDisposable
{
    private const int CertificateAuthorityYears = 25;
    private readonly TimeProvider _clock;
    private readonly KeyStock? _stock;

    /// <summary>Makes the two CA certificates.</summary>
    /// <param name="organization">The O and the beginning of the CN of both.</param>
    /// <param name="clock">The clock. Default: the system's. The CAs are valid from 25 years before to 25 years after
    /// now.</param>
    public CertificateFactory(string organization = "Contoso Demo", TimeProvider? clock = null)
        : this(organization, clock, null)
    {
    }

    /// <summary>Makes the two CA certificates for keys that stay their owner's; null for keys of their own.</summary>
    internal CertificateFactory(string organization, TimeProvider? clock, AuthorityKeys? shared)
    {
        using var own = shared is null ? new AuthorityKeys() : null;
        var keys = shared ?? own!;
        _clock = clock ?? TimeProvider.System;
        var now = _clock.GetUtcNow();
        var notBefore = now.AddYears(-CertificateAuthorityYears);
        var notAfter = now.AddYears(CertificateAuthorityYears);
        var root = CertificateExtensions.Authority($"{organization} Root CA", organization, keys.Root, pathLength: 1);
        Root = root.CreateSelfSigned(notBefore, notAfter);

        var issuing = CertificateExtensions.Authority($"{organization} Issuing CA", organization, keys.Issuing, pathLength: 0);
        issuing.CertificateExtensions.Add(CertificateExtensions.AuthorityKeyIdentifier(Root));
        using var certificate = issuing.Create(Root, notBefore, notAfter, RandomSerialNumber());
        Issuing = certificate.CopyWithPrivateKey(keys.Issuing);
    }

    /// <summary>
    /// How many RSA keys of each size it makes before the first comes again; null: each certificate has a key of its own. For
    /// whoever needs hundreds of certificates in a moment. At least 1.
    /// </summary>
    public int? DistinctKeys
    {
        get => _stock?.Count;
        init => _stock = value is { } count ? new KeyStock(count) : null;
    }

    /// <summary>The root with its private key. Disposed with the factory.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>The issuing CA with its private key. Disposed with the factory.</summary>
    public X509Certificate2 Issuing { get; }

    /// <summary>The issuing CA and the root, without private keys, in this order. The caller disposes them.</summary>
    public IReadOnlyList<X509Certificate2> CreateChain() =>
        [X509CertificateLoader.LoadCertificate(Issuing.RawData), X509CertificateLoader.LoadCertificate(Root.RawData)];

    /// <summary>Makes a key pair and its certificate.</summary>
    /// <returns>The certificate with its private key. The caller disposes it.</returns>
    /// <exception cref="ArgumentException">The validity lies outside the CA's, or ends before it begins.</exception>
    public X509Certificate2 Issue(PersonCertificate person)
    {
        ArgumentNullException.ThrowIfNull(person);
        using var key = CreateKey(person);
        return Issue(person, key);
    }

    /// <summary>Certifies a key of its owner.</summary>
    /// <returns>The certificate with its private key. The caller disposes it.</returns>
    /// <exception cref="ArgumentException">The validity lies outside the CA's, or ends before it begins.</exception>
    internal X509Certificate2 Issue(PersonCertificate person, AsymmetricAlgorithm key)
    {
        var publicKey = PublicKey.CreateFromSubjectPublicKeyInfo(key.ExportSubjectPublicKeyInfo(), out _);
        var request = new CertificateRequest(CertificateExtensions.Subject(person), publicKey, HashAlgorithmName.SHA256);
        CertificateExtensions.AddPerson(request, person, isRsa: key is RSA);
        request.CertificateExtensions.Add(CertificateExtensions.AuthorityKeyIdentifier(Issuing));

        var notBefore = person.NotBefore ?? _clock.GetUtcNow().AddHours(-1);
        var notAfter = person.NotAfter ?? notBefore.AddDays(365);
        using var issuingKey = Issuing.GetRSAPrivateKey()!;
        var generator = X509SignatureGenerator.CreateForRSA(issuingKey, RSASignaturePadding.Pkcs1);
        using var certificate = request.Create(Issuing.SubjectName, generator, notBefore, notAfter, RandomSerialNumber());
        return key switch
        {
            RSA rsa => certificate.CopyWithPrivateKey(rsa),
            ECDiffieHellman agreement => certificate.CopyWithPrivateKey(agreement),
            _ => certificate.CopyWithPrivateKey((ECDsa)key),
        };
    }

    /// <summary>Frees the CA's keys.</summary>
    public void Dispose()
    {
        Root.Dispose();
        Issuing.Dispose();
    }

    private AsymmetricAlgorithm CreateKey(PersonCertificate person) => person.KeyType switch
    {
        CertificateKeyType.Rsa2048 => CreateRsa(2048),
        CertificateKeyType.Rsa3072 => CreateRsa(3072),
        CertificateKeyType.Rsa4096 => CreateRsa(4096),
        CertificateKeyType.EcP256 => CreateEc(person.Usage, ECCurve.NamedCurves.nistP256),
        _ => CreateEc(person.Usage, ECCurve.NamedCurves.nistP384),
    };

    private RSA CreateRsa(int size) => _stock?.Take(size) ?? RSA.Create(size);

    // The platform takes a key usage of keyAgreement alone for a key that cannot sign.
    private static AsymmetricAlgorithm CreateEc(CertificateUsage usage, ECCurve curve) =>
        usage == CertificateUsage.Encryption ? ECDiffieHellman.Create(curve) : ECDsa.Create(curve);

    private static byte[] RandomSerialNumber()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40); // positive and always 16 bytes long
        return serial;
    }
}
