using System;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import;

/// <summary>What became of a record.</summary>
public enum ImportStatus
{
    /// <summary>It was uploaded and confirmed.</summary>
    Imported,

    /// <summary>An identical record exists; nothing was sent.</summary>
    AlreadyPresent,

    /// <summary>A record of the same certificate existed and was replaced.</summary>
    Updated,

    /// <summary>It was not uploaded, or that could not be confirmed.</summary>
    Failed,
}

/// <summary>What became of a record, and the record as the service has it.</summary>
public sealed class ImportOutcome
{
    /// <summary>What became of it; never <see cref="ImportStatus.Failed"/> here, failures are exceptions.</summary>
    public required ImportStatus Status { get; init; }

    /// <summary>The record as the service confirmed it.</summary>
    public required UserPfxRecord Record { get; init; }
}

/// <summary>
/// Uploads prepared records through one connection: looks up each user and the user's records once, sends what is missing, and confirms
/// what it sent. Safe for concurrent use.
/// </summary>
public sealed class UserPfxImporter
{
    /// <summary>Creates an importer on <paramref name="client"/>.</summary>
    public UserPfxImporter(UserPfxClient client) => throw new NotImplementedException();

    /// <summary>Uploads <paramref name="record"/> where it is missing.</summary>
    /// <param name="record">The record with PFX and protected password.</param>
    /// <param name="force">Whether a record of the same certificate is replaced, identical or not.</param>
    /// <param name="cancellationToken">Ends the call; a write already sent is still confirmed or reported.</param>
    /// <exception cref="ImportException">A different record of the certificate exists and <paramref name="force"/> is false.</exception>
    /// <exception cref="GraphRequestException">The user is unknown or a request failed.</exception>
    public Task<ImportOutcome> ImportAsync(UserPfxRecord record, bool force, CancellationToken cancellationToken) => throw new NotImplementedException();
}
