using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import;

/// <summary>
/// What comes of one PFX file: each of its key pairs is among the certificates or among the failures, in the order of the file.
/// </summary>
public sealed class PreparedUserPfxFile
{
    /// <summary>How the file itself is protected.</summary>
    public required PfxProtection Protection { get; init; }

    /// <summary>SHA-1 thumbprints of the certificates that a record comes of.</summary>
    public required IReadOnlyList<string> Thumbprints { get; init; }

    /// <summary>Those certificates.</summary>
    internal IReadOnlyList<CertificateInfo> Certificates { get; init; } = [];

    /// <summary>Their records; empty where the file was only checked.</summary>
    public required IReadOnlyList<PreparedUserPfx> Records { get; init; }

    /// <summary>The key pairs that no record comes of. Each is to be reported.</summary>
    public required IReadOnlyList<UserPfxFailure> Failures { get; init; }

    /// <summary>Tells the file from what it may be changed into.</summary>
    internal Digest128 Digest { get; init; }

    /// <summary>How many bytes its records keep in memory, about.</summary>
    internal int Size => Records.Sum(prepared => prepared.Record.EncryptedPfxBlob!.Length + 2048);
}

/// <summary>A record that is ready to be uploaded, and what is known of its certificate.</summary>
public sealed class PreparedUserPfx
{
    /// <summary>The record.</summary>
    public required UserPfxRecord Record { get; init; }

    /// <summary>The certificate in it; null when the record came from a file made elsewhere.</summary>
    public CertificateInfo? Certificate { get; init; }

    /// <summary>The address by which its user was found; null where the user was given.</summary>
    public string? FoundBy { get; init; }

    /// <summary>The same for the user who was found.</summary>
    /// <param name="userPrincipalName">The user.</param>
    /// <param name="foundBy">The address by which.</param>
    public PreparedUserPfx For(string userPrincipalName, string foundBy) => new()
    {
        Record = Record with { UserPrincipalName = Guard.NotBlank(userPrincipalName) },
        Certificate = Certificate,
        FoundBy = foundBy,
        Warnings = Warnings,
    };

    /// <summary>
    /// What an administrator should know although it stops nothing: sentences that name the file. Empty when there is nothing.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>A key pair of a file that cannot be delivered as asked; the others of the file can.</summary>
public sealed class UserPfxFailure
{
    /// <summary>The pair's certificate.</summary>
    public required CertificateInfo Certificate { get; init; }

    /// <summary>What is wrong, and what to do.</summary>
    public required ImportException Error { get; init; }
}
