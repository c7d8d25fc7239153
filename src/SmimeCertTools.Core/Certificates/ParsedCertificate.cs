using System;
using System.Security.Cryptography;
using SmimeCertTools.Core.Asn1;

namespace SmimeCertTools.Core.Certificates;

/// <summary>
/// A certificate taken apart (RFC 5280 section 4.1), with what pairing and chain building need beyond its description.
/// </summary>
internal sealed class ParsedCertificate(CertificateInfo info, PublicKey publicKey)
{
    private const int MaxNameKeyLength = 1024;

    public CertificateInfo Info => info;

    public PublicKey PublicKey => publicKey;

    /// <summary>SubjectPublicKeyInfo in DER.</summary>
    public required ReadOnlyMemory<byte> PublicKeyInfo { get; init; }

    /// <summary>The subject's name, as text that can be compared.</summary>
    public required string SubjectKey { get; init; }

    /// <summary>The issuer's name, as text that can be compared.</summary>
    public required string IssuerKey { get; init; }

    /// <summary>The subjectKeyIdentifier in hexadecimal digits; null without the extension.</summary>
    public string? SubjectKeyId => info.SubjectKeyIdentifier;

    /// <summary>The keyIdentifier of the authorityKeyIdentifier in hexadecimal digits; null without it.</summary>
    public required string? AuthorityKeyId { get; init; }

    /// <summary>What the issuer signed.</summary>
    public required ReadOnlyMemory<byte> Signed { get; init; }

    /// <summary>The AlgorithmIdentifier of the signature, in DER.</summary>
    public required ReadOnlyMemory<byte> SignatureAlgorithm { get; init; }

    /// <summary>The issuer's signature.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>Reads one certificate; <paramref name="der"/> is kept.</summary>
    /// <exception cref="DerException">It is broken.</exception>
    public static ParsedCertificate Read(byte[] der)
    {
        BerNormalizer.Check(der);
        var certificate = new DerReader(der).EnterSequence();
        var signed = certificate.Read();
        var signatureAlgorithm = certificate.Read();
        var signature = certificate.ReadBitString();
        certificate.Finish();
        if (signed.Tag != DerTag.Sequence || signatureAlgorithm.Tag != DerTag.Sequence)
        {
            throw new DerException();
        }

        var fields = new DerReader(signed.Content);
        fields.TryRead(DerTag.ContextConstructed(0), out _);
        var serial = fields.Read(DerTag.Integer);
        fields.Read(DerTag.Sequence);
        var issuer = ReadName(ref fields);
        var validity = fields.EnterSequence();
        var notBefore = CertificateText.ReadTime(validity.Read());
        var notAfter = CertificateText.ReadTime(validity.Read());
        var subject = ReadName(ref fields);
        var publicKeyInfo = fields.Read();
        if (serial.IsEmpty || publicKeyInfo.Tag != DerTag.Sequence)
        {
            throw new DerException();
        }

        var publicKey = PublicKey.Read(new DerReader(publicKeyInfo.Content));
        fields.TryRead(DerTag.Context(1), out _);
        fields.TryRead(DerTag.Context(2), out _);
        var extensions = CertificateExtensions.Read(fields, subject);
        var subjectKey = NameKey(subject);
        var issuerKey = NameKey(issuer);
        var info = new CertificateInfo
        {
            RawData = der,
            Thumbprint = Hash(der, HashAlgorithmName.SHA1),
            ThumbprintSha256 = Hash(der, HashAlgorithmName.SHA256),
            Subject = DistinguishedName.Print(subject),
            Issuer = DistinguishedName.Print(issuer),
            SerialNumber = DerReader.Hex(serial.Span),
            SubjectKeyIdentifier = extensions.SubjectKeyId,
            NotBefore = notBefore,
            NotAfter = notAfter,
            KeyAlgorithm = publicKey.Algorithm,
            KeySize = publicKey.Size,
            Curve = publicKey.Curve,
            HasExplicitCurve = publicKey.HasExplicitCurve,
            SignatureAlgorithm = KnownNames.SignatureAlgorithm(new DerReader(signatureAlgorithm.Content).ReadIdentifier()),
            KeyUsage = extensions.KeyUsage,
            ExtendedKeyUsage = extensions.ExtendedKeyUsage,
            EmailAddresses = extensions.EmailAddresses,
            AlternativeEmailAddresses = extensions.AlternativeEmailAddresses,
            UserPrincipalNames = extensions.UserPrincipalNames,
            CertificatePolicies = extensions.CertificatePolicies,
            IsCertificateAuthority = extensions.IsCertificateAuthority,
            IsSelfIssued = subjectKey == issuerKey,
        };
        return new(info, publicKey)
        {
            PublicKeyInfo = publicKeyInfo.Encoded,
            SubjectKey = subjectKey,
            IssuerKey = issuerKey,
            AuthorityKeyId = extensions.AuthorityKeyId,
            Signed = signed.Encoded,
            SignatureAlgorithm = signatureAlgorithm.Encoded,
            Signature = signature,
        };
    }

    private static ReadOnlyMemory<byte> ReadName(ref DerReader fields)
    {
        var name = fields.Read();
        return name.Tag == DerTag.Sequence ? name.Encoded : throw new DerException();
    }

    // A long name stands for itself by its hash, which is marked by what is no hexadecimal digit.
    private static string NameKey(ReadOnlyMemory<byte> name) =>
        name.Length <= MaxNameKeyLength ? DerReader.Hex(name.Span) : "#" + Hash(name.ToArray(), HashAlgorithmName.SHA256);

    /// <summary>A digest in upper-case hexadecimal.</summary>
    public static string Hash(byte[] der, HashAlgorithmName name)
    {
#if NET
        return DerReader.Hex(name == HashAlgorithmName.SHA1 ? SHA1.HashData(der) : SHA256.HashData(der));
#else
        using HashAlgorithm hash = name == HashAlgorithmName.SHA1 ? SHA1.Create() : SHA256.Create();
        return DerReader.Hex(hash.ComputeHash(der));
#endif
    }
}
