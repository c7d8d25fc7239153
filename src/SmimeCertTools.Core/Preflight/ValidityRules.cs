using System;
using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Records;
using static SmimeCertTools.Core.Preflight.PreflightSubject;

namespace SmimeCertTools.Core.Preflight;

/// <summary>When the certificate is valid, and for how long.</summary>
internal static class ValidityRules
{
    private const int StrictDays = 825;
    private const int LegacyDays = 1185;
    private const string BaselinePolicies = "2.23.140.1.5.";

    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);
    private static readonly DateTimeOffset BaselineEffective = new(2023, 9, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset LegacyEnd = new(2025, 7, 15, 0, 0, 0, TimeSpan.Zero);

    public static void Check(PreflightSubject subject, CertificateInfo certificate, UserPfxPurpose? purpose)
    {
        CheckNow(subject, certificate, purpose);
        CheckLength(subject, certificate);
        if (Generation(certificate) == '1' && certificate.NotBefore >= LegacyEnd)
        {
            subject.Add(PreflightRules.LegacyGeneration,
                $"{Name(certificate)} is of the legacy generation and was issued on {Day(certificate.NotBefore)}; public "
                    + "authorities may issue none from 2025-07-15.", certificate);
        }
    }

    private static void CheckNow(PreflightSubject subject, CertificateInfo certificate, UserPfxPurpose? purpose)
    {
        var name = Name(certificate);
        if (certificate.NotAfter < subject.Now && purpose == UserPfxPurpose.SmimeEncryption)
        {
            subject.Add(PreflightRules.Expired,
                $"{name} expired on {Day(certificate.NotAfter)}. It is still needed to read mail encrypted to it.",
                certificate, SmimeFindingSeverity.Information, advice: string.Empty);
        }
        else if (certificate.NotAfter < subject.Now)
        {
            subject.Add(PreflightRules.Expired, $"{name} expired on {Day(certificate.NotAfter)}.", certificate,
                purpose == UserPfxPurpose.SmimeSigning ? SmimeFindingSeverity.Error : null);
        }
        else if (certificate.NotBefore > subject.Now)
        {
            subject.Add(PreflightRules.NotYetValid,
                $"{name} is valid from {Day(certificate.NotBefore)} only; devices may get it in place of the one that is valid "
                    + "now.", certificate);
        }
        else if (certificate.NotAfter - subject.Now <= Soon)
        {
            subject.Add(PreflightRules.ExpiresSoon,
                $"{name} expires on {Day(certificate.NotAfter)}, and imported certificates are not renewed.", certificate);
        }
    }

    private static void CheckLength(PreflightSubject subject, CertificateInfo certificate)
    {
        // The last second counts (RFC 5280 section 4.1.2.5).
        var days = (certificate.NotAfter - certificate.NotBefore + TimeSpan.FromSeconds(1)).TotalDays;
        var generation = Generation(certificate);
        var limit = generation is '2' or '3' ? StrictDays : LegacyDays;
        if (certificate.NotBefore < BaselineEffective || days <= limit)
        {
            return;
        }

        subject.Add(PreflightRules.ValidityTooLong,
            $"{Name(certificate)} is valid for {Number((long)Math.Ceiling(days))} days; public authorities may issue for at most "
                + $"{Number(limit)}.", certificate, generation is null ? SmimeFindingSeverity.Information : null,
            generation is null ? string.Empty : null);
    }

    // BR 7.1.6.1: 2.23.140.1.5.{validation}.{generation}, generation 1 legacy, 2 multipurpose, 3 strict.
    private static char? Generation(CertificateInfo certificate)
    {
        var policy = certificate.CertificatePolicies.FirstOrDefault(
            identifier => identifier.StartsWith(BaselinePolicies, StringComparison.Ordinal));
        return policy?[policy.Length - 1];
    }
}
