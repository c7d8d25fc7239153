using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import;

/// <summary>
/// Finds the one user of the tenant to whom the names in a certificate lead; certificates that are asked for together are looked
/// up together. Safe for concurrent use.
/// </summary>
/// <param name="client">The connection's client.</param>
public sealed class OwnerLookup(UserPfxClient client)
{
    private const int Remembered = 2_000;

    private readonly GroupedLookups<IReadOnlyList<GraphUser>> _addresses = new(
        new AddressLookup(Guard.NotNull(client)).LookUpAsync, client.Policy, Remembered, AddressLookup.MaxAddresses);

    /// <summary>Says that a certificate's user will be asked for.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public void Announce(CertificateInfo certificate, CancellationToken cancellationToken)
    {
        foreach (var name in AddressCheck.NamesIn(certificate))
        {
            _addresses.Announce(name, cancellationToken);
        }
    }

    /// <summary>The user to whom the addresses and user principal names in a certificate lead.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="item">The file, for the error.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ImportException">
    /// The certificate names nobody, or nobody of the tenant (<see cref="ImportErrorKind.UserNotIdentified"/>), or several
    /// (<see cref="ImportErrorKind.UserAmbiguous"/>).
    /// </exception>
    /// <exception cref="GraphRequestException">The users could not be looked up.</exception>
    public async Task<FoundOwner> FindAsync(CertificateInfo certificate, string? item, CancellationToken cancellationToken)
    {
        var names = NamesIn(certificate, item);
        var holders = await Task.WhenAll(names.Select(name => _addresses.GetAsync(name, cancellationToken)))
            .ConfigureAwait(false);
        var users = holders.SelectMany(found => found).GroupBy(user => user.Id, StringComparer.OrdinalIgnoreCase)
            .Select(same => same.First()).OrderBy(user => user.UserPrincipalName, StringComparer.OrdinalIgnoreCase).ToList();
        return users.Count switch
        {
            1 => new FoundOwner(users[0], names[Array.FindIndex(holders, found => found.Count > 0)]),
            0 => throw Unknown(certificate, item, $"nobody in this tenant has {AddressCheck.List(names)} as user principal name, "
                + "mail address or further address (proxyAddresses)"),
            _ => throw new ImportException(
                ImportErrorKind.UserAmbiguous,
                $"The certificate {certificate.Thumbprint}{AddressCheck.In(item)} is made out to {AddressCheck.List(names)}, and "
                    + $"these are addresses of {users.Count} users: "
                    + $"{AddressCheck.List([.. users.Select(user => user.UserPrincipalName)])}. "
                    + "Nothing was uploaded: say whose it is by the user principal name.",
                item),
        };
    }

    /// <summary>The names by which a user can be looked up.</summary>
    /// <exception cref="ImportException">The certificate has none.</exception>
    public static IReadOnlyList<string> NamesIn(CertificateInfo certificate, string? item) =>
        AddressCheck.NamesIn(certificate) is { Count: > 0 } names
            ? names
            : throw Unknown(certificate, item, "it has neither a mail address nor a user principal name in it");

    /// <summary>The error of a certificate whose user nobody knows.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="item">The file.</param>
    /// <param name="reason">Why, as a clause.</param>
    public static ImportException Unknown(CertificateInfo certificate, string? item, string reason) => new(
        ImportErrorKind.UserNotIdentified,
        $"No user was given for the certificate {Guard.NotNull(certificate).Thumbprint}{AddressCheck.In(item)}, and {reason}. "
            + "Say whose it is by the user principal name.",
        item);
}

/// <summary>A user to whom a certificate leads.</summary>
/// <param name="User">The user.</param>
/// <param name="Address">The first name in the certificate by which the user was found.</param>
public sealed record FoundOwner(GraphUser User, string Address);
