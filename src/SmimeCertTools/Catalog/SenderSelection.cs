using System;
using System.Collections.Generic;
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
        IEnumerable<CatalogEntry> entries, string[]? names, bool all, Action<string> warn)
    {
        var patterns = (names ?? ["*"])
            .Select(name => (Name: name, Pattern: WildcardPattern.Get(name, WildcardOptions.IgnoreCase))).ToList();
        var users = SenderCertificates.Choose(entries, all).Where(user => patterns.Exists(name =>
            name.Pattern.IsMatch(user.UserPrincipalName) || Same(name.Name, user.UserPrincipalName))).ToList();
        foreach (var (name, _) in patterns.Where(name => !WildcardPattern.ContainsWildcardCharacters(name.Name)
            && !users.Exists(user => Same(name.Name, user.UserPrincipalName))))
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

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
