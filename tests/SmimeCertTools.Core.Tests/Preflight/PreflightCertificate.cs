using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Preflight;

namespace SmimeCertTools.Core.Tests.Preflight;

/// <summary>
/// What a rule reads of a certificate, without one: every default breaks no rule. Cheaper than a certificate, and able to be what
/// none is.
/// </summary>
internal sealed record PreflightCertificate
{
    public string Subject { get; init; } = "CN=Anna";

    public DateTimeOffset NotBefore { get; init; } = PreflightPki.Now.AddDays(-100);

    public DateTimeOffset NotAfter { get; init; } = PreflightPki.Now.AddDays(265);

    public string KeyAlgorithm { get; init; } = "RSA";

    public int KeySize { get; init; } = 2048;

    public string? Curve { get; init; }

    public bool HasExplicitCurve { get; init; }

    public string SignatureAlgorithm { get; init; } = "sha256WithRSAEncryption";

    public CertificateKeyUsages? KeyUsage { get; init; } = CertificateKeyUsages.KeyEncipherment;

    public IReadOnlyList<string> Purposes { get; init; } = [PreflightPki.EmailProtection];

    public IReadOnlyList<string> Addresses { get; init; } = ["anna@contoso.com"];

    /// <summary>The addresses that the subject alternative name carries; all when null.</summary>
    public IReadOnlyList<string>? AlternativeAddresses { get; init; }

    public IReadOnlyList<string> UserPrincipalNames { get; init; } = [];

    public IReadOnlyList<string> Policies { get; init; } = [];

    public bool IsAuthority { get; init; }

    /// <summary>Lets a rule look at it.</summary>
    /// <returns>What it found.</returns>
    public IReadOnlyList<PreflightFinding> Check(
        Action<PreflightSubject, CertificateInfo> rule, PreflightOptions? options = null)
    {
        var subject = new PreflightSubject("/anna.pfx", options ?? new PreflightOptions(), PreflightPki.Now);
        rule(subject, ToInfo());
        return subject.Findings;
    }

    /// <summary>The same, of which the identifiers are looked at.</summary>
    public string Ids(Action<PreflightSubject, CertificateInfo> rule, PreflightOptions? options = null) =>
        string.Join(", ", Check(rule, options).Select(finding => finding.Id));

    private CertificateInfo ToInfo() => new()
    {
        RawData = [],
        Thumbprint = new string('A', 40),
        ThumbprintSha256 = new string('A', 64),
        Subject = Subject,
        Issuer = "CN=Issuing",
        SerialNumber = "01",
        NotBefore = NotBefore,
        NotAfter = NotAfter,
        KeyAlgorithm = KeyAlgorithm,
        KeySize = KeySize,
        Curve = Curve,
        HasExplicitCurve = HasExplicitCurve,
        SignatureAlgorithm = SignatureAlgorithm,
        KeyUsage = KeyUsage,
        ExtendedKeyUsage = Purposes,
        EmailAddresses = Addresses,
        AlternativeEmailAddresses = AlternativeAddresses ?? Addresses,
        UserPrincipalNames = UserPrincipalNames,
        CertificatePolicies = Policies,
        IsCertificateAuthority = IsAuthority,
    };
}
