using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Records;
using static SmimeCertTools.Core.Preflight.PreflightSubject;

namespace SmimeCertTools.Core.Preflight;

/// <summary>What the certificate may be used for against what it is to be used for.</summary>
internal static class PurposeRules
{
    public static void Check(PreflightSubject subject, CertificateInfo certificate, UserPfxPurpose? purpose)
    {
        if (purpose is { } given && !IntendedPurposes.IsSupported(given))
        {
            subject.Add(PreflightRules.PurposeNotSupported,
                $"Intune takes no imported certificate for the purpose {given}.", certificate);
        }

        CheckAuthority(subject, certificate);
        if (PreflightSubject.IsForMail(purpose) && CheckExtendedKeyUsage(subject, certificate))
        {
            CheckKeyUsage(subject, certificate, purpose);
        }
    }

    private static void CheckAuthority(PreflightSubject subject, CertificateInfo certificate)
    {
        if (certificate.IsCertificateAuthority
            || certificate.KeyUsage is { } usage && (usage & CertificateKeyUsages.KeyCertSign) != 0)
        {
            subject.Add(PreflightRules.CaCertificate,
                $"{Name(certificate)} is a certification authority's: with its key on a device anybody there can issue "
                    + "certificates.", certificate);
        }
    }

    private static bool CheckExtendedKeyUsage(PreflightSubject subject, CertificateInfo certificate)
    {
        var purposes = certificate.ExtendedKeyUsage;
        if (purposes.Contains(ExtendedKeyUsages.EmailProtection))
        {
            return true;
        }

        if (purposes.Count == 0 || purposes.Contains(ExtendedKeyUsages.AnyPurpose))
        {
            subject.Add(PreflightRules.EkuNotStated,
                $"{Name(certificate)} does not name emailProtection in its extended key usage"
                    + (purposes.Count == 0 ? ", which it has not." : " but any purpose."), certificate);
            return true;
        }

        subject.Add(PreflightRules.EkuNotForMail,
            $"{Name(certificate)} is not for mail: its extended key usage lacks emailProtection and names "
                + $"{string.Join(", ", purposes.Select(ExtendedKeyUsages.NameOf))}.", certificate);
        return false;
    }

    private static void CheckKeyUsage(PreflightSubject subject, CertificateInfo certificate, UserPfxPurpose? purpose)
    {
        var capability = SmimeUsage.Classify(certificate);
        if (certificate.KeyUsage is null)
        {
            subject.Add(PreflightRules.KeyUsageNotStated,
                $"{Name(certificate)} has no key usage, so that it may be used for anything its key can do.", certificate);
        }

        if (capability == SmimeCertCapability.None)
        {
            subject.Add(PreflightRules.KeyUsageNotForMail,
                $"{Name(certificate)} can neither sign nor decrypt mail: {Why(certificate)}.", certificate);
        }
        else if (purpose is null)
        {
            subject.Add(PreflightRules.PurposeRequired,
                $"{Name(certificate)} is for signing and encryption, and Intune delivers it for one purpose.", certificate);
        }
        else if ((capability & Needed(purpose.Value)) == 0)
        {
            subject.Add(PreflightRules.KeyUsageNotForPurpose,
                $"{Name(certificate)} cannot {(purpose == UserPfxPurpose.SmimeSigning ? "sign" : "decrypt")} mail, which the "
                    + $"purpose {purpose} is about: {Why(certificate)}.", certificate);
        }
    }

    private static SmimeCertCapability Needed(UserPfxPurpose purpose) =>
        purpose == UserPfxPurpose.SmimeSigning ? SmimeCertCapability.Signing : SmimeCertCapability.Encryption;

    private static string Why(CertificateInfo certificate) => certificate.KeyUsage is { } usage
        ? $"its key is {certificate.KeyAlgorithm} and its key usage is {usage}" : $"its key is {certificate.KeyAlgorithm}";
}
