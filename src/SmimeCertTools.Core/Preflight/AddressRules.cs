using System;
using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Preflight;

/// <summary>Whose certificate it is: addresses in it against those of the user.</summary>
internal static class AddressRules
{
    /// <summary>Tests the user principal name itself.</summary>
    public static void CheckUser(PreflightSubject subject)
    {
        if (subject.Options.UserPrincipalName is not { } name)
        {
            return;
        }

        try
        {
            UserPrincipalNames.Validate(name);
        }
        catch (ImportException error)
        {
            subject.Add(
                PreflightRules.UserPrincipalNameInvalid,
                SmimeFindingSeverity.Error,
                error.Message,
                "Correct the user principal name.");
        }
    }

    public static void Check(PreflightSubject subject, CertificateInfo certificate)
    {
        CheckPresence(subject, certificate);
        CheckOwner(subject, certificate);
    }

    private static void CheckPresence(PreflightSubject subject, CertificateInfo certificate)
    {
        if (certificate.AlternativeEmailAddresses.Count > 0)
        {
            return;
        }

        if (certificate.EmailAddresses.Count > 0)
        {
            subject.Add(
                PreflightRules.AddressOnlyInSubject,
                SmimeFindingSeverity.Warning,
                $"{PreflightSubject.Name(certificate)} has its address in the subject alone, not in the subject alternative "
                    + "name.",
                "Some mail clients do not look there. Have the next certificate issued with the address in the SAN.",
                certificate);
        }
        else
        {
            subject.Add(
                PreflightRules.AddressMissing,
                SmimeFindingSeverity.Warning,
                $"{PreflightSubject.Name(certificate)} has no mail address: mail clients cannot tell whose it is.",
                "Have it issued again with the user's address in the subject alternative name.",
                certificate);
        }
    }

    private static void CheckOwner(PreflightSubject subject, CertificateInfo certificate)
    {
        var (user, addresses) = (subject.Options.UserPrincipalName, subject.Options.EmailAddresses);
        var carried = certificate.EmailAddresses;
        var isOwn = carried.Any(address => addresses.Any(own => IsSame(own, address)));
        var known = carried.Count > 0 ? string.Join(", ", carried) : "none";
        if (addresses.Count > 0)
        {
            if (!isOwn)
            {
                subject.Add(
                    PreflightRules.AddressDiffers,
                    SmimeFindingSeverity.Error,
                    $"The certificate carries none of the user's addresses ({string.Join(", ", addresses)}). It "
                        + $"carries: {known}.",
                    "Check that it is this user's file, and that all the user's addresses were given, former ones too.",
                    certificate);
            }

            return;
        }

        if (user is not null && !carried.Concat(certificate.UserPrincipalNames).Any(name => IsSame(name, user)))
        {
            subject.Add(
                PreflightRules.AddressDiffers,
                SmimeFindingSeverity.Warning,
                $"The certificate names {user} neither as mail address nor as user principal name. It carries: {known}.",
                "Check that it is this user's file. Where mail address and user principal name differ, give -EmailAddress.",
                certificate);
        }
    }

    // Mailboxes are compared regardless of case throughout, as Exchange does.
    private static bool IsSame(string one, string other) =>
        string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);
}
