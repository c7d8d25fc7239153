using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmimeCertTools.Core.Tests.Preflight;

/// <summary>An authority of its own for each test run, and people's certificates with one thing wrong.</summary>
internal static class PreflightPki
{
    public const string EmailProtection = "1.3.6.1.5.5.7.3.4";

    private static readonly Lazy<RSA> PersonKey = new(() => RSA.Create(2048));
    private static readonly Lazy<RSA> RootKey = new(() => RSA.Create(2048));
    private static readonly Lazy<RSA> IssuingKey = new(() => RSA.Create(2048));
    private static readonly Lazy<RSA> OtherKey = new(() => RSA.Create(2048));
    private static readonly Lazy<X509Certificate2> RootAuthority = new(
        () => Authority("CN=Root", null, Now.AddYears(14), key: RootKey.Value));
    private static readonly Lazy<X509Certificate2> IssuingAuthority = new(
        () => Authority("CN=Issuing", Root, Now.AddYears(13), key: IssuingKey.Value));

    /// <summary>The moment of the tests.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static X509Certificate2 Root => RootAuthority.Value;

    public static X509Certificate2 Issuing => IssuingAuthority.Value;

    /// <summary>Issues a certificate; the caller disposes of it.</summary>
    public static X509Certificate2 Issue(PreflightPerson person)
    {
        using var own = person.MakeKey?.Invoke();
        var key = own ?? PersonKey.Value;
        var padding = person.IsPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        var issuer = person.Issuer ?? Issuing;
        var request = new CertificateRequest(new X500DistinguishedName(person.Subject), Public(key), person.Hash, padding);
        AddExtensions(request, person);
        var issuerKey = person.IsSelfSigned ? (RSA)key : (person.SigningKey ?? issuer).GetRSAPrivateKey()!;
        var generator = X509SignatureGenerator.CreateForRSA(issuerKey, padding);
        using var certificate = request.Create(
            person.IsSelfSigned ? request.SubjectName : issuer.SubjectName,
            person.IsSha1 ? new Sha1Generator(generator) : generator,
            person.NotBefore,
            person.NotAfter,
            RandomNumberGenerator.GetBytes(8));
        return key switch
        {
            RSA rsa => certificate.CopyWithPrivateKey(rsa),
            ECDsa signing => certificate.CopyWithPrivateKey(signing),
            _ => certificate.CopyWithPrivateKey((ECDiffieHellman)key),
        };
    }

    public static X509Certificate2 Authority(
        string subject, X509Certificate2? issuer, DateTimeOffset notAfter, bool isMarked = true, RSA? key = null)
    {
        // To make a key takes longer than all the rest of a test.
        key ??= OtherKey.Value;
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isMarked, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var notBefore = new DateTimeOffset(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);
        if (issuer is null)
        {
            return request.CreateSelfSigned(notBefore, notAfter);
        }

        using var issuerKey = issuer.GetRSAPrivateKey()!;
        using var certificate = request.Create(
            issuer.SubjectName,
            X509SignatureGenerator.CreateForRSA(issuerKey, RSASignaturePadding.Pkcs1),
            notBefore,
            notAfter,
            RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }

    private static PublicKey Public(AsymmetricAlgorithm key) =>
        PublicKey.CreateFromSubjectPublicKeyInfo(key.ExportSubjectPublicKeyInfo(), out _);

    private static void AddExtensions(CertificateRequest request, PreflightPerson person)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(person.IsAuthority, false, 0, true));
        if (person.KeyUsage is { } usage)
        {
            request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        }

        if (person.Purposes.Count > 0)
        {
            request.CertificateExtensions.Add(
                new X509EnhancedKeyUsageExtension([.. person.Purposes.Select(purpose => new Oid(purpose))], false));
        }

        if (person.Address is { } address)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddEmailAddress(address);
            request.CertificateExtensions.Add(names.Build());
        }

        if (person.Policy is { } policy)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(policy);
            }

            request.CertificateExtensions.Add(new X509Extension("2.5.29.32", writer.Encode(), false));
        }
    }

    /// <summary>Signs with SHA-1, which certificate requests allow through a generator alone.</summary>
    private sealed class Sha1Generator(X509SignatureGenerator inner) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.1.5");
                writer.WriteNull();
            }

            return writer.Encode();
        }

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
            inner.SignData(data, HashAlgorithmName.SHA1);

        protected override PublicKey BuildPublicKey() => inner.PublicKey;
    }
}

/// <summary>A person's certificate: every default gives one that no rule has anything to say about.</summary>
internal sealed record PreflightPerson
{
    public string Subject { get; init; } = "CN=Anna";

    public string? Address { get; init; } = "anna@contoso.com";

    public X509KeyUsageFlags? KeyUsage { get; init; } = X509KeyUsageFlags.KeyEncipherment;

    public IReadOnlyList<string> Purposes { get; init; } = [PreflightPki.EmailProtection];

    public string? Policy { get; init; }

    public DateTimeOffset NotBefore { get; init; } = PreflightPki.Now.AddDays(-100);

    public DateTimeOffset NotAfter { get; init; } = PreflightPki.Now.AddDays(265);

    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    public bool IsPss { get; init; }

    public bool IsSha1 { get; init; }

    public bool IsAuthority { get; init; }

    public bool IsSelfSigned { get; init; }

    public Func<AsymmetricAlgorithm>? MakeKey { get; init; }

    /// <summary>The issuer by name.</summary>
    public X509Certificate2? Issuer { get; init; }

    /// <summary>Whose key really signs.</summary>
    public X509Certificate2? SigningKey { get; init; }
}
