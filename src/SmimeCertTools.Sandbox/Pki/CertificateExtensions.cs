using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmimeCertTools.Sandbox.Pki;

/// <summary>Names and extensions of the demonstration PKI (RFC 5280, RFC 8550).</summary>
internal static class CertificateExtensions
{
    private const string EmailProtectionOid = "1.3.6.1.5.5.7.3.4";

    public static CertificateRequest Authority(string commonName, string? organization, RSA key, int pathLength)
    {
        var name = new X500DistinguishedNameBuilder();
        if (organization is not null)
        {
            name.AddOrganizationName(organization);
        }

        name.AddCommonName(commonName);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, pathLength, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    public static X509AuthorityKeyIdentifierExtension AuthorityKeyIdentifier(X509Certificate2 issuer) =>
        X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true,
            includeIssuerAndSerial: false);

    public static X500DistinguishedName Subject(PersonCertificate person)
    {
        var name = new X500DistinguishedNameBuilder();
        if (person.MailAddressInSubject)
        {
            name.AddEmailAddress(person.MailAddress);
        }

        name.AddCommonName(person.CommonName ?? person.MailAddress.Split('@')[0]);
        return name.Build();
    }

    public static void AddPerson(CertificateRequest request, PersonCertificate person, bool isRsa)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        if (person.Usage != CertificateUsage.Unspecified)
        {
            request.CertificateExtensions.Add(new X509KeyUsageExtension(KeyUsage(person.Usage, isRsa), critical: true));
        }

        if (person.EmailProtection)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(EmailProtectionOid)], critical: false));
        }

        if (person.MailAddressInSan || person.UserPrincipalName is not null)
        {
            request.CertificateExtensions.Add(AlternativeNames(person));
        }

        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
    }

    private static X509Extension AlternativeNames(PersonCertificate person)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (person.MailAddressInSan)
        {
            names.AddEmailAddress(person.MailAddress);
        }

        if (person.UserPrincipalName is not null)
        {
            names.AddUserPrincipalName(person.UserPrincipalName);
        }

        return names.Build();
    }

    private static X509KeyUsageFlags KeyUsage(CertificateUsage usage, bool isRsa)
    {
        const X509KeyUsageFlags signing = X509KeyUsageFlags.DigitalSignature;
        var encryption = isRsa ? X509KeyUsageFlags.KeyEncipherment : X509KeyUsageFlags.KeyAgreement;
        return usage switch
        {
            CertificateUsage.Signing => signing,
            CertificateUsage.Encryption => encryption,
            _ => signing | encryption,
        };
    }
}
