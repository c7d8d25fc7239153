using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Records;
using static SmimeCertTools.Core.Preflight.PreflightSubject;

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
            subject.Add(PreflightRules.UserPrincipalNameInvalid, error.Message);
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
            subject.Add(PreflightRules.AddressOnlyInSubject,
                $"{Name(certificate)} has its address in the subject alone, not in the subject alternative name.", certificate);
        }
        else
        {
            subject.Add(PreflightRules.AddressMissing,
                $"{Name(certificate)} has no mail address: mail clients cannot tell whose it is.", certificate);
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
                subject.Add(PreflightRules.AddressDiffers,
                    $"The certificate carries none of the user's addresses ({string.Join(", ", addresses)}). It carries: "
                        + $"{known}.", certificate, SmimeFindingSeverity.Error,
                    "Check that it is this user's file, and that all the user's addresses were given, former ones too.");
            }
        }
        else if (user is not null && !carried.Concat(certificate.UserPrincipalNames).Any(name => IsSame(name, user)))
        {
            subject.Add(PreflightRules.AddressDiffers, certificate: certificate, message:
                $"The certificate names {user} neither as mail address nor as user principal name. It carries: {known}.");
        }
    }

    private static bool IsSame(string one, string other) => MailAddresses.Comparer.Equals(one, other);
}
