using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Catalog;

/// <summary>What senders need of one user: the certificates to encrypt with.</summary>
public sealed class SenderUser
{
    /// <summary>The user: named by a list, or the user principal name or address in the certificate.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>The certificates that senders are to use, the newest first; empty when none is valid now.</summary>
    public required IReadOnlyList<CatalogEntry> Certificates { get; init; }

    /// <summary>The newest encryption certificate, valid or not.</summary>
    public required CatalogEntry Newest { get; init; }
}

/// <summary>Chooses the certificates that senders encrypt with, of each user the newest that is valid, or all that are.</summary>
public static class SenderCertificates
{
    /// <summary>
    /// What Entra Connect takes in a user's userCertificate or userSMIMECertificate: with more values the user is no longer
    /// synchronized with them. Documented for Entra Connect Sync.
    /// </summary>
    public const int MostValues = 15;

    /// <summary>
    /// The users of some certificates, by name. A certificate belongs to the user who is named for it; where nobody is, to the
    /// first user principal name in it, else to its first mail address. Certificates of authorities, and those that nobody
    /// encrypts with, belong to nobody here.
    /// </summary>
    /// <param name="entries">The certificates; those whose content is not known are left out.</param>
    /// <param name="all">Whether all that are valid now are chosen, rather than the newest.</param>
    public static IReadOnlyList<SenderUser> Choose(IEnumerable<CatalogEntry> entries, bool all) =>
        Choose(entries, TimeProvider.System.GetUtcNow(), all);

    /// <summary>The same at another time.</summary>
    internal static IReadOnlyList<SenderUser> Choose(IEnumerable<CatalogEntry> entries, DateTimeOffset now, bool all) =>
    [
        .. Guard.NotNull(entries).Where(entry => WhyNot(entry) is null)
            .GroupBy(entry => OwnerOf(entry)!, MailAddresses.Comparer)
            .Select(group => Choose(group.Key, [.. group], now, all))
            .OrderBy(user => user.UserPrincipalName, StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Whose a certificate is; null where nothing says so.</summary>
    public static string? OwnerOf(CatalogEntry entry) => Guard.NotNull(entry).UserPrincipalName
        ?? entry.UserPrincipalNames.FirstOrDefault() ?? entry.EmailAddresses.FirstOrDefault();

    /// <summary>
    /// Why a certificate is none that anybody encrypts with, as in "it is an authority's"; null for one that is.
    /// </summary>
    public static string? WhyNot(CatalogEntry entry) =>
        Guard.NotNull(entry).ReadCertificate() is not { } certificate ? "what lists it does not hold the certificate itself"
        : certificate.IsOfAuthority ? "it is an authority's"
        : entry.Capability is not { } capability || (capability & SmimeCertCapability.Encryption) == 0
            ? "it is not for encrypting mail"
        : OwnerOf(entry) is null ? "it names no user" : null;

    private static SenderUser Choose(string user, List<CatalogEntry> entries, DateTimeOffset now, bool all)
    {
        var newest = entries.OrderByDescending(entry => entry.NotBefore).ThenByDescending(entry => entry.NotAfter)
            .GroupBy(entry => entry.Thumbprint, StringComparer.OrdinalIgnoreCase).Select(same => same.First()).ToList();
        var valid = newest.Where(entry => entry.NotBefore <= now && entry.NotAfter > now).ToList();
        return new SenderUser
        {
            UserPrincipalName = user,
            Certificates = all ? valid : [.. valid.Take(1)],
            Newest = newest[0],
        };
    }
}
