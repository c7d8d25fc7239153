using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.History;

/// <summary>One PFX file of an archive and how to open it.</summary>
public sealed class ArchiveItem
{
    /// <summary>The file's full path.</summary>
    public required string Path { get; init; }

    /// <summary>The password; the caller disposes of it.</summary>
    public required SecretText Password { get; init; }

    /// <summary>Whether the archive's list gives the file this password; else it is the one for all.</summary>
    public bool HasOwnPassword { get; init; }

    /// <summary>
    /// The user it belongs to, where the archive says so (a CSV column); null to go by the certificate's addresses.
    /// </summary>
    public string? UserPrincipalName { get; init; }

    /// <summary>The full path of the file that its own password stands in; null where it stands in none.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>What it is for, where the archive's list says so; null to go by the certificate.</summary>
    public UserPfxPurpose? IntendedPurpose { get; init; }

    /// <summary>Whether the list says that the certificate may have none of the user's addresses.</summary>
    public bool AllowOtherAddress { get; init; }
}

/// <summary>The certificates of an archive or of its catalogue, found by user. Safe for concurrent use.</summary>
public sealed class CertificateArchive
{
    private readonly ILookup<string, int> _byUser;
    private readonly ILookup<string, int> _byAddress;
    private readonly ILookup<string, int> _byThumbprint;

    private readonly Lazy<CatalogIndex> _index;

    /// <param name="certificates">The certificates, as a catalogue has them.</param>
    public CertificateArchive(IReadOnlyList<CatalogEntry> certificates)
    {
        Certificates = Guard.NotNull(certificates);
        _index = new(() => new CatalogIndex(certificates));
        var all = Enumerable.Range(0, certificates.Count).ToList();
        _byThumbprint = all.ToLookup(i => certificates[i].Thumbprint, StringComparer.OrdinalIgnoreCase);
        _byUser = all.Where(i => certificates[i].UserPrincipalName is not null)
            .ToLookup(i => certificates[i].UserPrincipalName!, StringComparer.OrdinalIgnoreCase);
        _byAddress = all.Where(i => certificates[i].UserPrincipalName is null)
            .SelectMany(i => certificates[i].Names.Select(address => (Address: address, Index: i)))
            .ToLookup(found => found.Address, found => found.Index, MailAddresses.Comparer);
    }

    /// <summary>
    /// The certificates read, in the order of the files; one that stands in several files is there several times.
    /// </summary>
    public IReadOnlyList<CatalogEntry> Certificates { get; }

    /// <summary>Finds them by what others call them.</summary>
    public CatalogIndex Index => _index.Value;

    /// <summary>
    /// Reads <paramref name="items"/> in parallel on the thread pool, as many at a time as there are processors. A file that
    /// cannot be opened or holds no key pair is handed to <paramref name="onError"/> and the others go on.
    /// </summary>
    /// <param name="items">The files.</param>
    /// <param name="onError">Told of each file that cannot be used. Called on any thread, possibly on several at once.</param>
    /// <param name="progress">Told the number of files read so far.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static Task<CertificateArchive> ReadAsync(IReadOnlyList<ArchiveItem> items, Action<SmimeException> onError,
        IProgress<int>? progress, CancellationToken cancellationToken) =>
        ArchiveReader.ReadAsync(Guard.NotNull(items), Guard.NotNull(onError), progress, cancellationToken);

    /// <summary>
    /// The certificates of a user: those the archive names the user for; where it names nobody, those whose addresses or user
    /// principal names contain <paramref name="userPrincipalName"/> or one of <paramref name="addresses"/>; and those in
    /// <paramref name="thumbprints"/>, whoever they are named for. Each certificate once, in the archive's order.
    /// </summary>
    /// <param name="userPrincipalName">The user.</param>
    /// <param name="addresses">The user's mail addresses.</param>
    /// <param name="thumbprints">SHA-1 thumbprints of the user's records, 40 hexadecimal digits.</param>
    public IReadOnlyList<CatalogEntry> Find(
        string userPrincipalName, IReadOnlyCollection<string> addresses, IReadOnlyCollection<string> thumbprints)
    {
        Guard.NotNull(userPrincipalName);
        Guard.NotNull(addresses);
        Guard.NotNull(thumbprints);

        var found = new SortedSet<int>(_byUser[userPrincipalName]
            .Concat(addresses.Prepend(userPrincipalName).SelectMany(address => _byAddress[address]))
            .Concat(thumbprints.SelectMany(thumbprint => _byThumbprint[thumbprint])));
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. found.Select(i => Certificates[i]).Where(archived => seen.Add(archived.Thumbprint))];
    }
}
