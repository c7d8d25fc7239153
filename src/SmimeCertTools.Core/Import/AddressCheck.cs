using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import;

/// <summary>
/// Whether a certificate is its user's: the addresses in it against those that the directory knows of the user. A file in the
/// wrong row of a list would give one person's key to another.
/// </summary>
public static class AddressCheck
{
    /// <summary>
    /// The names in a certificate that can be a user's: addresses of subject alternative name and subject, and user principal
    /// names, in the order found; no doubles.
    /// </summary>
    public static IReadOnlyList<string> NamesIn(CertificateInfo certificate) =>
    [
        .. Guard.NotNull(certificate).EmailAddresses.Concat(certificate.UserPrincipalNames).Distinct(MailAddresses.Comparer),
    ];

    /// <summary>Refuses a certificate that names none of the user's addresses. One that names nobody passes.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="user">The user.</param>
    /// <param name="item">The file, for the error.</param>
    /// <exception cref="ImportException">It is another's (<see cref="ImportErrorKind.AddressDiffers"/>).</exception>
    public static void Check(CertificateInfo certificate, GraphUser user, string? item)
    {
        var (carried, own) = (NamesIn(certificate), Guard.NotNull(user).Names);
        if (carried.Count > 0 && !carried.Intersect(own, MailAddresses.Comparer).Any())
        {
            throw new ImportException(
                ImportErrorKind.AddressDiffers,
                $"The certificate {certificate.Thumbprint}{In(item)} is made out to {List(carried)}, and "
                + $"{user.UserPrincipalName} has {(own.Count > 1 ? $"the addresses {List(own)}" : "no other address")}. It "
                + "was not uploaded: check that it is this user's.",
                item);
        }
    }

    /// <summary>
    /// What is said of a certificate where nobody can be asked for the user's addresses; null when it names the user, or nobody.
    /// </summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="userPrincipalName">The user.</param>
    /// <param name="item">The file.</param>
    /// <param name="reason">Why nobody can be asked, as a clause.</param>
    public static string? Warn(CertificateInfo certificate, string userPrincipalName, string? item, string reason)
    {
        var carried = NamesIn(certificate);
        return carried.Count == 0 || carried.Contains(userPrincipalName, MailAddresses.Comparer)
            ? null
            : $"The certificate {certificate.Thumbprint}{In(item)} is made out to {List(carried)} and not to "
                + $"{userPrincipalName}. Whether that is another address of this user is not known, because {reason}: check that "
                + "it is this user's.";
    }

    /// <summary>What is said of a certificate that names nobody; null when it names somebody.</summary>
    public static string? WarnOfNone(CertificateInfo certificate, string userPrincipalName, string? item) =>
        NamesIn(certificate).Count > 0 ? null
            : $"The certificate {certificate.Thumbprint}{In(item)} has neither a mail address nor a user principal name: "
                + $"nothing in it tells whether it is that of {userPrincipalName}, and mail clients cannot tell whose it is.";

    internal static string In(string? item) => item is null ? string.Empty : $" in '{item}'";

    /// <summary>Names one after another, the first of them where there are dozens.</summary>
    internal static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(5)) + (names.Count > 5 ? $" and {names.Count - 5} more" : string.Empty);
}
