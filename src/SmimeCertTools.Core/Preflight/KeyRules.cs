using System;
using SmimeCertTools.Core.Certificates;
using static SmimeCertTools.Core.Preflight.PreflightSubject;

namespace SmimeCertTools.Core.Preflight;

/// <summary>Kind and size of the key, and the algorithm of the issuer's signature.</summary>
internal static class KeyRules
{
    private const int LeastRsaBits = 2048;

    public static void Check(PreflightSubject subject, CertificateInfo certificate)
    {
        switch (certificate.KeyAlgorithm)
        {
            case KnownNames.Rsa or KnownNames.RsaPss or KnownNames.RsaOaep:
                CheckRsa(subject, certificate);
                break;
            case KnownNames.Ec when certificate.HasExplicitCurve:
                subject.Add(PreflightRules.CurveExplicit,
                    $"{Name(certificate)} has a key with explicit EC parameters ({certificate.Curve} spelled out, not named), "
                        + "which most programs refuse.", certificate);
                break;
            case KnownNames.Ec when certificate.Curve is not ("P-256" or "P-384" or "P-521"):
                subject.Add(PreflightRules.CurveUnusual,
                    $"{Name(certificate)} has a key on the curve {certificate.Curve}, which few mail clients know.", certificate);
                break;
        }

        if (certificate.KeyAlgorithm != KnownNames.Rsa)
        {
            subject.Add(PreflightRules.KeyTypeSupport,
                $"{Name(certificate)} has a key of the kind {certificate.KeyAlgorithm}; not every mail client and device can use "
                    + "it.", certificate);
        }

        CheckSignature(subject, certificate);
    }

    private static void CheckRsa(PreflightSubject subject, CertificateInfo certificate)
    {
        if (certificate.KeySize < LeastRsaBits)
        {
            subject.Add(PreflightRules.KeyTooSmall,
                $"{Name(certificate)} has an RSA key of {certificate.KeySize} bits; {LeastRsaBits} are the least.", certificate);
        }

        if (certificate.KeySize % 8 != 0)
        {
            subject.Add(PreflightRules.KeySizeUnusual,
                $"{Name(certificate)} has an RSA key of {certificate.KeySize} bits, which is not divisible by 8.", certificate);
        }
    }

    private static void CheckSignature(PreflightSubject subject, CertificateInfo certificate)
    {
        var algorithm = certificate.SignatureAlgorithm;
        if (IsWeak(algorithm))
        {
            subject.Add(PreflightRules.SignatureWeak,
                $"{Name(certificate)} is signed with {algorithm}, which can be forged and which clients reject.", certificate);
        }
        else if (algorithm is KnownNames.RsaPss or KnownNames.Ed25519 or KnownNames.Ed448
            || algorithm.StartsWith("ML-", StringComparison.Ordinal) || char.IsDigit(algorithm[0]))
        {
            subject.Add(PreflightRules.SignatureUnusual,
                $"{Name(certificate)} is signed with {algorithm}, which not every mail client can check.", certificate);
        }
    }

    private static bool IsWeak(string algorithm) =>
        algorithm.StartsWith("md", StringComparison.OrdinalIgnoreCase)
        || algorithm.StartsWith("sha1With", StringComparison.OrdinalIgnoreCase)
        || algorithm.EndsWith("with-SHA1", StringComparison.OrdinalIgnoreCase);
}
