using System;
using System.Collections.ObjectModel;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Pfx.Inspection;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Pfx;

/// <summary>One certificate of a PFX file. Times are local, as those of X.509 certificates in PowerShell.</summary>
public sealed class SmimePfxCertificate
{
    private static readonly Regex CommonName = new(@"^.*\bCN=(?=\S)", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private readonly byte[] _der;
    private readonly Lazy<X509Certificate2?> _certificate;

    internal SmimePfxCertificate(string path, PfxInspectedCertificate inspected)
    {
        var certificate = inspected.Certificate;
        _der = certificate.RawData;
        _certificate = new(() => CertificateObject.Load(_der));
        Path = path;
        Subject = certificate.Subject;
        EmailAddresses = new TextList(certificate.EmailAddresses.Select(address => address.Visible()));
        UserPrincipalNames = new TextList(certificate.UserPrincipalNames.Select(name => name.Visible()));
        Issuer = certificate.Issuer;
        SerialNumber = certificate.SerialNumber;
        SubjectKeyIdentifier = certificate.SubjectKeyIdentifier;
        Thumbprint = certificate.Thumbprint;
        ThumbprintSha256 = certificate.ThumbprintSha256;
        NotBefore = certificate.NotBefore.LocalDateTime;
        NotAfter = certificate.NotAfter.LocalDateTime;
        KeyAlgorithm = certificate.KeyAlgorithm;
        KeySize = certificate.KeySize;
        Curve = certificate.HasExplicitCurve ? "explicit parameters: " + certificate.Curve : certificate.Curve;
        SignatureAlgorithm = certificate.SignatureAlgorithm;
        KeyUsage = certificate.KeyUsage is { } usage ? (X509KeyUsageFlags)(int)usage : null;
        Purposes = new TextList(certificate.ExtendedKeyUsage.Select(ExtendedKeyUsages.NameOf));
        ExtendedKeyUsage = new TextList(certificate.ExtendedKeyUsage);
        Capability = SmimeUsage.Classify(certificate);
        IsCertificateAuthority = certificate.IsCertificateAuthority;
        FriendlyName = inspected.FriendlyName.Visible();
        HasPrivateKey = inspected.HasPrivateKey;
        Chain = new TextList(inspected.Chain.Select(issuer => issuer.Subject));
        ChainThumbprints = new TextList(inspected.Chain.Select(issuer => issuer.Thumbprint));
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The subject.</summary>
    public string Subject { get; }

    /// <summary>Mail addresses: those of the subject alternative name, then those of the subject.</summary>
    public ReadOnlyCollection<string> EmailAddresses { get; }

    /// <summary>User principal names of the subject alternative name.</summary>
    public ReadOnlyCollection<string> UserPrincipalNames { get; }

    /// <summary>The issuer.</summary>
    public string Issuer { get; }

    /// <summary>The serial number, hexadecimal.</summary>
    public string SerialNumber { get; }

    /// <summary>The subject key identifier, hexadecimal; null without the extension.</summary>
    public string? SubjectKeyIdentifier { get; }

    /// <summary>SHA-1 thumbprint, 40 upper-case hexadecimal digits.</summary>
    public string Thumbprint { get; }

    /// <summary>SHA-256 thumbprint, 64 upper-case hexadecimal digits.</summary>
    public string ThumbprintSha256 { get; }

    /// <summary>First moment of validity.</summary>
    public DateTime NotBefore { get; }

    /// <summary>Last moment of validity.</summary>
    public DateTime NotAfter { get; }

    /// <summary>The kind of key, such as RSA or EC, or its object identifier.</summary>
    public string KeyAlgorithm { get; }

    /// <summary>Size of the key in bits; 0 where the kind has none.</summary>
    public int KeySize { get; }

    /// <summary>
    /// The curve of an EC key, told from one whose parameters are spelled out; null for others.
    /// </summary>
    public string? Curve { get; }

    /// <summary>The algorithm of the issuer's signature.</summary>
    public string SignatureAlgorithm { get; }

    /// <summary>The key usage; null when the certificate states none.</summary>
    public X509KeyUsageFlags? KeyUsage { get; }

    /// <summary>The extended key usage by name, such as emailProtection; empty when the certificate states none.</summary>
    public ReadOnlyCollection<string> Purposes { get; }

    /// <summary>The extended key usage as object identifiers.</summary>
    public ReadOnlyCollection<string> ExtendedKeyUsage { get; }

    /// <summary>What it may be used for in mail.</summary>
    public SmimeCertCapability Capability { get; }

    /// <summary>Whether it is a certification authority's.</summary>
    public bool IsCertificateAuthority { get; }

    /// <summary>The friendly name; null without one.</summary>
    public string? FriendlyName { get; }

    /// <summary>Whether its private key is in the file; null when that is not known.</summary>
    public bool? HasPrivateKey { get; }

    /// <summary>Subjects of the issuers in the file, from its own upwards.</summary>
    public ReadOnlyCollection<string> Chain { get; }

    /// <summary>SHA-1 thumbprints of the issuers in the file, in the same order.</summary>
    public ReadOnlyCollection<string> ChainThumbprints { get; }

    /// <summary>The certificate without its private key; null where the system cannot read it.</summary>
    public X509Certificate2? Certificate => _certificate.Value;

    /// <summary>The certificate in DER.</summary>
    public byte[] RawData => (byte[])_der.Clone();

    /// <summary>CA for a certification authority's, else what it may be used for in mail.</summary>
    public string Usage => IsCertificateAuthority ? "CA" : Capability.ToString();

    /// <summary>The mail addresses; without any, the common name of the subject, or the subject.</summary>
    public string Name =>
        EmailAddresses.Count > 0 ? string.Join(", ", EmailAddresses) : CommonName.Replace(Subject, string.Empty);

    /// <summary>Whose it is, validity and thumbprint.</summary>
    public override string ToString() => ViewText.Text(
        $"{Name} ({Usage}, {ViewText.Date(NotBefore)} to {ViewText.Date(NotAfter)}, {Thumbprint})");
}
