using System.Collections.Generic;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import;

/// <summary>What became of one PFX file: each of its key pairs is among the records or among the failures.</summary>
public sealed class PreparedUserPfxFile
{
    /// <summary>The PFX file.</summary>
    public required string Path { get; init; }

    /// <summary>How the file itself is protected.</summary>
    public required PfxProtection Protection { get; init; }

    /// <summary>The records, in the order of the key pairs in the file.</summary>
    public required IReadOnlyList<PreparedUserPfx> Records { get; init; }

    /// <summary>The key pairs that no record came of, in the order of the file. Each is to be reported.</summary>
    public required IReadOnlyList<UserPfxFailure> Failures { get; init; }
}

/// <summary>A record that is ready to be uploaded, and what is known of its certificate.</summary>
public sealed class PreparedUserPfx
{
    /// <summary>The record.</summary>
    public required UserPfxRecord Record { get; init; }

    /// <summary>The certificate in it; null when the record came from a file made elsewhere.</summary>
    public CertificateInfo? Certificate { get; init; }

    /// <summary>The PFX file; null when there is none.</summary>
    public string? Path { get; init; }

    /// <summary>
    /// What an administrator should know although it stops nothing: sentences that name the file. Empty when there is nothing.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>What would become of one PFX file: each of its key pairs is among the thumbprints or among the failures.</summary>
public sealed class CheckedUserPfxFile
{
    /// <summary>SHA-1 thumbprints of the certificates that a record would be made of, in the order of the file.</summary>
    public required IReadOnlyList<string> Thumbprints { get; init; }

    /// <summary>The key pairs that no record would come of, in the order of the file. Each is to be reported.</summary>
    public required IReadOnlyList<UserPfxFailure> Failures { get; init; }
}

/// <summary>A key pair of a file that cannot be delivered as asked; the others of the file can.</summary>
public sealed class UserPfxFailure
{
    /// <summary>The pair's certificate.</summary>
    public required CertificateInfo Certificate { get; init; }

    /// <summary>What is wrong, and what to do.</summary>
    public required ImportException Error { get; init; }
}
