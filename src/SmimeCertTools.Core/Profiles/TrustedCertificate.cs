using System;
using System.Text.RegularExpressions;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Profiles;

/// <summary>A root or intermediate certificate that devices are to trust. Holds no private key.</summary>
public sealed class TrustedCertificate
{
    private static readonly Regex CommonName = new("(?:^|, )CN=(?:\"(?<name>(?:[^\"]|\"\")*)\"|(?<name>[^,+\"]*))",
        RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private TrustedCertificate(ParsedCertificate certificate, bool isRoot, string? path) =>
        (Certificate, IsRoot, Path) = (certificate.Info, isRoot, path);

    /// <summary>The certificate.</summary>
    public CertificateInfo Certificate { get; }

    /// <summary>Whether it is signed by its own key; an intermediate is not.</summary>
    public bool IsRoot { get; }

    /// <summary>The file it came from; null for none.</summary>
    public string? Path { get; }

    /// <summary>The common name of the subject; the whole subject where it has none.</summary>
    public string Name => CommonName.Match(Certificate.Subject) is { Success: true } match && match.Groups["name"].Length > 0
        ? match.Groups["name"].Value.Replace("\"\"", "\"")
        : Certificate.Subject;

    /// <summary>Reads a certificate.</summary>
    /// <param name="der">The certificate and nothing else; copied.</param>
    /// <param name="path">The file it came from, for messages; null for none.</param>
    /// <exception cref="ProfileException">The bytes are no certificate, or not one of a root or intermediate: basicConstraints
    /// (RFC 5280 section 4.2.1.9) does not say CA, or it has no such extension and is not a self-signed one of version
    /// 1.</exception>
    public static TrustedCertificate Read(byte[] der, string? path = null)
    {
        ParsedCertificate certificate;
        bool hasExtensions;
        try
        {
            certificate = ParsedCertificate.Read((byte[])Guard.NotNull(der).Clone());
            hasExtensions = Version(der) >= 3;
        }
        catch (DerException)
        {
            throw new ProfileException(ProfileErrorKind.CertificateNotRecognized,
                $"{Place(path)} is no X.509 certificate, or it is damaged. Export the certificate again, as DER or PEM.", path);
        }
        catch (Exception e) when (PlatformCryptography.IsFailure(e))
        {
            throw new ProfileException(ProfileErrorKind.CertificateNotRecognized,
                $"{Place(path)} could not be read. {PlatformCryptography.Describe("read the certificate", e)}", path, e);
        }

        var isRoot = certificate.Info.IsSelfIssued && IssuerSignature.Verify(certificate, certificate) != false;
        if (!certificate.Info.IsCertificateAuthority && (hasExtensions || !isRoot))
        {
            throw new ProfileException(ProfileErrorKind.CertificateNotAuthority,
                $"{Place(path)} is the certificate of '{certificate.Info.Subject}', which is no root or intermediate: devices "
                    + "would trust nothing by it. Use the certificates of the CAs that issue to users.",
                path ?? certificate.Info.Subject);
        }

        return new TrustedCertificate(certificate, isRoot, path);
    }

    /// <summary>The certificate of a trusted certificate profile; null for other kinds, and where it cannot be read.</summary>
    public static TrustedCertificate? Of(IntuneProfile profile)
    {
        try
        {
            return Guard.NotNull(profile).KnownKind == SmimeProfileKind.TrustedRoot
                && profile.Json.Text("trustedRootCertificate") is { } text && JsonMembers.Bytes(text) is { } der
                    ? Read(der) : null;
        }
        catch (ProfileException)
        {
            return null;
        }
    }

    /// <summary>The start of a sentence about what lies at a path.</summary>
    internal static string Place(string? path) => path is null ? "The value" : $"The file '{path}'";

    // Version ::= INTEGER { v1(0), v2(1), v3(2) }, in a tag of its own, which version 1 leaves out.
    private static int Version(byte[] der)
    {
        var fields = new DerReader(der).EnterSequence().EnterSequence();
        return fields.TryRead(DerTag.ContextConstructed(0), out var version)
            ? (int)Math.Min(new DerReader(version).ReadCount(), 9) + 1
            : 1;
    }
}
