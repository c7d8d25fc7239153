using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.History;

/// <summary>One PFX file of an archive and how to open it.</summary>
public sealed class ArchiveItem
{
    /// <summary>The file's full path.</summary>
    public required string Path { get; init; }

    /// <summary>The password; the caller disposes of it.</summary>
    public required SecretText Password { get; init; }

    /// <summary>The user it belongs to, where the archive says so (a CSV column); null to go by the certificate's addresses.</summary>
    public string? UserPrincipalName { get; init; }
}

/// <summary>A certificate with private key that an archive holds.</summary>
public sealed class ArchivedCertificate
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>The certificate.</summary>
    public required CertificateInfo Certificate { get; init; }

    /// <summary>The user the archive names; null when it names none.</summary>
    public string? UserPrincipalName { get; init; }
}

/// <summary>The key pairs of an archive, found by user.</summary>
public sealed class CertificateArchive
{
    /// <summary>The certificates read.</summary>
    public IReadOnlyList<ArchivedCertificate> Certificates => throw new NotImplementedException();

    /// <summary>
    /// Reads <paramref name="items"/> in parallel on the thread pool. A file that cannot be opened is handed to <paramref name="onError"/>
    /// and the others go on.
    /// </summary>
    /// <param name="items">The files.</param>
    /// <param name="onError">Told of each file that cannot be used. Called on any thread.</param>
    /// <param name="progress">Told the number of files read so far.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static Task<CertificateArchive> ReadAsync(
        IReadOnlyList<ArchiveItem> items, Action<SmimeException> onError, IProgress<int>? progress, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>
    /// The certificates of a user: those the archive names the user for, and, where it names nobody, those whose addresses or user
    /// principal names contain one of <paramref name="addresses"/>, and those in <paramref name="thumbprints"/>.
    /// </summary>
    public IReadOnlyList<ArchivedCertificate> Find(
        string userPrincipalName, IReadOnlyCollection<string> addresses, IReadOnlyCollection<string> thumbprints) =>
        throw new NotImplementedException();
}
