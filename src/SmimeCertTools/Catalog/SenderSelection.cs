using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Catalog;

/// <summary>Chooses whose certificates are exported, and says of whom there is none, or there are too many.</summary>
internal static class SenderSelection
{
    /// <summary>The users with a certificate that is valid now.</summary>
    /// <param name="entries">The certificates.</param>
    /// <param name="names">The users that are asked for, with wildcards; null for all.</param>
    /// <param name="all">Whether all valid certificates are chosen, rather than the newest.</param>
    /// <param name="warn">Writes a warning.</param>
    public static List<SenderUser> Choose(
        IEnumerable<CatalogEntry> entries, IReadOnlyList<string>? names, bool all, Action<string> warn)
    {
        var patterns = (names ?? ["*"])
            .Select(name => (Name: name, Pattern: WildcardPattern.Get(name, WildcardOptions.IgnoreCase))).ToList();
        var users = SenderCertificates.Choose(entries, all).Where(user => patterns.Exists(name =>
            NamesOf(user).Any(own => name.Pattern.IsMatch(own) || Same(name.Name, own)))).ToList();
        foreach (var (name, _) in patterns.Where(name => !WildcardPattern.ContainsWildcardCharacters(name.Name)
            && !users.Exists(user => NamesOf(user).Any(own => Same(name.Name, own)))))
        {
            warn($"{name}: no encryption certificate was found.");
        }

        foreach (var user in users)
        {
            if (user.Certificates.Count == 0)
            {
                warn($"{user.UserPrincipalName}: no encryption certificate is valid now. The newest, {user.Newest.Thumbprint}, "
                    + $"is valid from {ViewText.Date(user.Newest.NotBefore.LocalDateTime)} to "
                    + $"{ViewText.Date(user.Newest.NotAfter.LocalDateTime)}.");
            }
            else if (user.Certificates.Count > SenderCertificates.MostValues)
            {
                warn($"{user.UserPrincipalName}: {user.Certificates.Count} certificates. Entra Connect does not synchronize "
                    + $"userCertificate and userSMIMECertificate with more than {SenderCertificates.MostValues} values: publish "
                    + "fewer.");
            }
        }

        users.RemoveAll(user => user.Certificates.Count == 0);
        return users;
    }

    /// <summary>Why some certificates give none to export: how many there are of each kind; empty where there are none.</summary>
    public static string Describe(IReadOnlyCollection<CatalogEntry> entries)
    {
        var reasons = entries.GroupBy(SenderCertificates.WhyNot).Where(group => group.Key is not null)
            .Select(group => string.Format(CultureInfo.InvariantCulture, "{0} because {1}", group.Count(), group.Key))
            .ToList();
        return reasons.Count == 0 ? string.Empty : string.Format(
            CultureInfo.InvariantCulture, " Of {0} certificates were passed over: {1}.", entries.Count,
            string.Join("; ", reasons));
    }

    // In the certificate a user may go by another name than the one that is asked for.
    private static IEnumerable<string> NamesOf(SenderUser user) =>
        user.Certificates.Append(user.Newest).SelectMany(entry => entry.Names).Prepend(user.UserPrincipalName);

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
